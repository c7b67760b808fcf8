"""Eyes and mouths of real clips, marked by hand, are as filmed in the video that was made."""

from pathlib import Path
from shutil import copytree

import numpy as np
import pytest

from tests.conftest import SHARED
from tests.core.overlays.marked_faces import BACKLIT, SQUARE, load_marked_clip
from tests.core.overlays.test_nothing_on_a_face import TEXT, dressed, placement
from tests.places import ROOT
from tests.running import frames, made

pytestmark = [pytest.mark.real, pytest.mark.usefixtures("shared_cache")]

CHANGED = 60  # of 255: what is drawn changes a picture by more, an encode by less
SIZES = {"portrait": "[360, 640]", "landscape": "[640, 360]"}


def copy_kit(folder: Path) -> Path:
    """Copy the worked example to `folder`, in small sizes."""
    copytree(ROOT / "brand_kits" / "acme", folder / "kit")
    path = folder / "kit" / "kit.yaml"
    sizes = "".join(f"  {word}: {{size: {size}}}\n" for word, size in SIZES.items())
    path.write_text(f"{path.read_text('utf-8')}\nformats:\n{sizes}", "utf-8")
    return path


@pytest.mark.parametrize(("name", "shape"), [(SQUARE, "portrait"), (BACKLIT, "landscape")])
def test_eyes_and_mouth_are_as_filmed_in_every_marked_frame(
    name: str, shape: str, tmp_path: Path
) -> None:
    source, said = SHARED / f"{name}.mp4", tmp_path / "said.srt"
    said.write_text(f"1\n00:00:00,000 --> 00:00:09,000\n{TEXT}\n", "utf-8")
    line = (source, "-k", copy_kit(tmp_path), "--format", shape)
    plate = ("lower-third", "--name", "Maria Jansen", "--role", "Engineer", "--start", "0")
    bare, full = tmp_path / "bare.mp4", tmp_path / "full.mp4"
    made("reframe", *line, "-o", bare)
    made("brand", "--no-intro", "--no-outro", "subtitle", "--from", said, *plate, *line, "-o", full)
    pairs = list(zip(frames(bare), frames(full), strict=True))
    clip = load_marked_clip(name)
    where = placement(dressed(clip, "acme", shape))

    assert clip.marks
    for at, part in clip.marks:
        (_, filmed), (_, shown) = min(pairs, key=lambda pair: abs(pair[0][0] - at))
        drawn = np.abs(filmed.astype(int) - shown.astype(int)).max(axis=2) > CHANGED
        high, wide = drawn.shape
        left, top, right, bottom = where.place_on_frame(part, at)
        marked = drawn[
            int(top * high) : round(bottom * high), int(left * wide) : round(right * wide)
        ]
        assert drawn.mean() > 0.02
        assert marked.mean() < 0.002
