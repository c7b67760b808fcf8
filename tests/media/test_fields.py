"""Interlaced, film and whole pictures come out as they were filmed, however the file marks them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.running import egv, frames

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
Maker = Callable[..., Path]

MOVING = "testsrc2=s=160x96:d=2"
FIELDS = f"{MOVING}:r=50,interlace=scan=%s:lowpass=0"
FILM = f"{MOVING}:r=24000/1001,telecine=pattern=23"
AS_FIELDS = ("-flags", "+ildct+ilme")
TOP, NO_MARK = ",setparams=field_mode=tff", ",setparams=field_mode=prog"
# name: source, coding, rate that comes out, words of the note
KINDS: dict[str, tuple[str, tuple[str, ...], Fraction, str]] = {
    "top": (FIELDS % "tff", AS_FIELDS, Fraction(50), ""),
    "bottom": (
        FIELDS % "bff", (*AS_FIELDS, "-x264-params", "bff=1"), Fraction(50), "",
    ),
    "misordered": (FIELDS % "bff" + TOP, AS_FIELDS, Fraction(50), "wrong order"),
    "unmarked": (FIELDS % "tff" + NO_MARK, (), Fraction(50), "not marked as interlaced"),
    "whole": (f"{MOVING}:r=25{TOP}", AS_FIELDS, Fraction(25), "whole pictures"),
    "film": (FILM + TOP, AS_FIELDS, Fraction(24000, 1001), "a film"),
    "unmarked-film": (FILM + NO_MARK, (), Fraction(24000, 1001), "a film"),
    "mixed": (
        f"{FIELDS % 'tff'}[a];{MOVING}:r=25[b];[a][b]concat{TOP}", AS_FIELDS, Fraction(50),
        "some parts",
    ),
    "plain": (f"{MOVING}:r=25", (), Fraction(25), ""),
}  # fmt: skip


def measure_comb(path: Path) -> float:
    """The worst frame's misfit of neighbouring lines, as a share of that of every second line."""
    worst = 0.0
    for _, picture in frames(path)[2:-2]:
        rows = picture.astype(int).mean(axis=2)
        near = np.abs(2 * rows[1:-1] - rows[:-2] - rows[2:]).mean()
        worst = max(worst, near / np.abs(2 * rows[2:-2] - rows[:-4] - rows[4:]).mean())
    return worst


def test_each_kind_comes_out_as_it_was_filmed(clip: Maker, tmp_path: Path) -> None:
    coding = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "14", "-pix_fmt", "yuv420p")
    for name, (source, more, _, _) in KINDS.items():
        clip(f"in/{name}.mp4", "-f", "lavfi", "-i", source, *coding, *more)
    ran = egv("colour-correct", "--mode", "off", "--contrast", "1.0001", tmp_path / "in", "-o",
              tmp_path / "out", "--json")  # fmt: skip

    assert ran.code == 0, ran.out + ran.err
    notes = {Path(output["output"]).stem: output["notes"] for output in ran.json["outputs"]}
    for name, (_, _, rate, words) in KINDS.items():
        path = tmp_path / "out" / f"{name}.mp4"
        with av.open(str(path)) as container:
            assert container.streams.video[0].average_rate == rate, name
        assert measure_comb(path) < 0.8, name
        assert [words in note for note in notes[name]] == ([True] if words else []), name


@pytest.mark.real
def test_a_cameras_fields_are_seen_in_a_stream_that_cannot_be_searched() -> None:
    from egv.core.media.fields import Fields
    from egv.tools.clips.probe import probe
    from tests.conftest import SHARED

    video = probe(SHARED / "Sony camera (interlaced, AC-3).mts").video

    assert (video.fields, video.field_order) == (Fields.INTERLACED, "tff")
