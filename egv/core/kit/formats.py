"""The output formats: their sizes, how a picture fills them, and their safe margins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from egv.core.kit.channels import find_channel
from egv.core.kit.sections import FormatStyle
from egv.core.media.shape import FrameShape, Margins
from egv.core.picture.crop import Fit
from egv.core.text.wording import find_nearest_word

SOURCE = "source"  # the clip's own shape, size and rate
SHORT_SIDE = 1080  # px: of a format given only by its aspect

# As the platforms accept them (checked in November 2026).
BUILT_IN: Mapping[str, tuple[tuple[int, int], Fit]] = {
    FrameShape.LANDSCAPE.value: ((1920, 1080), Fit.BLUR),
    FrameShape.PORTRAIT.value: ((1080, 1920), Fit.CROP),
    FrameShape.SQUARE.value: ((1080, 1080), Fit.CROP),
    FrameShape.FEED.value: ((1080, 1350), Fit.CROP),
}
# What people say for a shape: the place where they post, or its sides.
WORDS: Mapping[str, tuple[str, ...]] = {
    FrameShape.LANDSCAPE.value: ("16:9", "youtube", "horizontal"),
    FrameShape.PORTRAIT.value: (
        "9:16", "reel", "reels", "tiktok", "story", "stories", "short", "shorts", "vertical",
    ),
    FrameShape.SQUARE.value: ("1:1",),
    FrameShape.FEED.value: ("4:5", "linkedin", "instagram"),
}  # fmt: skip
_SHAPES = {word: shape for shape, words in WORDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class VideoFormat:
    """A format ready for use. `safe` is None where the margins of its shape apply.

    With `kit_chose_fit` the `fit` is the kit's; else egv may choose a better one for a picture.
    """

    name: str
    size: tuple[int, int]
    fit: Fit
    safe: Margins | None = None
    kit_chose_fit: bool = False


def list_format_names(styles: Mapping[str, FormatStyle]) -> tuple[str, ...]:
    """List the names of all formats: the built-in ones and those of a kit."""
    return tuple(dict.fromkeys((*BUILT_IN, *styles)))


def list_format_words(name: str) -> tuple[str, ...]:
    """List the other words for the built-in format `name`, such as `reel` for portrait."""
    return WORDS.get(name, ())


def find_shape_word(word: str) -> str:
    """Find the built-in format that `word` is a name or another word for; "" for none.

    Capitals make no difference, as in `LinkedIn`.
    """
    plain = word.lower()
    return plain if plain in BUILT_IN else _SHAPES.get(plain, "")


def is_format(word: str, names: Iterable[str]) -> bool:
    """True where a video can be made as `word`: one of `names`, or a word for a shape."""
    return word == SOURCE or word in names or bool(find_shape_word(word))


def find_nearest_format(word: str, names: Iterable[str]) -> str:
    """Find the format, or the word for one, that `word` is most like; "" for none."""
    return find_nearest_word(word.lower(), (SOURCE, *names, *BUILT_IN, *_SHAPES))


def explain_unknown_format(word: str, names: Iterable[str]) -> str:
    """Explain that `word` is no format, with the nearest word, if any, and all of them.

    `names` are the formats of a kit, the built-in ones among them.
    """
    known = dict.fromkeys((SOURCE, *names, *BUILT_IN))
    meant = find_nearest_format(word, names)
    near = f"; did you mean '{meant}'?" if meant else ""
    also = ", ".join(_SHAPES)
    return (
        f"there is no such format{near or ';'}{' The formats are' if near else ' choose from'}"
        f" {', '.join(known)}; also {also}"
    )


def to_format_file_word(word: str) -> str:
    """Convert the format `word` to one that a file name can hold: `9x16` for `9:16`."""
    return word.replace(":", "x")


def find_format(word: str, styles: Mapping[str, FormatStyle]) -> VideoFormat:
    """Find the format `word` with a kit's `styles` applied. Raises KeyError for an unknown one.

    A word for a shape, such as `reel`, is that shape in the kit's style, clear of the buttons of
    the channel of this name; a kit that has a format of this very name is followed first.
    """
    shape = find_shape_word(word)
    style = styles.get(word, FormatStyle())
    if shape and shape != word:
        style = (styles.get(shape) or FormatStyle()).override_style(style)
    if shape:
        size, fit = BUILT_IN[shape]
    elif word in styles:
        size, fit = (0, 0), Fit.BLUR
    else:
        raise KeyError(word)
    if style.size:
        size = style.size
    elif style.aspect:
        size = _parse_aspect_size(style.aspect)
    channel = find_channel(word)
    return VideoFormat(
        word,
        size,
        style.fit or fit,
        style.safe or (channel.safe if channel else None),
        kit_chose_fit=style.fit is not None,
    )


def _parse_aspect_size(aspect: str) -> tuple[int, int]:
    """Return the size of an aspect such as `4:5`, both sides even."""
    wide, high = map(int, aspect.split(":"))
    share = Fraction(SHORT_SIDE, min(wide, high))
    return int(wide * share) // 2 * 2, int(high * share) // 2 * 2
