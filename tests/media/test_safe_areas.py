"""Nothing outside the safe area and nothing over another thing, in pixels that ffmpeg really drew.

Each format and each style of name plate shows short and long texts, Dutch and English, one after
another. Plates, subtitles and the logo are drawn alone too, so that what would hide is seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from egv.app.render.answers import Answers
from egv.app.render.command import write_overlay
from egv.core.delivery.deliver import deliver
from egv.core.delivery.kit_sample import LONG, SHORT, SampleTexts
from egv.core.graph.ffmpeg_command import OutputSpec, compile_outputs
from egv.core.graph.pads import Pad, apply_filter
from egv.core.kit.formats import find_format
from egv.core.kit.kit import Kit
from egv.core.kit.sections import FormatStyle
from egv.core.kit.text_styles import LowerThirdBacking
from egv.core.media.clip import Canvas, Clip, Cue, VideoStream
from egv.core.media.shape import Box, FrameShape, find_safe_area
from egv.core.media.timing import Seconds, Span
from egv.core.overlays.overlay import FONT_FOLDER
from egv.core.programme.edit import Edit, create_edit
from egv.core.programme.layers import Bug, LowerThird, Subtitles
from egv.core.programme.questions import LightUnder, Question, ShotsIn
from egv.core.titles.card import plan_card_look
from egv.tools.draw.cards import make_card
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.library.kits import load_kit
from tests.running import frames
from tests.variants import take_one_in

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]

Maker = Callable[..., Path]
Mask = NDArray[np.bool_]
SHAPES = {"landscape": (640, 360), "portrait": (360, 640), "square": (360, 360), "feed": (360, 450)}
SIZES = {**SHAPES, "reel": (360, 640)}
SAMPLES = [samples[language] for samples in (SHORT, LONG) for language in ("nl", "en")]
RATE, EACH = Fraction(8), 4  # Hz, and s that each sample is shown
STEP = 16  # frames: of each sample one in its first half is looked at, and one in its last
SEEN = 24  # of 255: less is the smoothing of letters, and of colours of half the size
RAW = {"f": "rawvideo", "pix_fmt": "rgb24", "fps_mode": "passthrough"}


def house(style: LowerThirdBacking = LowerThirdBacking.BAR) -> Kit:
    """The worked example, small, with name plates of this style."""
    kit = load_kit("acme")
    plate = kit.spec.lower_third.model_copy(update={"style": style})
    formats = {word: FormatStyle(size=size) for word, size in SIZES.items()}
    return replace(kit, spec=kit.spec.model_copy(update={"lower_third": plate, "formats": formats}))


def ask(question: Question[Any]) -> Any:
    """The ground is grey and never changes."""
    match question:
        case ShotsIn():
            return ()
        case LightUnder():
            return 0.5
        case _:
            return Answers()(question)


@pytest.fixture(scope="module")
def grounds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Clip]:
    """A grey clip in each format."""
    folder, length = tmp_path_factory.mktemp("grounds"), Seconds(EACH * len(SAMPLES))
    made = {}
    for word, (wide, high) in SIZES.items():
        path = folder / f"{word}.mp4"
        source = f"color=0x808080:s={wide}x{high}:r={RATE}:d={length}"
        coding = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
        runner.run_ffmpeg(("-f", "lavfi", "-i", source, *coding, str(path)), NO_CONTEXT)
        video = VideoStream(0, "h264", wide, high, "yuv420p", RATE, Seconds(0), length)
        made[word] = Clip(path, length, video, None)
    return made


def programme_on(ground: Clip) -> Edit:
    """All samples, one after another, with the logo."""
    edit = create_edit(ground)
    spans = [Span(Seconds(EACH * n), Seconds(EACH * (n + 1))) for n in range(len(SAMPLES))]
    cues = [Cue(span, sample.said) for span, sample in zip(spans, SAMPLES, strict=True)]
    edit = edit.with_cues(cues, "en").with_layer(Subtitles()).with_layer(Bug())
    for span, sample in zip(spans, SAMPLES, strict=True):
        edit = edit.with_layer(LowerThird(span.start, span.duration, who(sample)))
    return edit


def who(sample: SampleTexts) -> tuple[tuple[str, str], ...]:
    return (("name", sample.name), ("role", sample.role))


def drawn(ground: Clip, kit: Kit, word: str, folder: Path) -> dict[str, list[Mask]]:
    """Where something is seen in each frame looked at: of everything, and of each thing alone."""
    edit = programme_on(ground)
    [whole] = deliver(edit, kit, {}, ask, (word,))
    [logo] = deliver(replace(edit, cues=(), layers=(Bug(),)), kit, {}, ask, (word,))
    assert whole.overlay
    write_overlay(whole.overlay, folder)
    pads = {"all": whole.picture, "logo": logo.picture}
    texts = (folder / whole.overlay.name).read_text(encoding="utf-8").splitlines()
    for name, is_own in (
        ("subtitles", _is_caption),
        ("plates", lambda line: not _is_caption(line)),
    ):
        lines = [line for line in texts if not line.startswith("Dialogue") or is_own(line)]
        (folder / f"{name}.ass").write_text("\n".join(lines) + "\n", encoding="utf-8")
        pads[name] = apply_filter(edit.picture, "ass", filename=f"{name}.ass", fontsdir=FONT_FOLDER)
    files = {name: folder / f"{name}.rgb" for name in pads}
    outputs = [OutputSpec((_looked_at(pad),), str(files[name]), RAW) for name, pad in pads.items()]
    runner.run_ffmpeg(compile_outputs(outputs), NO_CONTEXT, within=folder)
    wide, high = SIZES[word]
    return {
        name: [
            np.abs(picture.astype(int) - 128).max(axis=2) > SEEN
            for picture in np.fromfile(path, np.uint8).reshape(-1, high, wide, 3)
        ]
        for name, path in files.items()
    }


def _is_caption(line: str) -> bool:
    return ",Caption," in line


def _looked_at(pad: Pad) -> Pad:
    """A frame of each half of a sample, from its middle."""
    return apply_filter(apply_filter(pad, "trim", start_frame=STEP // 2), "framestep", step=STEP)


def outside(mask: Mask, safe: Box) -> int:
    """How many pixels of `mask` lie outside `safe`, which shared colours widen by one."""
    inside = np.zeros_like(mask)
    inside[safe.y - 1 : safe.bottom + 1, safe.x - 1 : safe.right + 1] = True
    return int((mask & ~inside).sum())


@pytest.mark.parametrize(
    ("word", "style"),
    [*take_one_in(4, product(SHAPES, LowerThirdBacking)), ("reel", LowerThirdBacking.BAR)],
)
def test_texts_and_logo_stay_in_the_safe_area_and_clear_of_one_another(
    grounds: dict[str, Clip], tmp_path: Path, word: str, style: LowerThirdBacking
) -> None:
    kit = house(style)
    seen = drawn(grounds[word], kit, word, tmp_path)
    safe = find_safe_area(Canvas(*SIZES[word], RATE, find_format(word, {}).safe))
    parts = ("plates", "subtitles", "logo")

    assert {len(masks) for masks in seen.values()} == {2 * len(SAMPLES)}
    for number in range(2 * len(SAMPLES)):
        alone = {name: seen[name][number] for name in parts}
        together = np.logical_or.reduce(list(alone.values()))
        assert all(mask.sum() > 50 for mask in alone.values())
        for name, mask in alone.items():
            assert outside(mask, safe) == 0, (name, number)
        for one, other in combinations(parts, 2):
            assert not (alone[one] & alone[other]).any(), (one, other, number)
        assert (together ^ seen["all"][number]).mean() < 0.001  # the parts are the whole


@pytest.mark.parametrize("shape", FrameShape)
def test_cards_stay_in_the_safe_area_with_room_round_the_logo(shape: FrameShape) -> None:
    kit = house()
    canvas = Canvas(*SIZES[shape.value], RATE)
    assert kit.spec.intro.card
    for sample in SAMPLES:
        lines = (sample.title, sample.department)
        look = plan_card_look(kit, kit.spec.intro, lines, canvas)
        assert look
        picture = frames(make_card(replace(look, shade=None)))[-1][1].astype(int)
        ground = np.array(look.background.rgb)
        mask = np.abs(picture - ground).max(axis=2) > 48  # the encoder rings a little
        rows = np.flatnonzero(np.diff(np.concatenate([[0], mask.any(axis=1).astype(int), [0]])))
        (top, bottom), (below, _), *texts = rows.reshape(-1, 2)

        assert outside(mask, find_safe_area(canvas)) == 0
        assert below - bottom >= 0.25 * (bottom - top)
        assert len(texts) >= 2  # a headline and a line, neither touching the other
