"""The audit of what is locked: it fails for a known vulnerability, and says so where it cannot ask."""

import json
import subprocess
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

HOUSE = Path(__file__).parents[1]
AUDIT = HOUSE / ".ci" / "audit"
ADVISORY = {"id": "TEST-1", "summary": "made up", "modified": "2026-01-01T00:00:00Z", "affected": []}


class Advisories(ThreadingHTTPServer):
    """A server of advisories that knows of one package what it is told."""

    vulnerable = ""
    status = 200
    asked: list[dict[str, Any]]


class Answer(BaseHTTPRequestHandler):
    server: Advisories

    def do_POST(self) -> None:
        self.server.asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        known = {"vulns": [{"id": ADVISORY["id"], "modified": ADVISORY["modified"]}]}
        names = [query["package"]["name"] for query in self.server.asked]
        self._say({"results": [known if name == self.server.vulnerable else {} for name in names]})

    def do_GET(self) -> None:
        self._say(ADVISORY)

    def _say(self, body: object) -> None:
        text = json.dumps(body).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        """Nothing: the test says what matters."""


@pytest.fixture
def advisories() -> Iterator[Advisories]:
    server = Advisories(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def audited(port: int) -> tuple[int, str]:
    """The exit status and what was said."""
    command = [str(AUDIT), "--no-cache", "--service-url", f"http://127.0.0.1:{port}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, done.stdout


def test_all_that_is_locked_is_asked_for_by_its_exact_version(advisories: Advisories) -> None:
    status, said = audited(advisories.server_port)
    assert status == 0, said
    locked = tomllib.loads((HOUSE / "uv.lock").read_text())["package"]
    wanted = {(one["name"], one["version"]) for one in locked if "registry" in one["source"]}
    assert {(one["package"]["name"], one["version"]) for one in advisories.asked} == wanted


def test_a_known_vulnerability_fails_and_is_named(advisories: Advisories) -> None:
    advisories.vulnerable = "aiohttp"
    status, said = audited(advisories.server_port)
    assert status == 1
    assert "aiohttp" in said
    assert "TEST-1" in said


def test_advisories_that_cannot_be_asked_are_one_line_and_no_failure(advisories: Advisories) -> None:
    advisories.status = 503
    for port in (advisories.server_port, 9):
        status, said = audited(port)
        assert status == 0
        assert said.startswith("audit: not done")
        assert said.count("\n") == 1


def test_anything_else_that_fails_is_a_failure(advisories: Advisories) -> None:
    advisories.status = 400
    status, _ = audited(advisories.server_port)
    assert status not in (0, 1)
