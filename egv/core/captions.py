"""Subtitle layout for one frame: lines that fit its width, and cues that fit its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from egv.core.faces import Typeface
from egv.core.kit_parts import SubtitleStyle
from egv.core.lines import wrapped
from egv.core.media import Canvas, Cue, Word
from egv.core.segments import segments
from egv.core.shape import Box, Shape, safe_area, shape_of, short_side
from egv.core.timing import Seconds, Span, at_frame, clock_text

# Characters per line and lines per cue: 42 and 2 after Netflix and BBC; upright frames take
# narrower and more lines (BBC Subtitle Guidelines: 37 characters in 16:9 are 25 in 9:16).
CHARS = {Shape.LANDSCAPE: 42, Shape.SQUARE: 32, Shape.FEED: 32, Shape.PORTRAIT: 25}
LINES = {Shape.LANDSCAPE: 2, Shape.SQUARE: 2, Shape.FEED: 2, Shape.PORTRAIT: 3}
SIZES = {Shape.LANDSCAPE: 0.06, Shape.SQUARE: 0.06, Shape.FEED: 0.06, Shape.PORTRAIT: 0.07}
HIGHEST = 0.5  # share of the safe height that a cue given by hand may fill


@dataclass(frozen=True, slots=True)
class CaptionLayout:
    """The setting of subtitles on one frame; lengths in px, `size` is the height of a line."""

    typeface: Typeface
    size: float
    padding: float
    width: float
    chars: int
    lines: int
    area: Box

    def fits(self, line: str) -> bool:
        """True where `line` is short enough; a single word may have more characters than a line."""
        short = len(line) <= self.chars or " " not in line
        return short and self.is_inside(line)

    def is_inside(self, line: str) -> bool:
        """True where `line` can be drawn inside the frame, whatever its number of characters."""
        return self.typeface.width(line, self.size) <= self.width

    def box(self, text: str) -> Box:
        """Place the box that holds the lines of `text`, at the bottom of the area."""
        lines = text.split("\n")
        width = max(self.typeface.width(line, self.size) for line in lines) + 2 * self.padding
        height = len(lines) * self.size + 2 * self.padding
        x = self.area.x + round((self.area.width - width) / 2)
        return Box(x, self.area.bottom - round(height), round(width), round(height))


def caption_layout(canvas: Canvas, style: SubtitleStyle, typeface: Typeface) -> CaptionLayout:
    """Plan the setting of subtitles in `style` on `canvas`."""
    shape, area = shape_of(canvas), safe_area(canvas)
    size = (style.size or SIZES[shape]) * short_side(canvas)
    padding = style.box.padding * size
    return CaptionLayout(
        typeface=typeface,
        size=size,
        padding=padding,
        width=area.width - 2 * padding,
        chars=style.max_chars or CHARS[shape],
        lines=style.max_lines or LINES[shape],
        area=area,
    )


def laid_out(cues: Sequence[Cue], layout: CaptionLayout, canvas: Canvas) -> tuple[Cue, ...]:
    """Break the lines of `cues` for the frame, and split cues that are too long for it.

    Line breaks made by a person stay where they fit.
    """
    return tuple(
        Cue(on_frames(part.span, canvas), text, part.words)
        for cue in cues
        for part in _parts(cue, layout, 1 / canvas.frame_rate)
        if (text := _set(part.text, layout))
    )


def drawn_as_given(cues: Sequence[Cue], layout: CaptionLayout, canvas: Canvas) -> tuple[Cue, ...]:
    """Lay out `cues` that a person made, changing only what could not be drawn.

    A line wider than the frame is broken; a cue that would fill the frame is shown in parts; texts
    shown at once stand one above the other.
    """
    drawn: list[Cue] = []
    for cue in _stacked(cues):
        text = "\n".join(line for own in lines_of(cue.text) for line in _inside(own, layout))
        if layout.box(text).height > HIGHEST * layout.area.height:
            drawn += laid_out((cue,), layout, canvas)
        else:
            drawn.append(Cue(on_frames(cue.span, canvas), text))
    return tuple(drawn)


def crowded(cues: Sequence[Cue], layout: CaptionLayout) -> Iterator[str]:
    """Describe each cue of `cues` (not yet laid out) that is too long, with its time."""
    for cue in cues:
        at, lines = f"the subtitle at {clock_text(cue.span.start)}", lines_of(cue.text)
        if len(lines) > layout.lines:
            yield f"{at} has {len(lines)} lines, more than {layout.lines}"
        if not all(map(layout.fits, lines)):
            longest = max(map(len, lines))
            yield f"{at} has a line of {longest} characters, more than {layout.chars} or the frame"


def on_frames(span: Span, canvas: Canvas) -> Span:
    """Snap `span` to whole frames, at least one, so that no text is lost."""
    start, end = (at_frame(at, canvas.frame_rate) for at in (span.start, span.end))
    return Span(start, max(end, start + 1 / canvas.frame_rate))


def lines_of(text: str) -> tuple[str, ...]:
    """Split `text` into its non-empty lines."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def spread(text: str, span: Span) -> tuple[Word, ...]:
    """Time the words of `text` over `span`, each by its share of the characters."""
    words = text.split()
    total = sum(len(word) + 1 for word in words)
    spread_words, done = [], 0
    for word in words:
        start = span.start + span.duration * Seconds(done, total)
        done += len(word) + 1
        spread_words.append(
            Word(Span(start, span.start + span.duration * Seconds(done, total)), word)
        )
    return tuple(spread_words)


