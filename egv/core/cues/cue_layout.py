"""Subtitle layout for one frame: lines that fit its width, and cues that fit its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from egv.core.cues.cue_split import split_into_cues
from egv.core.kit.text_styles import SubtitleStyle
from egv.core.media.clip import Canvas, Cue, Word
from egv.core.media.shape import Box, FrameShape, find_safe_area, find_shape, find_short_side_px
from egv.core.media.spans import snap_span
from egv.core.media.timing import Seconds, Span, format_clock, snap_to_frame
from egv.core.titles.fonts import Typeface
from egv.core.titles.line_breaking import wrap_text

# Characters per line and lines per cue: 42 and 2 after Netflix and BBC; upright frames take
# narrower and more lines (BBC Subtitle Guidelines: 37 characters in 16:9 are 25 in 9:16).
CHARS = {
    FrameShape.LANDSCAPE: 42,
    FrameShape.SQUARE: 32,
    FrameShape.FEED: 32,
    FrameShape.PORTRAIT: 25,
}
LINES = {FrameShape.LANDSCAPE: 2, FrameShape.SQUARE: 2, FrameShape.FEED: 2, FrameShape.PORTRAIT: 3}
SIZES = {
    FrameShape.LANDSCAPE: 0.06,
    FrameShape.SQUARE: 0.06,
    FrameShape.FEED: 0.06,
    FrameShape.PORTRAIT: 0.07,
}
# Large type, for feeds that are watched on a telephone: a few words, readable at arm's length.
LARGE_CHARS = {**CHARS, FrameShape.SQUARE: 24, FrameShape.FEED: 24, FrameShape.PORTRAIT: 22}
LARGE_LINES = 2
LARGE_SIZES = {
    **SIZES,
    FrameShape.SQUARE: 0.08,
    FrameShape.FEED: 0.085,
    FrameShape.PORTRAIT: 0.085,
}
ABOVE = 0.5  # room above and below a text, of that beside it
NARROW = 0.65  # of the frame's width: in a narrower part the lines are those of an upright frame
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

    @property
    def row_padding(self) -> float:
        """The room above and below a text, px; `padding` is the room beside it."""
        return ABOVE * self.padding

    @property
    def height(self) -> int:
        """The height of subtitles with all their lines, px."""
        return round(self.lines * self.size + 2 * self.row_padding)

    def can_hold_line(self, line: str) -> bool:
        """True where `line` is short enough; a single word may have more characters than a line."""
        short = len(line) <= self.chars or " " not in line
        return short and self.can_draw_line(line)

    def can_draw_line(self, line: str) -> bool:
        """True where `line` can be drawn inside the frame, whatever its number of characters."""
        return self.typeface.measure_width(line, self.size) <= self.width

    def measure_line_box(self, line: str) -> float:
        """Measure the width, px, of the box behind `line`."""
        return self.typeface.measure_width(line, self.size) + 2 * self.padding

    def place_text_box(self, text: str) -> Box:
        """Place the box that holds the lines of `text`, at the bottom of the area."""
        lines = text.split("\n")
        width = max(map(self.measure_line_box, lines))
        height = len(lines) * self.size + 2 * self.row_padding
        x = self.area.x + round((self.area.width - width) / 2)
        return Box(x, self.area.bottom - round(height), round(width), round(height))


def plan_caption_layout(
    canvas: Canvas, style: SubtitleStyle, typeface: Typeface, part: Box | None = None
) -> CaptionLayout:
    """Plan the setting of subtitles in `style` on `canvas`: in its safe area, or in a `part`."""
    area = part or find_safe_area(canvas)
    shape = FrameShape.PORTRAIT if _is_narrow(area, canvas) else find_shape(canvas)
    size, padding = _find_letter_size(canvas, style)
    return CaptionLayout(
        typeface=typeface,
        size=size,
        padding=padding,
        width=area.width - 2 * padding,
        chars=style.max_chars or (LARGE_CHARS if style.large else CHARS)[shape],
        lines=_count_lines(style, shape),
        area=area,
    )


def find_caption_height(canvas: Canvas, style: SubtitleStyle) -> int:
    """Find the height of subtitles in `style` with all their lines on `canvas`, px."""
    size, padding = _find_letter_size(canvas, style)
    return round(_count_lines(style, find_shape(canvas)) * size + 2 * ABOVE * padding)


def _count_lines(style: SubtitleStyle, shape: FrameShape) -> int:
    return style.max_lines or (LARGE_LINES if style.large else LINES[shape])


def _find_letter_size(canvas: Canvas, style: SubtitleStyle) -> tuple[float, float]:
    """Find the height of a line, and the padding around the lines, px."""
    sizes = LARGE_SIZES if style.large else SIZES
    size = (style.size or sizes[find_shape(canvas)]) * find_short_side_px(canvas)
    return size, style.box.padding * size


def _is_narrow(area: Box, canvas: Canvas) -> bool:
    return area.width < NARROW * find_safe_area(canvas).width


def lay_out_cues(cues: Sequence[Cue], layout: CaptionLayout, canvas: Canvas) -> tuple[Cue, ...]:
    """Break the lines of `cues` for the frame, and split cues that are too long for it.

    Line breaks made by a person stay where they fit.
    """
    return tuple(
        Cue(snap_cue_span(part.span, canvas), text, part.words)
        for cue in cues
        for part in _split_cue(cue, layout, 1 / canvas.frame_rate)
        if (text := _break_text(part.text, layout))
    )


def lay_out_given_cues(
    cues: Sequence[Cue], layout: CaptionLayout, canvas: Canvas
) -> tuple[Cue, ...]:
    """Lay out `cues` that a person made, changing only what could not be drawn.

    A line wider than the frame is broken; a cue that would fill the frame is shown in parts; texts
    shown at once stand one above the other.
    """
    drawn: list[Cue] = []
    highest = min(HIGHEST * find_safe_area(canvas).height, layout.area.height)
    for cue in _stack_cues(cues):
        text = "\n".join(
            line for own in split_text_lines(cue.text) for line in _break_line(own, layout)
        )
        if layout.place_text_box(text).height > highest:
            drawn += lay_out_cues((cue,), layout, canvas)
        else:
            drawn.append(Cue(snap_cue_span(cue.span, canvas), text))
    return tuple(drawn)


def describe_long_cues(cues: Sequence[Cue], layout: CaptionLayout) -> Iterator[str]:
    """Describe each cue of `cues` (not yet laid out) that is too long, with its time."""
    for cue in cues:
        at, lines = f"the subtitle at {format_clock(cue.span.start)}", split_text_lines(cue.text)
        if len(lines) > layout.lines:
            yield f"{at} has {len(lines)} lines, more than {layout.lines}"
        if not all(map(layout.can_hold_line, lines)):
            longest = max(map(len, lines))
            yield (
                f"{at} has a line of {longest} characters, more than {layout.chars} or too"
                " wide for the frame"
            )


def snap_cue_span(span: Span, canvas: Canvas) -> Span:
    """Snap `span` to whole frames, at least one, so that no text is lost."""
    rate = canvas.frame_rate
    start = snap_to_frame(span.start, rate)
    return snap_span(span, rate) or Span(start, start + 1 / rate)


def split_text_lines(text: str) -> tuple[str, ...]:
    """Split `text` into its non-empty lines."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def time_text_words(text: str, span: Span) -> tuple[Word, ...]:
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


