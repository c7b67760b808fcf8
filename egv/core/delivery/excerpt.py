"""Excerpts of a programme, dressed as in the whole: the material of a preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from egv.core.delivery.deliver import Deliverable
from egv.core.graph.pads import apply_filter
from egv.core.graph.splice import SAMPLE_RATE
from egv.core.media.canvas import shrink_canvas
from egv.core.media.retime import retime_cues
from egv.core.media.timing import Seconds, Span, to_frame, to_sample
from egv.core.programme.edit import Edit
from egv.core.programme.layers import Bumpers, Layer, LowerThird
from egv.core.programme.questions import Ask, ColourOf, FocusOf, LightUnder, Question, T
from egv.core.sound.loudness import limit_peaks

AROUND = Seconds(3, 5)  # s before and after a still, so that moves and fades are complete by then
PIECE = Seconds(1)  # s of the programme beside a still of a bumper
INTRO_SHOWN = Seconds(2)  # s of the intro's end, before a sample
LEAD = Seconds(1)  # s before the subject of a sample
LIMIT_ROOM_DB = 0.6  # under the ceiling, since a sample is not measured again


@dataclass(frozen=True, slots=True)
class ExcerptShot:
    """A stretch of the programme, and frames `[first, end)` of the dressed stretch to show."""

    span: Span
    first: int
    end: int


def cut_excerpt(edit: Edit, whole: Deliverable, span: Span) -> Edit:
    """Cut `edit` to `span`, to be dressed as in `whole`: cues as laid out there.

    The intro stays with the first frame of the programme, the outro with its last.
    """
    start = whole.programme_start / edit.canvas.frame_rate
    cues = retime_cues([cue.shift(-start) for cue in whole.cues], (span,))
    return replace(
        edit.keep_spans((span,)),
        cues=cues,
        cues_are_given=True,
        layers=tuple(_cut_layers(edit, span)),
        bumpers=Bumpers(
            intro=edit.bumpers.intro and span.start == 0,
            outro=edit.bumpers.outro and span.end == edit.duration,
        ),
    )


def _cut_layers(edit: Edit, span: Span) -> Sequence[Layer]:
    layers: list[Layer] = []
    for layer in edit.layers:
        if not isinstance(layer, LowerThird):
            layers.append(layer)
        elif both := layer.find_shown_span(edit.duration).overlap(span):
            layers.append(replace(layer, start=both.start - span.start, duration=both.duration))
    return layers


def answer_for_whole(edit: Edit, ask: Ask) -> Ask:
    """Wrap `ask` so that measurements of an excerpt use the whole edit's values."""
    clocks = {clip.clock[0].media: clip.clock for clip in edit.clips}

    def answer(question: Question[T], /) -> T:
        asked: Question[Any] = question
        if isinstance(question, LightUnder | ColourOf | FocusOf):
            asked = replace(question, clock=clocks[question.clock[0].media])
        return cast("T", ask(asked))

    return answer


def choose_still(edit: Edit, whole: Deliverable, frame: int) -> ExcerptShot:
    """Choose the excerpt that shows the one frame of `whole` numbered `frame`."""
    rate, start = edit.canvas.frame_rate, whole.programme_start
    at = (frame - start) / rate
    if at < 0:
        return ExcerptShot(_clamp_span(edit, Seconds(0), PIECE), frame, frame + 1)
    if at >= edit.duration:
        last = whole.frames - frame
        return ExcerptShot(_clamp_span(edit, edit.duration - PIECE, edit.duration), -last, 1 - last)
    span = _clamp_span(edit, at - AROUND, at + AROUND)
    before = start if span.start == 0 else 0
    number = before + frame - start - to_frame(span.start, rate)
    return ExcerptShot(span, number, number + 1)


