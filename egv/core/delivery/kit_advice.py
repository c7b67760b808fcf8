"""Advice on a kit that works but could be better: its logo, its subtitles and its bumpers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction

from egv.core.cues.cue_layout import plan_caption_layout
from egv.core.graph.conform import conform_sound
from egv.core.kit.bumper_styles import BumperSound, BumperStyle
from egv.core.kit.kit import Kit
from egv.core.kit.text_styles import CaptionPosition
from egv.core.media.clip import Canvas, Clip
from egv.core.media.shape import ASPECTS, Box, FrameShape, find_short_side_px
from egv.core.media.timing import Seconds, format_clock
from egv.core.overlays.corner_logo import plan_bug_box
from egv.core.programme.questions import Ask, FontFaceAt, ImageSizeOf, LoudnessOf, MediaAt
from egv.core.text.faults import Fault, FaultSeverity, KeyPath, format_key_path
from egv.core.titles.card import choose_logo
from egv.core.titles.fonts import Typeface

RATE = Fraction(25)
ALIKE = Fraction(102, 100)  # nearer aspects show hardly any bars
LOUDER_LU = 3.0
BUMPERS = ("intro", "outro")


def advise_kit(kit: Kit, ask: Ask, broken: Collection[KeyPath] = ()) -> Iterator[Fault]:
    """Yield all advice on `kit`; assets at the keys in `broken` are skipped."""
    yield from _advise_logo(kit, ask, broken)
    for word in BUMPERS:
        style: BumperStyle = getattr(kit.spec, word)
        if style.enabled:
            yield from _advise_lengths(word, style)
            for shape, clip in style.clips.items():
                at: KeyPath = (word, "clips", shape.value)
                if at not in broken:
                    media = ask(MediaAt(kit.home / clip))
                    yield from _advise_clip(at, style, media, kit, ask)
    if kit.spec.outro.cta.qr and (kit.spec.outro.clips or not kit.spec.outro.card):
        words = (
            "outro.cta.qr: the code is drawn only on cards, not on clips; remove the clips to show"
            " it in every format"
        )
        yield Fault(("outro", "cta", "qr"), words, FaultSeverity.WARNING)
    subtitles = kit.spec.subtitles
    if subtitles.outline.width and subtitles.box.opacity:
        words = "the outline is not drawn when there is a box; set subtitles.box.opacity to 0"
        yield _build_advice(("subtitles", "outline"), words)


def _build_canvas(kit: Kit, shape: FrameShape) -> Canvas:
    """Return the frame of the kit's format of this shape."""
    wanted = kit.spec.find_format(shape.value)
    return Canvas(*wanted.size, RATE, wanted.safe)


def _advise_logo(kit: Kit, ask: Ask, broken: Collection[KeyPath]) -> Iterator[Fault]:
    logo = kit.spec.logo
    if not (logo.bug.enabled and logo.variants):
        return
    small: dict[KeyPath, list[str]] = {}
    under: dict[KeyPath, list[str]] = {}
    coarse: dict[KeyPath, list[str]] = {}
    for shape in FrameShape:
        style = logo.bug.resolve_shape(shape)
        name = _choose_variant(kit, style.variant)
        file: KeyPath = ("logo", "variants", name, "file")
        if name not in logo.variants or file in broken:
            continue
        canvas = _build_canvas(kit, shape)
        size = ask(ImageSizeOf(kit.home / logo.variants[name].file))
        place = plan_bug_box(canvas, logo, style, size)
        asked = style.height * find_short_side_px(canvas)
        if min(asked, place.box.height) < logo.min_height_px:
            drawn = min(round(asked), place.box.height)
            small.setdefault(_find_bug_key(kit, shape, "height"), []).append(
                f"{drawn} px in {shape}"
            )
        if kit.spec.subtitles.burn and place.room.is_overlapping(
            _measure_caption_area(kit, canvas, ask)
        ):
            under.setdefault(_find_bug_key(kit, shape, "position"), []).append(shape)
        if size[1] < place.box.height:
            coarse.setdefault(file, []).append(f"{place.box.height} px in {shape}")
    for at, shapes in small.items():
        words = (
            f"the logo is {', '.join(shapes)} high, less than its min_height_px of"
            f" {logo.min_height_px}; raise height, or lower min_height_px"
        )
        yield _build_advice(at, words)
    for at, shapes in under.items():
        words = f"in {', '.join(shapes)} the logo is in the place of the subtitles, so these move"
        yield _build_advice(at, f"{words}; choose another position")
    for at, shapes in coarse.items():
        yield _build_advice(at, f"the logo is enlarged to {', '.join(shapes)}; save it larger")


