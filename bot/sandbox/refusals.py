"""What the Bot API says when it refuses, as exceptions."""

from typing import Any

Json = dict[str, Any]

BAD_REQUEST = 400
UNAUTHORIZED = 401
FORBIDDEN = 403
NOT_FOUND = 404
CONFLICT = 409
TOO_LARGE = 413
TOO_MANY = 429


class RefusedError(Exception):
    """A call is refused: an error code and the description that goes with it."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = dict(self.parameters)
        return answer


def bad_request(reason: str) -> RefusedError:
    return RefusedError(BAD_REQUEST, f"Bad Request: {reason}")


def forbidden(reason: str) -> RefusedError:
    return RefusedError(FORBIDDEN, f"Forbidden: {reason}")


def conflict(reason: str) -> RefusedError:
    return RefusedError(CONFLICT, f"Conflict: {reason}")


def too_old() -> RefusedError:
    return bad_request("query is too old and response timeout expired or query ID is invalid")


def too_large() -> RefusedError:
    return RefusedError(TOO_LARGE, "Request Entity Too Large")


def too_many(retry_after: int) -> RefusedError:
    return RefusedError(TOO_MANY, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
