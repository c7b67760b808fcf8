"""A stretch of a programme, dressed as it is in the whole: what a preview is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from egv.core.ask import Ask, ColourOf, FocusOf, LightUnder, Question, T
from egv.core.canvas import smaller
from egv.core.deliver import Deliverable
from egv.core.edit import Edit
from egv.core.graph import filtered
from egv.core.layers import Bumpers, Layer, LowerThird
from egv.core.loudness import limited
from egv.core.retiming import kept_cues
from egv.core.splice import SAMPLE_RATE
from egv.core.timing import Seconds, Span, frame_at, sample_at

AROUND = Seconds(3, 5)  # s before and after a still: what moves in or fades in is there by then
PIECE = Seconds(1)  # s of the programme beside a still of a bumper
INTRO_SHOWN = Seconds(2)  # s of the intro's end before a sample
LEAD = Seconds(1)  # s before what a sample is about
LIMIT_ROOM_DB = 0.6  # under the ceiling, since a sample is not measured as delivered


@dataclass(frozen=True, slots=True)
class Shot:
    """A stretch of the programme, and frames `[first, end)` of what it is dressed as, to show."""

    span: Span
    first: int
    end: int


def excerpt(edit: Edit, whole: Deliverable, span: Span) -> Edit:
    """`edit` within `span`, to be dressed as it is in `whole`: cues as laid out there.

    The intro stays with the first frame of the programme, the outro with its last.
    """
    start = whole.programme_start / edit.canvas.frame_rate
    cues = kept_cues([cue.shifted(-start) for cue in whole.cues], (span,))
    return replace(
        edit.keep((span,)),
        cues=cues,
        cues_are_given=True,
        layers=tuple(_layers(edit, span)),
        bumpers=Bumpers(
            intro=edit.bumpers.intro and span.start == 0,
            outro=edit.bumpers.outro and span.end == edit.duration,
        ),
    )


def _layers(edit: Edit, span: Span) -> Sequence[Layer]:
    layers: list[Layer] = []
    for layer in edit.layers:
        if not isinstance(layer, LowerThird):
            layers.append(layer)
        elif both := layer.within(edit.duration).overlap(span):
            layers.append(replace(layer, start=both.start - span.start, duration=both.duration))
    return layers


def asking_for(edit: Edit, ask: Ask) -> Ask:
    """`ask`, which of a stretch of `edit` says what holds for the whole."""

    clocks = {clip.clock[0].media: clip.clock for clip in edit.clips}

    def answer(question: Question[T], /) -> T:
        asked: Question[Any] = question
        if isinstance(question, LightUnder | ColourOf | FocusOf):
            asked = replace(question, clock=clocks[question.clock[0].media])
        return cast(T, ask(asked))

    return answer


def still_at(edit: Edit, whole: Deliverable, frame: int) -> Shot:
    """The one frame of `whole` numbered `frame`."""
    rate, start = edit.canvas.frame_rate, whole.programme_start
    at = (frame - start) / rate
    if at < 0:
        return Shot(_within(edit, Seconds(0), PIECE), frame, frame + 1)
    if at >= edit.duration:
        last = whole.frames - frame
        return Shot(_within(edit, edit.duration - PIECE, edit.duration), -last, 1 - last)
    span = _within(edit, at - AROUND, at + AROUND)
    before = start if span.start == 0 else 0
    number = before + frame - start - frame_at(span.start, rate)
    return Shot(span, number, number + 1)


def sample_of(edit: Edit, whole: Deliverable, seconds: Seconds) -> Shot:
    """The `seconds` that tell most: the intro's end, or where the first text is shown."""
    rate, start = edit.canvas.frame_rate, whole.programme_start
    text = min((each.start for each in _texts(edit, whole)), default=Seconds(0))
    begin = max(Seconds(0), min(text - LEAD, edit.duration - seconds))
    if start and text <= seconds / 2:
        begin = Seconds(0)
    skipped = 0 if begin else max(0, start - frame_at(INTRO_SHOWN, rate))
    span = _within(edit, begin, begin + seconds)
    return Shot(span, skipped, skipped + frame_at(seconds, rate))


def stills_of(edit: Edit, whole: Deliverable, count: int) -> tuple[int, ...]:
    """The frames of `whole` that show it best in `count` stills, in order.

    Those of the cards and the first name plate, and the rest at even steps, on a text near by.
    """
    rate, start = edit.canvas.frame_rate, whole.programme_start
    end = start + edit.frames
    chosen = [start // 2] if start > 1 else []
    if end < whole.frames - 1:
        chosen.append((end + whole.frames) // 2)
    texts = _texts(edit, whole)
    plates = texts[: len(texts) - len(whole.cues)]
    chosen += [start + frame_at(_middle(each), rate) for each in plates[:1]]
    steps = count - len(chosen)
    for number in range(steps):
        at = edit.duration * (2 * number + 1) / (2 * steps)
        near = [m for m in map(_middle, texts) if abs(m - at) < edit.duration / (3 * steps)]
        at = min(near, key=lambda middle: abs(middle - at), default=at)
        chosen.append(start + frame_at(at, rate))
    return tuple(sorted({max(0, min(each, whole.frames - 1)) for each in chosen}))


def _texts(edit: Edit, whole: Deliverable) -> list[Span]:
    """When the name plates and then the cues of the programme are shown, on its clock."""
    start = whole.programme_start / edit.canvas.frame_rate
    plates = [plate.within(edit.duration) for plate in edit.plates]
    return [*plates, *(cue.span.shifted(-start) for cue in whole.cues)]


def _middle(span: Span) -> Seconds:
    return (span.start + span.end) / 2


def _within(edit: Edit, start: Seconds, end: Seconds) -> Span:
    """From `start` to `end`, on whole frames, as far as the programme goes; a frame at least."""
    rate = edit.canvas.frame_rate
    first = max(0, min(frame_at(start, rate), edit.frames - 1))
    return Span(first / rate, max(first + 1, min(frame_at(end, rate), edit.frames)) / rate)


def shown_small(dressed: Deliverable, edit: Edit, shot: Shot, side: int) -> Deliverable:
    """The frames of `shot` in `dressed`, which is `edit` dressed, the short side `side` px.

    It is made small after all is drawn, so that it looks as the whole does.
    """
    first, end = (at + dressed.frames if shot.first < 0 else at for at in (shot.first, shot.end))
    first, end = max(0, min(first, dressed.frames - 1)), min(end, dressed.frames)
    canvas = smaller(dressed.canvas, side)
    picture = edit.picture if dressed.copied else dressed.picture
    picture = filtered(picture, "trim", start_frame=first, end_frame=end)
    picture = filtered(picture, "setpts", expr="PTS-STARTPTS")
    picture = filtered(picture, "scale", w=canvas.width, h=canvas.height, flags="area")
    sound = dressed.sound
    if sound:
        rate = canvas.frame_rate
        sound = filtered(
            sound,
            "atrim",
            start_sample=sample_at(first, rate, SAMPLE_RATE),
            end_sample=sample_at(end, rate, SAMPLE_RATE),
        )
        sound = filtered(sound, "asetpts", expr="PTS-STARTPTS")
        if dressed.level:
            sound = limited(sound, dressed.level.peak_dbtp - LIMIT_ROOM_DB)
    return replace(
        dressed,
        canvas=canvas,
        frames=end - first,
        picture=picture,
        sound=sound,
        level=None,  # it is as loud as this part of the whole, which may be quiet
        copied=False,
        text_tracks=(),
        chapters=(),
    )