def _choose_variant(kit: Kit, word: str) -> str:
    """Return the name of the variant `word`; for `auto`, the variant used on dark pictures."""
    if word != "auto":
        return word
    chosen = choose_logo(kit, word, 0.0)
    variants = kit.spec.logo.variants
    return next(name for name, variant in variants.items() if kit.home / variant.file == chosen)


def _find_bug_key(kit: Kit, shape: FrameShape, field: str) -> KeyPath:
    """Return the key at which the kit sets `field` of the corner logo in `shape`."""
    over = kit.spec.logo.bug.per_format.get(shape)
    if over and getattr(over, field) is not None:
        return ("logo", "bug", "per_format", shape.value, field)
    return ("logo", "bug", field)


def _measure_caption_area(kit: Kit, canvas: Canvas, ask: Ask) -> Box:
    """Return the rows that subtitles of the most allowed lines can take."""
    style = kit.spec.subtitles
    faces = kit.typefaces.get(style.font, ())
    layout = plan_caption_layout(
        canvas, style, Typeface(tuple(ask(FontFaceAt(path)) for path in faces))
    )
    height, area = round(layout.lines * layout.size + 2 * layout.padding), layout.area
    y = area.y if style.position is CaptionPosition.TOP else area.bottom - height
    return Box(area.x, y, area.width, height)


def _advise_lengths(word: str, style: BumperStyle) -> Iterator[Fault]:
    if style.card and style.card.duration > style.max_duration:
        said = _describe_excess(style.card.duration, style)
        yield _build_advice((word, "card", "duration"), f"{said}; change one of the two")


def _advise_clip(
    at: KeyPath, style: BumperStyle, clip: Clip, kit: Kit, ask: Ask
) -> Iterator[Fault]:
    name, shape = clip.path.name, FrameShape(str(at[-1]))
    if clip.duration > style.max_duration:
        said = _describe_excess(float(clip.duration), style)
        yield _build_advice(at, f"{name}: {said}; it is cut off there, so shorten it")
    wide, high = clip.video.upright_size
    aspect, wanted = Fraction(wide, high), ASPECTS[shape]
    if max(aspect / wanted, wanted / aspect) > ALIKE:
        ratio = f"{wanted.numerator}:{wanted.denominator}"
        words = f"{name}: {wide}x{high} is not {ratio}; it gets bars, so export it as {ratio}"
        yield _build_advice(at, words)
    if clip.audio and style.audio is not BumperSound.MUTE:
        sound = conform_sound(clip, clip.audio, max(1, int(clip.duration * RATE)), RATE)
        measured = ask(LoudnessOf(sound, thorough=False)).integrated_lufs
        target = kit.spec.audio.lufs
        if measured - target > LOUDER_LU:
            words = f"{name}: {measured:.1f} LUFS is louder than audio.lufs, {target:g}"
            yield _build_advice(at, f"{words}; it is turned down, so mix it lower")


def _build_advice(at: KeyPath, words: str) -> Fault:
    return Fault(at, f"{format_key_path(at)}: {words}", FaultSeverity.WARNING)


def _describe_excess(seconds: float, style: BumperStyle) -> str:
    length, most = (
        format_clock(Seconds(str(seconds))),
        format_clock(Seconds(str(style.max_duration))),
    )
    return f"this lasts {length}, longer than max_duration ({most})"
