"""A hub of models on this machine, and a mirror, that can be slow, broken or wrong."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass
class Hub:
    """What it serves, how it misbehaves, and what it was asked."""

    folder: Path
    address: str = ""
    cut: int = 0  # after so many bytes of a larger file, once, the connection breaks
    held: bool = False  # or hangs there
    spoilt: bool = False  # other bytes than it lists
    names: tuple[str, ...] = ()  # listed besides
    ranges: bool = True
    asked: list[str] = field(default_factory=list)
    halfway: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)

    def listing(self) -> bytes:
        """The answer of the hub's `tree`."""
        entries = [self._entry(each) for each in sorted(self.folder.iterdir()) if each.is_file()]
        others = [{"path": name, "size": 3, "oid": "x"} for name in self.names]
        return json.dumps([*others, *entries]).encode()

    def _entry(self, path: Path) -> dict[str, object]:
        data = path.read_bytes()
        entry: dict[str, object] = {"path": path.name, "size": len(data)}
        if path.name == "model.bin":
            return {**entry, "oid": "x", "lfs": {"oid": hashlib.sha256(data).hexdigest()}}
        blob = b"blob %d\0" % len(data)
        return {**entry, "oid": hashlib.sha1(blob + data, usedforsecurity=False).hexdigest()}


@contextmanager
def serving(folder: Path) -> Iterator[Hub]:
    """A hub, and at /mirror a plain web server, of the files in `folder`."""
    hub = Hub(folder)

    class Handler(_Handler):
        served = hub

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False  # closing it waits for them
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    hub.address = f"http://127.0.0.1:{server.server_port}"
    yield hub
    hub.over.set()
    server.shutdown()
    server.server_close()


class _Handler(BaseHTTPRequestHandler):
    served: Hub

    def do_GET(self) -> None:
        hub = self.served
        hub.asked.append(f"{self.path} {self.headers.get('Range', '')}".strip())
        if self.path.startswith("/silent"):
            hub.over.wait(10)
        elif self.path.startswith("/api/models/Systran/faster-whisper-small/"):
            self._send(hub.listing())
        elif (path := self._path()).is_file():
            self._send_file(path.read_bytes())
        else:
            self.send_error(404)

    def do_HEAD(self) -> None:
        if not self._path().is_file():
            return self.send_error(404)
        self.send_response(200)
        self.send_header("Content-Length", str(self._path().stat().st_size))
        return self.end_headers()

    def _path(self) -> Path:
        if self.path.startswith("/mirror/"):
            return self.served.folder.parent / self.path.removeprefix("/mirror/")
        return self.served.folder / self.path.rpartition("/")[2]

    def _send_file(self, data: bytes) -> None:
        hub = self.served
        start = int((self.headers.get("Range") or "bytes=0-")[6:-1]) if hub.ranges else 0
        if hub.cut and len(data) - start > hub.cut:
            cut, hub.cut = data[start : start + hub.cut], 0
            self._send(cut, length=len(data) - start)
            hub.halfway.set()
            if hub.held:
                hub.over.wait(30)
            return
        rest = bytes(len(data) - start) if hub.spoilt else data[start:]
        self._send(rest, status=206 if start else 200)

    def _send(self, data: bytes, *, status: int = 200, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(data) if length is None else length))
        self.end_headers()
        self.wfile.write(data)
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""
