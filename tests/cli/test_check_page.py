"""`egv check -o`: a page of egv is written anew, and a file of somebody else stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.running import egv

SHORT = ("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=1", "-pix_fmt", "yuv420p")


@pytest.mark.media
def test_only_a_page_of_egv_is_written_anew(
    clip: Callable[..., Path], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EGV_LANG", "en")
    source = clip("a.mp4", *SHORT)
    theirs = here / "theirs.html"
    theirs.write_text("<h1>mine</h1>")
    refused = egv("check", source, "-o", theirs)

    assert refused.code == 2
    assert "is not a checklist of egv; give another name" in " ".join(refused.err.split())
    assert theirs.read_text() == "<h1>mine</h1>"

    assert egv("check", source, "-o", "ours.html").code == 0
    assert egv("check", source, "-o", "ours.html").code == 0
