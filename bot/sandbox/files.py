"""Files that went through the chats: told apart by file_id, downloaded by a link that lives an hour."""

import secrets
from collections.abc import Callable

from bot.sandbox.journal import Journal, Shelf
from bot.sandbox.limits import Limits
from bot.sandbox.pictures import picture_size
from bot.sandbox.refusals import Json, bad_request

_THUMBNAIL_SIDE = 90


class Files:
    """A file's row: kind, id, name, type, size, width and height where it has them, blob, linked."""

    def __init__(self, journal: Journal, limits: Limits, now: Callable[[], float]) -> None:
        self._journal = journal
        self._limits = limits
        self._now = now
        self._rows = Shelf(journal, "file")

    def row(self, file_id: str) -> Json | None:
        return self._rows.get(file_id)

    def keep(self, kind: str, body: bytes, **about: str | int) -> Json:
        """Keep a file and return its row. `size=` claims another size than the bytes have."""
        file_id = f"Sb{secrets.token_urlsafe(24)}"
        blob = str(about.pop("blob", file_id))
        row: Json = {"kind": kind, "id": file_id, "size": len(body), "blob": blob, **about}
        if blob == file_id:
            self._journal.save_blob(blob, body, self._limits.files_kept)
        self._rows.put(file_id, row)
        return row

    def keep_photo(self, body: bytes, **about: str | int) -> list[Json]:
        """The sizes of a photo, the largest last; all of them share the bytes of the original."""
        size = picture_size(body)
        if size is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        width, height = size
        full = self.keep("photo", body, type="image/jpeg", width=width, height=height, **about)
        shrink = min(1.0, _THUMBNAIL_SIDE / max(size))
        small = {**full, "width": max(1, int(width * shrink)), "height": max(1, int(height * shrink))}
        fields = {key: small[key] for key in ("type", "width", "height", "blob", "size")}
        return [photo_size(self.keep("photo", body, **fields)), photo_size(full)]

    def link(self, file_id: str) -> Json:
        """The answer of getFile, with a path that can be downloaded for an hour."""
        row = self.row(file_id)
        if row is None:
            raise bad_request("invalid file_id")
        if row["size"] > self._limits.download_max:
            raise bad_request("file is too big")
        number = row.get("path") or f"{row['kind']}s/file_{len(self._rows.rows)}{_ending(row)}"
        self._rows.put(file_id, {**row, "path": number, "linked": self._now()})
        return {**_ids(row), "file_path": number}

    def linked(self, path: str) -> bytes | None:
        """The bytes behind a download link, while the link lives."""
        for row in self._rows.rows.values():
            if row.get("path") == path and self._now() - row["linked"] <= self._limits.link_lives:
                return self.body(row)
        return None

    def body(self, row: Json) -> bytes | None:
        return self._journal.blob(row["blob"])


def photo_size(row: Json) -> Json:
    return {**_ids(row), "width": row["width"], "height": row["height"]}


def document(row: Json) -> Json:
    return {"file_name": row["name"], "mime_type": row["type"], **_ids(row)}


def _ids(row: Json) -> Json:
    return {"file_id": row["id"], "file_unique_id": f"AQ{row['blob'][2:16]}", "file_size": row["size"]}


def _ending(row: Json) -> str:
    name = str(row.get("name", "photo.jpg"))
    return name[name.rfind(".") :] if "." in name else ""
