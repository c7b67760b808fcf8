"""Sources of speech models: the hub, a mirror on the web, or a folder.

A mirror is a folder, named after the model, with its files and their SHA256SUMS as `sha256sum`
writes them. Any web server or shared disk can be a mirror.
"""

from __future__ import annotations

import json
import os
import re
import socket
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from io import BufferedIOBase
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

from egv.core.cues.speech_models import SpeechModel
from egv.core.errors import CAUSES, EnvironmentFault, name_cause
from egv.tools.models.check import FILES, PREPROCESSOR, VOCABULARIES

WANTED = (*FILES, *VOCABULARIES, PREPROCESSOR)
SUMS = "SHA256SUMS"
SUM = re.compile(r"([0-9a-fA-F]{64}) [ *](.+)")
PATIENCE_S = 8  # s, for the first answer in total: a name may have ten addresses, tried in turn
STALL_S = 20  # s, while a file is being read
LONGEST = 1 << 22  # bytes: longest list of files
WEB = ("https://", "http://")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ModelSourceFile:
    """One file to fetch, with its SHA-256, or `git_hash`, which the hub has for small files."""

    name: str
    address: str
    size: int
    sha256: str = ""
    git_hash: str = ""

    @property
    def has_checksum(self) -> bool:
        """True where a checksum is known; False for files in a folder without sums."""
        return bool(self.sha256 or self.git_hash)

    def open_stream(self, start: int) -> BufferedIOBase:
        """Open the bytes from `start` on, or all bytes where the server cannot resume."""
        if self.address.startswith(WEB):
            return _open_request(_build_request(self.address, start), STALL_S)
        file = Path(self.address).open("rb")  # noqa: SIM115  # the caller closes it
        file.seek(start)
        return file


def list_source_files(model: SpeechModel, source: str | None, place: Path) -> list[ModelSourceFile]:
    """List the files of `model` in `source`, an address or a folder; on the hub without a source.

    Raises EnvironmentFault, with the files to put into `place` by hand, when `source` cannot be
    reached.
    """
    source = source or os.environ.get("EGV_MODEL_SOURCE") or ""
    try:
        if not source:
            files = _list_hub_files(model)
        elif source.startswith(WEB):
            files = _list_mirror_files(model, source.rstrip("/"))
        else:
            files = _list_folder_files(model, Path(source).expanduser())
    except _UnreachableError as error:
        raise EnvironmentFault(
            f"{error}; connect to the network, or download {', '.join(FILES)}, vocabulary.*"
            f" and, if present, {PREPROCESSOR} from https://huggingface.co/{model.repository}"
            f" (about {model.size_text}) into {place} by hand"
        ) from None
    if lacks := set(FILES) - {file.name for file in files}:
        raise EnvironmentFault(
            f"{source or find_hub_address()}: {model.name} lacks {', '.join(sorted(lacks))}"
            " there; give a source that has them"
        )
    return files


def find_hub_address() -> str:
    """Find the hub's address: `HF_ENDPOINT`, for a compatible hub, else the public one."""
    return os.environ.get("HF_ENDPOINT", "https://huggingface.co").rstrip("/")


def find_usual_source() -> str:
    """Find where models come from when no source is named: a host on the web, or a folder."""
    source = os.environ.get("EGV_MODEL_SOURCE") or find_hub_address()
    return urllib.parse.urlsplit(source).netloc if source.startswith(WEB) else source


class _UnreachableError(Exception):
    """No useful answer from an address: which address, and why."""


