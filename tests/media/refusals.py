"""Lines that must fail in one sentence and leave nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.running import egv


def refused(out: Path, *words: object) -> tuple[int, str, str]:
    """The exit code, kind and message of a line that fails, and nothing is left of it."""
    ran = egv(*words, "-o", f"{out}/", "--json")
    entries = ran.json["outputs"]
    error = entries[0]["error"] if entries else ran.json["error"]
    left = [path for path in out.rglob("*") if path.is_file()] if out.exists() else []

    assert "Traceback" not in ran.err
    assert not left
    return ran.code, str(error["kind"]), str(error["message"])


def told(message: str) -> str:
    """`message`, which must be one line that goes on to say what to do, and no exception's."""
    assert len(message.splitlines()) == 1
    assert "; " in message
    assert "bug in egv" not in message
    assert "Error" not in message
    return message


def make_quiet_clip(clip: Callable[..., Path]) -> Path:
    """A clip in which nobody speaks."""
    picture = ("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=2")
    return clip(
        "clip.mp4", *picture, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"
    )
