"""Single frames with texts, drawn by what draws videos, and measures of what is seen on them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from numpy.typing import NDArray
from PIL import Image

from egv.app.render.answers import Answers
from egv.app.render.command import write_overlay
from egv.core.delivery.deliver import deliver
from egv.core.kit.kit import Kit
from egv.core.kit.sections import FormatStyle
from egv.core.kit.text_styles import SubtitleStyle
from egv.core.media.clip import Clip, Cue, VideoStream
from egv.core.media.timing import Seconds, Span
from egv.core.picture.camera import Focus
from egv.core.programme.edit import Edit, create_edit
from egv.core.programme.layers import LowerThird, Subtitles, Watermark
from egv.core.programme.questions import FocusOf, LightUnder, Question, ShotsIn
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.library.kits import load_kit

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
LENGTH = 8  # s
STILL = 2.5  # s: all texts stand still
MARKER = "FF00FF"  # letters in this colour, in a second drawing, show where letters are
SOLID, NONE = 0.9, 0.03  # share of a pixel that a letter covers


@dataclass(frozen=True, slots=True)
class Said:
    """Texts of a frame: what is spoken, and the lines of a name plate."""

    spoken: str
    name: str
    role: str
    department: str = ""


def kit_in(name: str, preset: str, sizes: Mapping[str, tuple[int, int]], **plate: Any) -> Kit:
    """The kit `name` with this preset of subtitles and nothing else said of them."""
    kit = load_kit(name)
    spec = kit.spec.model_copy(
        update={
            "subtitles": SubtitleStyle.model_validate({"preset": preset}),
            "lower_third": kit.spec.lower_third.model_copy(update=plate),
            "formats": {word: FormatStyle(size=size) for word, size in sizes.items()},
        }
    )
    return replace(kit, spec=spec)


def with_font(kit: Kit, font: Path) -> Kit:
    """`kit` with one more font, for letters that its own lack."""
    faces = {role: (*paths, font) for role, paths in kit.typefaces.items()}
    return replace(kit, typefaces=faces)


def build_programme(ground: Path, said: Said, mark: Watermark | None = None) -> Edit:
    """A programme on the still `ground`, which shows all that is `said` at once."""
    with Image.open(ground) as picture:
        wide, high = picture.size
    video = VideoStream(0, "png", wide, high, "rgb24", Fraction(25), Seconds(0), Seconds(LENGTH))
    edit = create_edit(Clip(ground, Seconds(LENGTH), video, None))
    whole = Span(Seconds(0), edit.duration)
    if said.spoken:
        edit = edit.with_cues((Cue(whole, said.spoken),), "en").with_layer(Subtitles())
    if said.name:
        who = (("name", said.name), ("role", said.role), ("department", said.department))
        edit = edit.with_layer(LowerThird(whole.start, whole.duration, who))
    return edit.with_layer(mark) if mark else edit


def answer_as(light: float) -> Any:
    """Answers about a picture of one `light`, 0 to 1, in which nobody is seen."""

    def ask(question: Question[Any]) -> Any:
        match question:
            case ShotsIn():
                return ()
            case FocusOf():
                return Focus()
            case LightUnder():
                return light
            case _:
                return Answers()(question)

    return ask


def write_texts(edit: Edit, kit: Kit, word: str, light: float, folder: Path) -> tuple[str, ...]:
    """Write the ASS files of `edit` in the format `word` to `folder`, and return their names."""
    [planned] = deliver(edit, kit, {}, answer_as(light), (word,))
    for overlay in planned.overlays:
        write_overlay(overlay, folder)
    return tuple(overlay.name for overlay in planned.overlays)


def draw(ground: Path, variants: Sequence[Sequence[str]], at: float = STILL) -> list[Picture]:
    """Draw each of `variants`, names of ASS files beside `ground`, on it, as they are `at` s."""
    folder, out = ground.parent, ground.parent / "drawn.rgb"
    count = len(variants)
    names = "".join(f"[g{n}]" for n in range(count))
    parts = [f"[0]format=rgb24,setpts=PTS+{at}/TB,split={count}{names}"]
    for n, files in enumerate(variants):
        chain = ",".join(f"ass=filename={name}:fontsdir=fonts" for name in files) or "null"
        parts.append(f"[g{n}]{chain}[d{n}]")
    stack = "".join(f"[d{n}]" for n in range(count))
    parts.append(f"{stack}vstack=inputs={count}[out]" if count > 1 else f"{stack}null[out]")
    words = ("-i", str(ground), "-filter_complex", ";".join(parts), "-map", "[out]")
    raw = ("-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-y", str(out))
    runner.run_ffmpeg((*words, *raw), NO_CONTEXT, within=folder)
    with Image.open(ground) as picture:
        wide, high = picture.size
    return [*np.fromfile(out, np.uint8).reshape(count, high, wide, 3)]


def recolour_letters(folder: Path, name: str) -> str:
    """Write the ASS file `name` with its letters in another colour, and return its name."""
    text = (folder / name).read_text(encoding="utf-8")
    style = re.compile(r"^(Style: (?:[^,]*,){3}&H..)[0-9A-F]{6}", re.MULTILINE)
    (folder / f"marked-{name}").write_text(style.sub(rf"\g<1>{MARKER}", text), encoding="utf-8")
    return f"marked-{name}"


def keep_events(folder: Path, name: str, style: str) -> str:
    """Write the ASS file `name` with the events of one kind of style only; return its name."""
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("Dialogue") or f",{style}" in line]
    (folder / f"{style}-{name}").write_text("\n".join(kept) + "\n", encoding="utf-8")
    return f"{style}-{name}"


def measure_letter_contrasts(drawn: Picture, marked: Picture) -> NDArray[np.float64]:
    """Measure the contrast of every letter's edge with the pixels beside it.

    `marked` is the same frame with its letters in another colour.
    """
    moved = np.abs(marked.astype(int) - drawn).max(axis=2)
    rows, columns = np.flatnonzero(moved.any(axis=1)), np.flatnonzero(moved.any(axis=0))
    part = slice(max(0, rows[0] - 3), rows[-1] + 4), slice(max(0, columns[0] - 3), columns[-1] + 4)
    cover, light = moved[part] / moved.max(), _measure_luminance(drawn[part])
    solid, free = cover > SOLID, cover < NONE
    found = []
    for dy, dx in product(range(-2, 3), repeat=2):
        near = np.roll(solid, (dy, dx), axis=(0, 1)) & free
        letters, beside = np.roll(light, (dy, dx), axis=(0, 1))[near], light[near]
        found.append((np.maximum(letters, beside) + 0.05) / (np.minimum(letters, beside) + 0.05))
    return np.concatenate(found)


def _measure_luminance(picture: Picture) -> NDArray[np.float64]:
    share = picture / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear.dot([0.2126, 0.7152, 0.0722]))


def write_stripes(size: tuple[int, int], place: Path) -> None:
    """Write the worst ground: stripes of white, black and grey, and of full colours."""
    colours = np.array(
        [[255, 255, 255], [0, 0, 0], [128, 128, 128], [255, 230, 0], [0, 60, 200]], np.uint8
    )
    wide, high = size
    y, x = np.mgrid[0:high, 0:wide]
    Image.fromarray(colours[((x + y) // 24) % len(colours)]).save(place)


def write_arabic_font(place: Path) -> None:
    """Write a font with a block for each Arabic letter: no machine need have one."""
    marks = [0x20, *range(0x621, 0x64B)]
    names = [".notdef", *(f"u{mark:04X}" for mark in marks)]
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(dict(zip(marks, names[1:], strict=True)))
    outlines = {}
    for number, name in enumerate(names):
        pen = T2CharStringPen(500, None)
        if name != "u0020":
            top = 300 + 40 * (number % 10)
            pen.moveTo((60, 0))
            for point in ((440, 0), (440, top), (60, top)):
                pen.lineTo(point)
            pen.closePath()
        outlines[name] = pen.getCharString()
    builder.setupCFF("BlockArabic", {}, outlines, {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 60)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Block Arabic", "styleName": "Regular"})
    builder.setupOS2(usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.save(place)