def _set(text: str, layout: CaptionLayout) -> str:
    own = lines_of(text)
    if len(own) <= layout.lines and all(map(layout.fits, own)):
        return "\n".join(own)
    return "\n".join(wrapped(text, layout.fits, layout.lines) or own)


def _parts(cue: Cue, layout: CaptionLayout, frame: Seconds) -> Iterator[Cue]:
    """Split `cue` into as few cues as possible; keep it whole where it is too short for all."""
    own = lines_of(cue.text)
    if len(own) <= layout.lines and all(map(layout.fits, own)):
        yield cue
        return
    words = _breakable_words(cue.words or spread(cue.text, cue.span), layout)
    parts = []
    for first, end in segments(words, layout):
        span = Span(
            cue.span.start if first == 0 else words[first].span.start,
            cue.span.end if end == len(words) else words[end - 1].span.end,
        )
        parts.append(Cue(span, " ".join(word.text for word in words[first:end]), words[first:end]))
    yield from parts if all(part.span.duration >= frame for part in parts) else (cue,)


def _breakable_words(words: Sequence[Word], layout: CaptionLayout) -> tuple[Word, ...]:
    """Split words too long for any line into pieces, each with its share of the time."""
    return tuple(
        piece
        for word in words
        for piece in (
            (word,)
            if layout.is_inside(word.text)
            else spread(" ".join(_pieces(word.text, layout)), word.span)
        )
    )


def _pieces(word: str, layout: CaptionLayout) -> Iterator[str]:
    """Split `word` into pieces that can be drawn inside the frame."""
    piece = ""
    for mark in word:
        if piece and not layout.is_inside(piece + mark):
            yield piece
            piece = ""
        piece += mark
    yield piece


def _inside(line: str, layout: CaptionLayout) -> tuple[str, ...]:
    """Break `line` into as few lines as can be drawn inside the frame."""
    if layout.is_inside(line):
        return (line,)
    words = " ".join(piece for word in line.split() for piece in _pieces(word, layout))
    return wrapped(words, layout.is_inside, len(words.split())) or (line,)


def _stacked(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Yield `cues` in order; texts shown at the same time become one cue, one under the other."""
    if all(one.span.end <= other.span.start for one, other in pairwise(cues)):
        yield from cues
        return
    moments = sorted({at for cue in cues for at in (cue.span.start, cue.span.end)})
    for span in (Span(start, end) for start, end in pairwise(moments)):
        if texts := [cue.text for cue in cues if cue.span.overlap(span)]:
            yield Cue(span, "\n".join(texts))
