"""Advice on a kit that works but could be better: its logo, its subtitles and its bumpers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction

from egv.core.ask import Ask, FaceAt, LoudnessOf, MediaAt, SizeOf
from egv.core.captions import caption_layout
from egv.core.card import logo_for
from egv.core.conform import sound_of
from egv.core.dress import bug_box
from egv.core.faces import Typeface
from egv.core.kit import Kit
from egv.core.kit_parts import BumperStyle, CaptionPosition, Sound
from egv.core.media import Canvas, Media
from egv.core.mistakes import KeyPath, Mistake
from egv.core.parts import dotted
from egv.core.shape import ASPECTS, Box, Shape, short_side
from egv.core.timing import Seconds, clock_text

RATE = Fraction(25)
ALIKE = Fraction(102, 100)  # nearer aspects show hardly any bars
LOUDER_LU = 3.0
BUMPERS = ("intro", "outro")


def advice(kit: Kit, ask: Ask, broken: Collection[KeyPath] = ()) -> Iterator[Mistake]:
    """Yield all advice on `kit`; assets at the keys in `broken` are skipped."""
    yield from _on_logo(kit, ask, broken)
    for word in BUMPERS:
        style: BumperStyle = getattr(kit.says, word)
        if style.enabled:
            yield from _on_lengths(word, style)
            for shape, clip in style.clips.items():
                at: KeyPath = (word, "clips", shape.value)
                if at not in broken:
                    media = ask(MediaAt(kit.home / clip))
                    yield from _on_clip(at, style, media, kit, ask)
    if kit.says.outro.cta.qr and (kit.says.outro.clips or not kit.says.outro.card):
        words = (
            "outro.cta.qr: the code is drawn on cards, and not on clips; leave clips out to show"
        )
        yield Mistake(("outro", "cta", "qr"), f"{words} it in every format", advice=True)
    subtitles = kit.says.subtitles
    if subtitles.outline.width and subtitles.box.opacity:
        words = "it is not drawn with a box; set subtitles.box.opacity to 0"
        yield _advised(("subtitles", "outline"), words)


def _canvas(kit: Kit, shape: Shape) -> Canvas:
    """Return the frame of the kit's format of this shape."""
    wanted = kit.says.format(shape.value)
    return Canvas(*wanted.size, RATE, wanted.safe)


def _on_logo(kit: Kit, ask: Ask, broken: Collection[KeyPath]) -> Iterator[Mistake]:
    logo = kit.says.logo
    if not (logo.bug.enabled and logo.variants):
        return
    small: dict[KeyPath, list[str]] = {}
    under: dict[KeyPath, list[str]] = {}
    coarse: dict[KeyPath, list[str]] = {}
    for shape in Shape:
        style = logo.bug.for_shape(shape)
        name = _variant(kit, style.variant)
        file: KeyPath = ("logo", "variants", name, "file")
        if name not in logo.variants or file in broken:
            continue
        canvas = _canvas(kit, shape)
        size = ask(SizeOf(kit.home / logo.variants[name].file))
        place = bug_box(canvas, logo, style, size)
        asked = style.height * short_side(canvas)
        if min(asked, place.box.height) < logo.min_height_px:
            drawn = min(round(asked), place.box.height)
            small.setdefault(_said(kit, shape, "height"), []).append(f"{drawn} px in {shape}")
        if kit.says.subtitles.burn and place.room.meets(_captions(kit, canvas, ask)):
            under.setdefault(_said(kit, shape, "position"), []).append(shape)
        if size[1] < place.box.height:
            coarse.setdefault(file, []).append(f"{place.box.height} px in {shape}")
    for at, shapes in small.items():
        words = f"the logo comes to {', '.join(shapes)}, below its min_height_px of"
        yield _advised(at, f"{words} {logo.min_height_px}; raise height, or lower min_height_px")
    for at, shapes in under.items():
        words = f"in {', '.join(shapes)} the logo stands where subtitles do, which give way"
        yield _advised(at, f"{words}; choose another position")
    for at, shapes in coarse.items():
        yield _advised(at, f"it is drawn higher than it is, {', '.join(shapes)}; save it larger")


def _variant(kit: Kit, word: str) -> str:
    """Return the name of the variant `word`; for `auto`, the variant used on dark pictures."""
    if word != "auto":
        return word
    chosen = logo_for(kit, word, 0.0)
    variants = kit.says.logo.variants
    return next(name for name, variant in variants.items() if kit.home / variant.file == chosen)


def _said(kit: Kit, shape: Shape, field: str) -> KeyPath:
    """Return the key at which the kit sets `field` of the corner logo in `shape`."""
    over = kit.says.logo.bug.per_format.get(shape)
    if over and getattr(over, field) is not None:
        return ("logo", "bug", "per_format", shape.value, field)
    return ("logo", "bug", field)


def _captions(kit: Kit, canvas: Canvas, ask: Ask) -> Box:
    """Return the rows that subtitles of the most allowed lines can take."""
    style = kit.says.subtitles
    faces = kit.typefaces.get(style.font, ())
    layout = caption_layout(canvas, style, Typeface(tuple(ask(FaceAt(path)) for path in faces)))
    height, area = round(layout.lines * layout.size + 2 * layout.padding), layout.area
    y = area.y if style.position is CaptionPosition.TOP else area.bottom - height
    return Box(area.x, y, area.width, height)


def _on_lengths(word: str, style: BumperStyle) -> Iterator[Mistake]:
    if style.card and style.card.duration > style.max_duration:
        said = _too_long(style.card.duration, style)
        yield _advised((word, "card", "duration"), f"{said}; make one of them fit the other")


def _on_clip(
    at: KeyPath, style: BumperStyle, media: Media, kit: Kit, ask: Ask
) -> Iterator[Mistake]:
    name, shape = media.path.name, Shape(str(at[-1]))
    if media.duration > style.max_duration:
        said = _too_long(float(media.duration), style)
        yield _advised(at, f"{name}: {said}; it is cut off there, shorten it")
    if media.video:
        wide, high = media.video.upright
        aspect, wanted = Fraction(wide, high), ASPECTS[shape]
        if max(aspect / wanted, wanted / aspect) > ALIKE:
            ratio = f"{wanted.numerator}:{wanted.denominator}"
            words = f"{name}: {wide}x{high} is not {ratio}; it gets bars, export it as {ratio}"
            yield _advised(at, words)
    if media.audio and style.audio is not Sound.MUTE:
        sound = sound_of(media, media.audio, max(1, int(media.duration * RATE)), RATE)
        measured = ask(LoudnessOf(sound, thorough=False)).integrated_lufs
        target = kit.says.audio.lufs
        if measured - target > LOUDER_LU:
            words = f"{name}: {measured:.1f} LUFS is louder than audio.lufs, {target:g}"
            yield _advised(at, f"{words}; it is turned down, mix it lower")


def _advised(at: KeyPath, words: str) -> Mistake:
    return Mistake(at, f"{dotted(at)}: {words}", advice=True)


def _too_long(seconds: float, style: BumperStyle) -> str:
    length, most = clock_text(Seconds(str(seconds))), clock_text(Seconds(str(style.max_duration)))
    return f"it lasts {length}, longer than max_duration, {most}"