def _list_hub_files(model: SpeechModel) -> list[ModelSourceFile]:
    repository = urllib.parse.quote(model.repository)
    address = f"{find_hub_address()}/api/models/{repository}/tree/main"
    if not address.startswith(WEB):
        raise EnvironmentFault(
            f"{find_hub_address()}: this is not a web address; check HF_ENDPOINT"
        )
    said = _call_with_timeout(address, lambda: _fetch_text(address))
    try:
        return [
            ModelSourceFile(
                name=entry["path"],
                address=f"{find_hub_address()}/{repository}/resolve/main/{entry['path']}",
                size=int(entry["size"]),
                sha256=entry.get("lfs", {}).get("oid", ""),
                git_hash=entry.get("oid", ""),
            )
            for entry in json.loads(said)
            if entry["path"] in WANTED
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise EnvironmentFault(
            f"{address}: the answer is not a list of files; check HF_ENDPOINT"
        ) from None


def _list_mirror_files(model: SpeechModel, address: str) -> list[ModelSourceFile]:
    def look() -> list[ModelSourceFile]:
        folder, sums = _read_mirror_sums(model, address)
        return [
            ModelSourceFile(name, f"{folder}/{name}", _fetch_size(f"{folder}/{name}"), sha256)
            for name, sha256 in sums.items()
        ]

    return _call_with_timeout(address, look)


def _read_mirror_sums(model: SpeechModel, address: str) -> tuple[str, dict[str, str]]:
    """Find the folder of a mirror that holds the model, and the SHA-256 of each file."""
    for folder in (f"{address}/{model.name}", address):
        try:
            return folder, _parse_sums(_fetch_text(f"{folder}/{SUMS}"))
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise
    raise EnvironmentFault(
        f"{address}: there is neither {model.name}/{SUMS} nor {SUMS}; make one beside the files"
        f" with: sha256sum * > {SUMS}"
    )


def _list_folder_files(model: SpeechModel, folder: Path) -> list[ModelSourceFile]:
    """List the files in `folder`, or in its subfolder named after the model, with known sums."""
    if not folder.is_dir():
        raise EnvironmentFault(
            f"{folder}: this is neither a folder nor a web address; give one of the two"
        )
    folder = folder / model.name if (folder / model.name).is_dir() else folder
    sums = folder / SUMS
    known = (
        _parse_sums(sums.read_text(encoding="utf-8", errors="replace")) if sums.is_file() else {}
    )
    there = [folder / name for name in WANTED if (folder / name).is_file()]
    return [
        ModelSourceFile(path.name, str(path), path.stat().st_size, known.get(path.name, ""))
        for path in there
    ]


def _parse_sums(text: str) -> dict[str, str]:
    found = (SUM.fullmatch(line.strip()) for line in text.splitlines())
    return {match[2]: match[1].lower() for match in found if match and match[2] in WANTED}


def _fetch_text(address: str) -> str:
    with _open_request(_build_request(address), PATIENCE_S) as answer:
        return str(answer.read(LONGEST).decode("utf-8", "replace"))


def _fetch_size(address: str) -> int:
    with _open_request(_build_request(address, method="HEAD"), PATIENCE_S) as answer:
        return int(answer.headers.get("Content-Length") or 0)


def _build_request(address: str, start: int = 0, method: str = "GET") -> urllib.request.Request:
    headers = {"User-Agent": "egv"} | ({"Range": f"bytes={start}-"} if start else {})
    # The callers let only http and https through.
    return urllib.request.Request(address, headers=headers, method=method)  # noqa: S310


def _open_request(request: urllib.request.Request, timeout_s: float) -> HTTPResponse:
    """Open a request and return the response. Raises OSError.

    The connection of a refusal (HTTPError) is closed.
    """
    try:
        answer: HTTPResponse = urllib.request.urlopen(  # noqa: S310  # see `_build_request`
            request, timeout=timeout_s
        )
    except urllib.error.HTTPError as error:
        error.close()
        raise
    return answer


def _call_with_timeout(address: str, ask: Callable[[], T]) -> T:
    """Call `ask`, and return its result if it arrives in time. Raises _UnreachableError."""
    answer: Future[T] = Future()

    def work() -> None:
        try:
            answer.set_result(ask())
        except (OSError, HTTPException, ValueError, EnvironmentFault) as error:
            answer.set_exception(error)

    Thread(target=work, daemon=True).start()
    try:
        return answer.result(timeout=PATIENCE_S)
    except (OSError, HTTPException, ValueError) as error:
        raise _UnreachableError(f"{address}: {describe_network_error(error)}") from None


def describe_network_error(error: Exception) -> str:
    """Describe why the network failed."""
    if isinstance(error, urllib.error.HTTPError):
        return f"the server answered {error.code} {error.reason}"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    reason: Any = getattr(error, "reason", None) or error
    if isinstance(reason, socket.gaierror):
        words = "its name is not known here"
    elif isinstance(reason, OSError) and reason.errno in CAUSES:
        words = name_cause(reason)
    else:  # in the words of a library, such as of a certificate
        words = str(reason) or type(error).__name__
    return f"cannot be reached ({words})"