def choose_sample(edit: Edit, whole: Deliverable, seconds: Seconds) -> ExcerptShot:
    """Choose the most telling `seconds`: the intro's end, or around the first text."""
    rate, start = edit.canvas.frame_rate, whole.programme_start
    text = min((text_span.start for text_span in _list_text_spans(edit, whole)), default=Seconds(0))
    begin = max(Seconds(0), min(text - LEAD, edit.duration - seconds))
    if start and text <= seconds / 2:
        begin = Seconds(0)
    skipped = 0 if begin else max(0, start - to_frame(INTRO_SHOWN, rate))
    span = _clamp_span(edit, begin, begin + seconds)
    return ExcerptShot(span, skipped, skipped + to_frame(seconds, rate))


def choose_still_frames(edit: Edit, whole: Deliverable, count: int) -> tuple[int, ...]:
    """Choose the frames of `whole` that show it best in `count` stills, in order.

    There is one still for each card and for the first lower third; the others are at even steps,
    moved to a nearby text.
    """
    rate, start = edit.canvas.frame_rate, whole.programme_start
    end = start + edit.frames
    chosen = [start // 2] if start > 1 else []
    if end < whole.frames - 1:
        chosen.append((end + whole.frames) // 2)
    texts = _list_text_spans(edit, whole)
    plates = texts[: len(texts) - len(whole.cues)]
    chosen += [start + to_frame(_find_middle(plate), rate) for plate in plates[:1]]
    steps = count - len(chosen)
    for number in range(steps):
        at = edit.duration * (2 * number + 1) / (2 * steps)
        near = [m for m in map(_find_middle, texts) if abs(m - at) < edit.duration / (3 * steps)]
        at = min(near, key=lambda middle: abs(middle - at), default=at)
        chosen.append(start + to_frame(at, rate))
    return tuple(sorted({max(0, min(frame, whole.frames - 1)) for frame in chosen}))


def _list_text_spans(edit: Edit, whole: Deliverable) -> list[Span]:
    """List the spans of the lower thirds and then of the cues, on the programme's clock."""
    start = whole.programme_start / edit.canvas.frame_rate
    plates = [plate.find_shown_span(edit.duration) for plate in edit.lower_thirds]
    return [*plates, *(cue.span.shift(-start) for cue in whole.cues)]


def _find_middle(span: Span) -> Seconds:
    return (span.start + span.end) / 2


def _clamp_span(edit: Edit, start: Seconds, end: Seconds) -> Span:
    """Clamp start to end to the programme, on whole frames, with at least one frame."""
    rate = edit.canvas.frame_rate
    first = max(0, min(to_frame(start, rate), edit.frames - 1))
    return Span(first / rate, max(first + 1, min(to_frame(end, rate), edit.frames)) / rate)


def shrink_excerpt(dressed: Deliverable, edit: Edit, shot: ExcerptShot, side: int) -> Deliverable:
    """Keep the frames of `shot` in `dressed`, with a short side of `side` px.

    `dressed` is `edit` dressed. The picture is scaled after all drawing, so that it looks like the
    whole.
    """
    first, end = (at + dressed.frames if shot.first < 0 else at for at in (shot.first, shot.end))
    first, end = max(0, min(first, dressed.frames - 1)), min(end, dressed.frames)
    canvas = shrink_canvas(dressed.canvas, side)
    picture = edit.picture if dressed.copied_source else dressed.picture
    picture = apply_filter(picture, "trim", start_frame=first, end_frame=end)
    picture = apply_filter(picture, "setpts", expr="PTS-STARTPTS")
    picture = apply_filter(picture, "scale", w=canvas.width, h=canvas.height, flags="area")
    sound = dressed.sound
    if sound:
        rate = canvas.frame_rate
        sound = apply_filter(
            sound,
            "atrim",
            start_sample=to_sample(first, rate, SAMPLE_RATE),
            end_sample=to_sample(end, rate, SAMPLE_RATE),
        )
        sound = apply_filter(sound, "asetpts", expr="PTS-STARTPTS")
        if dressed.level:
            sound = limit_peaks(sound, dressed.level.peak_dbtp - LIMIT_ROOM_DB)
    return replace(
        dressed,
        canvas=canvas,
        frames=end - first,
        picture=picture,
        sound=sound,
        level=None,  # the level is that of this part of the whole, which may be quiet
        text_tracks=(),
        chapters=(),
    )
