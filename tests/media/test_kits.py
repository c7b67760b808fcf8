"""What a kit draws, read off the finished video: the QR code, and the logo over a bumper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from egv.core.errors import UsageError
from egv.core.media.clip import Canvas
from egv.core.media.shape import find_safe_area
from egv.core.titles.card import plan_card_look
from egv.tools.draw.cards import make_card
from egv.tools.draw.qr import MODULE_PX, QUIET, draw_qr_code
from egv.tools.library.kits import load_kit
from tests.running import made

pytestmark = pytest.mark.media

URL = "https://intranet.acme.example/hr/questions?from=video"
KIT = f"""\
schema: egv/kit@1
name: test
logo:
  variants: {{a: {{file: a.png}}}}
  bug: {{hide_during: [outro, title-card], opacity: 1, fade: 0, height: 0.2}}
intro: {{clips: {{landscape: intro.mp4}}, transition: {{type: cut}}}}
outro: {{card: {{duration: 2}}, cta: {{text: "Questions?", url: "{URL}", qr: true}}}}
"""


def last_frame(path: Path) -> NDArray[np.uint8]:
    """The last picture of a video, blue, green and red."""
    with av.open(str(path)) as container:
        return pixels(list(container.decode(video=0))[-1])


def pixels(frame: av.VideoFrame) -> NDArray[np.uint8]:
    """The picture of one frame, blue, green and red."""
    return frame.to_ndarray(format="bgr24").astype(np.uint8)


def read(picture: NDArray[np.uint8]) -> tuple[str, float]:
    """What the QR code in `picture` says, and how wide its modules are together, px."""
    said, corners, _ = cv2.QRCodeDetector().detectAndDecode(picture)
    return said, float(np.ptp(corners[0][:, 0])) if corners is not None else 0.0


SHORT, LONG = ("Questions?",), ("A call to action of two lines, " * 2, "More")
FULL_HD = [(1920, 1080), (1080, 1920), (1080, 1080), (1080, 1350)]


@pytest.mark.parametrize(
    ("size", "lines"),
    [*((size, lines) for size in FULL_HD for lines in (SHORT, LONG)), ((640, 360), SHORT)],
)
def test_the_code_on_a_card_can_be_read_in_every_shape(
    size: tuple[int, int], lines: tuple[str, ...]
) -> None:
    kit = load_kit("acme")
    assert kit.spec.outro.card
    canvas = Canvas(*size, Fraction(25))
    look = plan_card_look(kit, kit.spec.outro, lines, canvas)
    assert look
    picture = last_frame(make_card(replace(look, qr=URL)))
    said, wide = read(picture)
    white = np.argwhere((picture > 235).all(axis=2))
    top, left = white.min(axis=0)

    assert said == URL
    assert wide >= 0.15 * min(size)
    assert top >= find_safe_area(canvas).y
    assert left >= find_safe_area(canvas).x


def test_a_code_keeps_its_quiet_zone_and_its_contrast() -> None:
    code = np.asarray(draw_qr_code(URL, 1080, 600).convert("L"))
    rows = np.argwhere((code < 128).any(axis=1))
    quiet = int(rows.min())
    finder = int(np.argwhere(code[quiet, quiet:] > 128).min())  # 7 modules wide

    assert set(np.unique(code)) == {0, 255}
    assert quiet == code.shape[0] - 1 - rows.max()
    assert quiet / QUIET == finder / 7 >= MODULE_PX


@pytest.mark.parametrize(("text", "room"), [("x" * 3000, 600), (URL, 90), (URL, -20)])
def test_a_code_that_could_not_be_read_is_refused(text: str, room: int) -> None:
    with pytest.raises(UsageError, match=r"cannot be made into a QR code .*; give a shorter url"):
        draw_qr_code(text, 1080, room)


def test_code_and_logo_are_seen_in_the_finished_video(
    clip: Callable[..., Path], tmp_path: Path
) -> None:
    coding = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
    source = clip("clip.mp4", "-f", "lavfi", "-i", "color=gray:s=640x360:r=25:d=1", *coding)
    home = tmp_path / "kit"
    home.mkdir()
    clip("intro.mp4", "-f", "lavfi", "-i", "color=blue:s=640x360:r=25:d=1", *coding).rename(
        home / "intro.mp4"
    )
    logo = Image.new("RGBA", (90, 60), (255, 0, 0, 255))
    logo.putpixel((0, 0), (0, 0, 0, 0))
    logo.save(home / "a.png")
    (home / "kit.yaml").write_text(KIT)
    result = made("brand", source, "-k", home, "--quality", "draft", "-o", f"{tmp_path}/out/")
    with av.open(result["output"]) as container:
        frames = [pixels(each) for each in container.decode(video=0)]
    corner = [frame[18:110, 500:608].mean(axis=(0, 1)) for frame in frames]

    assert read(frames[-1])[0] == URL
    assert corner[10][2] > corner[10][0] * 0.4
    assert corner[10][0] > corner[40][0] + 20
    assert corner[40][2] > corner[40][1] + 40
    assert corner[-1][2] < corner[40][2]
