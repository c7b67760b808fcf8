"""A preview shows what the run will make, writes only its own files, and is remembered nowhere."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.running import egv, frames, made, samples

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
Maker = Callable[..., Path]


@pytest.fixture
def source(clip: Maker) -> Path:
    return clip(
        "raw/a.mp4", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=12", "-f", "lavfi", "-i",
        "sine=440:d=12", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac",
    )  # fmt: skip


LINE = ("-k", "acme", "--skip", "subtitle", "--skip", "trim", "--set", "title=Hello")


def test_a_sample_holds_the_pictures_of_the_run_in_small(source: Path, tmp_path: Path) -> None:
    plate = ("lower-third", "--name", "Maria")
    whole = made("run", source, *LINE, *plate, "--quality", "draft", "-o", tmp_path / "out/")
    result = made("preview", source, *LINE, *plate, "-o", tmp_path / "pv/")
    run, small = frames(Path(whole["output"])), frames(Path(result["output"]))
    skipped = 75 - 60  # the intro lasts 75 frames before the programme, of which two seconds stay

    assert result["duration"] == 10
    assert len(small) == 300
    assert samples(Path(result["output"])).shape[1] == pytest.approx(480_000, abs=2048)
    for number in (0, 30, 75, 140, 299):
        one = Image.fromarray(run[number + skipped][1]).resize((640, 360), Image.Resampling.BOX)
        off = np.abs(np.asarray(one).astype(int) - small[number][1].astype(int)).mean()
        assert off < 8, number


def test_a_sheet_has_nine_stills_and_nothing_else_is_written(source: Path, tmp_path: Path) -> None:
    made("preview", source, *LINE, "-o", tmp_path / "pv/")
    again = egv("preview", source, *LINE, "-o", tmp_path / "pv/")
    with Image.open(tmp_path / "pv/a.preview.png") as sheet:
        pixels = np.asarray(sheet.convert("RGB"))
    card = pixels[100, 100]

    assert again.code == 0
    assert sorted(path.name for path in (tmp_path / "pv").iterdir()) == [
        ".egv", "a.preview.mp4", "a.preview.png",
    ]  # fmt: skip
    assert sorted(path.name for path in (tmp_path / "pv/.egv").iterdir()) == ["ledger.jsonl"]
    assert pixels.shape[1] == 3 * 480 + 4 * 16
    assert tuple(card) == pytest.approx((0x10, 0x34, 0x4F), abs=6)


def test_a_file_that_is_no_preview_is_left_alone(source: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "pv/a.preview.png"
    foreign.parent.mkdir()
    foreign.write_bytes(b"mine")
    ran = egv("preview", source, *LINE, "-o", tmp_path / "pv/", "--json")

    assert ran.code == 2
    assert ran.json["error"]["kind"] == "conflict"
    assert foreign.read_bytes() == b"mine"


def test_a_dry_run_writes_nothing(source: Path, tmp_path: Path) -> None:
    result = made("preview", source, *LINE, "-o", tmp_path / "pv/", "-n")

    assert result["status"] == "planned"
    assert not (tmp_path / "pv").exists()
