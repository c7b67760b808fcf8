"""Odd, broken and hostile clips (A of the torture matrix): refused in words, or made right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.torture.watching import QUICK, Row

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
Maker = Callable[..., Path]
PICTURE = ("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=2")
TONE = ("-f", "lavfi", "-i", "sine=440:d=2:r=48000")
CODED = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
SEED = (*PICTURE, *TONE, *CODED)


@dataclass(frozen=True)
class Input:
    """A way to make a clip, and what egv must end in and say of it."""

    make: Callable[[Maker, Path], None]
    ends: str
    says: str = ""


def cut(clip: Maker, path: Path) -> None:
    whole = clip("seed.mp4", *SEED).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


INPUTS = {
    "A1 the index is missing": Input(cut, "X3", "cut off .*index.*untrunc"),
}


@pytest.mark.parametrize("name", INPUTS)
def test_input(clip: Maker, row: Row, name: str) -> None:
    case, path = INPUTS[name], row.raw / "a.mp4"
    case.make(clip, path)

    row.run(*QUICK, path, ends=case.ends, says=case.says)