def _break_text(text: str, layout: CaptionLayout) -> str:
    own = split_text_lines(text)
    if len(own) <= layout.lines and all(map(layout.can_hold_line, own)):
        return "\n".join(own)
    return "\n".join(wrap_text(text, layout.can_hold_line, layout.lines) or own)


def _split_cue(cue: Cue, layout: CaptionLayout, frame: Seconds) -> Iterator[Cue]:
    """Split `cue` into as few cues as possible; keep it whole where it is too short for all."""
    own = split_text_lines(cue.text)
    if len(own) <= layout.lines and all(map(layout.can_hold_line, own)):
        yield cue
        return
    words = _split_long_words(cue.words or time_text_words(cue.text, cue.span), layout)
    parts = []
    for first, end in split_into_cues(words, layout):
        span = Span(
            cue.span.start if first == 0 else words[first].span.start,
            cue.span.end if end == len(words) else words[end - 1].span.end,
        )
        parts.append(Cue(span, " ".join(word.text for word in words[first:end]), words[first:end]))
    yield from parts if all(part.span.duration >= frame for part in parts) else (cue,)


def _split_long_words(words: Sequence[Word], layout: CaptionLayout) -> tuple[Word, ...]:
    """Split words too long for any line into pieces, each with its share of the time."""
    return tuple(
        piece
        for word in words
        for piece in (
            (word,)
            if layout.can_draw_line(word.text)
            else time_text_words(" ".join(_split_word(word.text, layout)), word.span)
        )
    )


def _split_word(word: str, layout: CaptionLayout) -> Iterator[str]:
    """Split `word` into pieces that can be drawn inside the frame."""
    piece = ""
    for mark in word:
        if piece and not layout.can_draw_line(piece + mark):
            yield piece
            piece = ""
        piece += mark
    yield piece


def _break_line(line: str, layout: CaptionLayout) -> tuple[str, ...]:
    """Break `line` into as few lines as can be drawn inside the frame."""
    if layout.can_draw_line(line):
        return (line,)
    words = " ".join(piece for word in line.split() for piece in _split_word(word, layout))
    return wrap_text(words, layout.can_draw_line, len(words.split())) or (line,)


def _stack_cues(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Yield `cues` in order; texts shown at the same time become one cue, one under the other."""
    if all(one.span.end <= other.span.start for one, other in pairwise(cues)):
        yield from cues
        return
    moments = sorted({at for cue in cues for at in (cue.span.start, cue.span.end)})
    for span in (Span(start, end) for start, end in pairwise(moments)):
        if texts := [cue.text for cue in cues if cue.span.overlap(span)]:
            yield Cue(span, "\n".join(texts))
