"""Excerpts of a programme, dressed as in the whole: the material of a preview."""

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

AROUND = Seconds(3, 5)  # s before and after a still, so that moves and fades are complete by then
PIECE = Seconds(1)  # s of the programme beside a still of a bumper
INTRO_SHOWN = Seconds(2)  # s of the intro's end, before a sample
LEAD = Seconds(1)  # s before the subject of a sample
LIMIT_ROOM_DB = 0.6  # under the ceiling, since a sample is not measured again


@dataclass(frozen=True, slots=True)
class Shot:
    """A stretch of the programme, and frames `[first, end)` of the dressed stretch to show."""

    span: Span
    first: int
    end: int


def excerpt(edit: Edit, whole: Deliverable, span: Span) -> Edit:
    """Cut `edit` to `span`, to be dressed as in `whole`: cues as laid out there.

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
    """Wrap `ask` so that measurements of an excerpt use the whole edit's values."""

    clocks = {clip.clock[0].media: clip.clock for clip in edit.clips}

    def answer(question: Question[T], /) -> T:
        asked: Question[Any] = question
        if isinstance(question, LightUnder | ColourOf | FocusOf):
            asked = replace(question, clock=clocks[question.clock[0].media])
        return cast(T, ask(asked))

    return answer


def still_at(edit: Edit, whole: Deliverable, frame: int) -> Shot:
    """Choose the excerpt that shows the one frame of `whole` numbered `frame`."""
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
    """Choose the most telling `seconds`: the intro's end, or around the first text."""
    rate, start = edit.canvas.frame_rate, whole.programme_start
    text = min((text_span.start for text_span in _texts(edit, whole)), default=Seconds(0))
    begin = max(Seconds(0), min(text - LEAD, edit.duration - seconds))
    if start and text <= seconds / 2:
        begin = Seconds(0)
    skipped = 0 if begin else max(0, start - frame_at(INTRO_SHOWN, rate))
    span = _within(edit, begin, begin + seconds)
    return Shot(span, skipped, skipped + frame_at(seconds, rate))


def stills_of(edit: Edit, whole: Deliverable, count: int) -> tuple[int, ...]:
    """Choose the frames of `whole` that show it best in `count` stills, in order.

    There is one still for each card and for the first lower third; the others are at even steps,
    moved to a nearby text.
    """
    rate, start = edit.canvas.frame_rate, whole.programme_start
    end = start + edit.frames
    chosen = [start // 2] if start > 1 else []
    if end < whole.frames - 1:
        chosen.append((end + whole.frames) // 2)
    texts = _texts(edit, whole)
    plates = texts[: len(texts) - len(whole.cues)]
    chosen += [start + frame_at(_middle(plate), rate) for plate in plates[:1]]
    steps = count - len(chosen)
    for number in range(steps):
        at = edit.duration * (2 * number + 1) / (2 * steps)
        near = [m for m in map(_middle, texts) if abs(m - at) < edit.duration / (3 * steps)]
        at = min(near, key=lambda middle: abs(middle - at), default=at)
        chosen.append(start + frame_at(at, rate))
    return tuple(sorted({max(0, min(frame, whole.frames - 1)) for frame in chosen}))


def _texts(edit: Edit, whole: Deliverable) -> list[Span]:
    """List the spans of the lower thirds and then of the cues, on the programme's clock."""
    start = whole.programme_start / edit.canvas.frame_rate
    plates = [plate.within(edit.duration) for plate in edit.plates]
    return [*plates, *(cue.span.shifted(-start) for cue in whole.cues)]


def _middle(span: Span) -> Seconds:
    return (span.start + span.end) / 2


def _within(edit: Edit, start: Seconds, end: Seconds) -> Span:
    """Clamp start to end to the programme, on whole frames, with at least one frame."""
    rate = edit.canvas.frame_rate
    first = max(0, min(frame_at(start, rate), edit.frames - 1))
    return Span(first / rate, max(first + 1, min(frame_at(end, rate), edit.frames)) / rate)


def shown_small(dressed: Deliverable, edit: Edit, shot: Shot, side: int) -> Deliverable:
    """Keep the frames of `shot` in `dressed`, with a short side of `side` px.

    `dressed` is `edit` dressed. The picture is scaled after all drawing, so that it looks like the
    whole.
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
        level=None,  # the level is that of this part of the whole, which may be quiet
        copied=False,
        text_tracks=(),
        chapters=(),
    )
