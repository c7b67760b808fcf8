"""The programme under construction. Steps take one Edit and return another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from egv.core.graph.conform import conform_picture, conform_sound, count_frames
from egv.core.graph.frame_clock import hold_picture
from egv.core.graph.pads import Pad, replace_pads
from egv.core.graph.splice import FrameRange, pad_sound, splice_picture, splice_sound
from egv.core.media.clip import START, Canvas, Chapter, Clip, Cue, Media, TextTrack
from egv.core.media.moments import retime_note_moments
from egv.core.media.retime import cut_stretches, retime_chapters, retime_cues, retime_tracks
from egv.core.media.spans import merge_ranges, sum_durations
from egv.core.media.timing import Seconds, Span, to_frame
from egv.core.picture.crop import WHOLE, Framing, Placement
from egv.core.programme.layers import NO_BUMPERS, Bumpers, Layer, LowerThird

Fact = str | float | int | bool


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one clip: `span` is on that clip's clock.

    A `still` shows the one frame at its start for its whole span; stills come after all others.
    """

    media: Clip
    span: Span
    still: bool = False

    @property
    def seen_span(self) -> Span:
        """The span of the clip that is visible in this segment."""
        if not self.still:
            return self.span
        return Span(self.span.start, self.span.start + 1 / self.media.video.frame_rate)


@dataclass(frozen=True, slots=True)
class Voice:
    """The complete, uncut speech track without music; used for recognition.

    `frames` is the length of the track and `kept` what remains of it, on its own clock; the media
    file begins at `start` on that clock. `sound` is None in a clip without sound. `parts` are the
    voices of several clips that this voice is made of, end to end.
    """

    media: Media
    sound: Pad | None
    frames: int
    kept: tuple[Span, ...]
    start: Seconds = START
    parts: tuple[Voice, ...] = ()


@dataclass(frozen=True, slots=True)
class LoudnessTarget:
    """The target of the delivered sound: integrated loudness, LUFS, and true peak, dBTP.

    `asked_lufs` is the requested value, where the sound is too poor to be raised that far.
    """

    lufs: float
    peak_dbtp: float
    asked_lufs: float | None = None

    @property
    def wanted_lufs(self) -> float:
        """The loudness that other sound in place of this one should have."""
        return self.lufs if self.asked_lufs is None else self.asked_lufs


@dataclass(frozen=True, slots=True)
class Explanation:
    """A one-line explanation of what a step found and did, with figures for machines.

    `clip` is the affected clip, where a programme has several.
    """

    step: str
    text: str
    facts: tuple[tuple[str, Fact], ...] = ()
    clip: str = ""

    def __str__(self) -> str:
        return f"{self.step}: {self.text}"


@dataclass(frozen=True, slots=True)
class Edit:
    """One programme, free of any output format; an immutable value.

    `picture` and `sound` share one clock, which starts at 0 and counts `canvas.frame_rate` frames a
    second; cues and chapters are on it. `conformed` is the clip's own picture, before any step;
    `voice` is at first the clip's sound. `cues` are the subtitles, in `language`, at the times they
    are spoken, or with `cues_are_given` at the times they are shown; `text_tracks` are those of the
    clip. `texts` fill the placeholders in a kit's lines. `placement` says which part of the clip's
    picture is where on the canvas. `parts` are the clips of a programme of several, in order, each
    still in its own size: the delivered picture is made of their pictures.
    """

    clock: tuple[Segment, ...]
    canvas: Canvas
    picture: Pad
    conformed: Pad
    voice: Voice
    sound: Pad | None = None
    level: LoudnessTarget | None = None
    cues: tuple[Cue, ...] = ()
    language: str = ""
    cues_are_given: bool = False
    layers: tuple[Layer, ...] = ()
    bumpers: Bumpers = NO_BUMPERS
    framing: Framing | None = None
    placement: Placement = WHOLE
    texts: tuple[tuple[str, str], ...] = ()
    text_tracks: tuple[TextTrack, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    notes: tuple[str, ...] = ()
    parts: tuple[Edit, ...] = ()

    @property
    def clips(self) -> tuple[Edit, ...]:
        """The clips of the programme, each as used in it."""
        return self.parts or (self,)

    @property
    def lower_thirds(self) -> tuple[LowerThird, ...]:
        """The lower thirds of the programme."""
        return tuple(layer for layer in self.layers if isinstance(layer, LowerThird))

    @property
    def duration(self) -> Seconds:
        """The length of the programme in seconds; a whole number of frames."""
        return sum_durations([segment.span for segment in self.clock])

    @property
    def frames(self) -> int:
        """The length of the programme in frames."""
        return to_frame(self.duration, self.canvas.frame_rate)

    @property
    def has_untouched_picture(self) -> bool:
        """True where the picture is the clip's own, frame for frame."""
        return self.picture == self.conformed and not self.parts

    def with_picture(self, picture: Pad) -> Edit:
        """Return this edit showing `picture`, which must have the same clock."""
        return replace(self, picture=picture)

    def with_sound(self, sound: Pad | None, *, level: LoudnessTarget | None = None) -> Edit:
        """Return this edit with `sound`, on the same clock, for delivery at `level`."""
        return replace(self, sound=sound, level=level or self.level)

    def with_loudness_target(self, level: LoudnessTarget) -> Edit:
        """Return this edit for delivery at `level`, even if its sound is added later."""
        return replace(self, level=level)

    def with_voice(self, media: Media, sound: Pad, start: Seconds) -> Edit:
        """Return this edit with the words of `sound`, on its clock; `media` begins at `start`."""
        whole = (Span(Seconds(0), self.duration),)
        return replace(self, voice=Voice(media, sound, self.frames, whole, start))

    def with_cues(self, cues: Sequence[Cue], language: str, *, given: bool = False) -> Edit:
        """Return this edit with subtitles, in `language`, on its clock.

        The spans of the cues are spoken times, or with `given` the times at which to show them.
        """
        return replace(self, cues=tuple(cues), language=language, cues_are_given=given)

    def with_layer(self, layer: Layer) -> Edit:
        """Return this edit with one more layer."""
        return replace(self, layers=(*self.layers, layer))

    def with_bumpers(self, bumpers: Bumpers) -> Edit:
        """Return this edit with `bumpers` at its ends."""
        return replace(self, bumpers=bumpers)

    def with_framing(self, framing: Framing) -> Edit:
        """Return this edit with `framing` as its way to fit other shapes."""
        return replace(self, framing=framing)

    def with_texts(self, texts: Mapping[str, str]) -> Edit:
        """Return this edit with more texts to fill in; empty texts are ignored."""
        said = tuple((name, text) for name, text in texts.items() if text)
        return replace(self, texts=(*self.texts, *said))

    def with_explanation(self, step: str, text: str, **facts: Fact) -> Edit:
        """Return this edit with one more explanation of what a step found and did."""
        return replace(
            self, explanations=(*self.explanations, Explanation(step, text, tuple(facts.items())))
        )

    def with_note(self, note: str) -> Edit:
        """Return this edit with one more note on something that a step had to leave or give up.

        A moment in it is written by `write_moment`, so that it is right in the finished video.
        """
        return replace(self, notes=(*self.notes, note))

    def keep_spans(self, spans: Sequence[Span]) -> Edit:
        """Reduce this edit to `spans` of its clock: picture, sound, cues and chapters together.

        `spans` are ordered and disjoint; they are snapped to the frame grid here, and a span under
        half a frame vanishes. Raises ValueError when nothing is left.
        """
        rate = self.canvas.frame_rate
        frames = [(to_frame(span.start, rate), to_frame(span.end, rate)) for span in spans]
        # A cut of no frames, whose gap was closed by rounding, is no cut.
        kept = merge_ranges((first, end) for first, end in frames if first < end)
        kept = [(max(0, first), min(end, self.frames)) for first, end in kept]
        kept = [(first, end) for first, end in kept if first < end]
        if not kept:
            raise ValueError("no frame would be left")
        if kept == [(0, self.frames)]:
            return self
        on_grid = [Span(first / rate, end / rate) for first, end in kept]
        sound = self.sound and splice_sound(self.sound, kept, self.frames, rate)
        return replace(
            self,
            clock=_cut_clock(self.clock, on_grid),
            voice=replace(self.voice, kept=cut_stretches(self.voice.kept, on_grid)),
            picture=splice_picture(self.picture, kept),
            sound=sound,
            cues=retime_cues(self.cues, on_grid),
            text_tracks=retime_tracks(self.text_tracks, on_grid),
            chapters=retime_chapters(self.chapters, on_grid),
            notes=retime_note_moments(self.notes, on_grid),
            parts=_cut_parts(self.parts, kept),
        )

    def hold_last_frame(self, frames: int) -> Edit:
        """Return this edit with its last frame shown for `frames` more, in silence."""
        rate, last, length = self.canvas.frame_rate, self.clock[-1], self.frames + frames
        at = last.span.start if last.still else last.span.end - 1 / rate
        return replace(
            self,
            clock=(*self.clock, Segment(last.media, Span(at, at + frames / rate), still=True)),
            picture=hold_picture(self.picture, length),
            sound=self.sound and pad_sound(self.sound, length, rate),
            parts=(*self.parts[:-1], self.parts[-1].hold_last_frame(frames)) if self.parts else (),
        )

    def seek_clip(self, seek: Seconds) -> Edit:
        """Decode this edit's clip from `seek` on: nothing earlier may be shown."""
        conformed = conform_picture(self.clock[0].media, seek)
        picture = replace_pads(self.picture, {self.conformed: conformed})
        return replace(self, picture=picture, conformed=conformed)


def create_edit(clip: Clip) -> Edit:
    """Create the programme of `clip` as it was shot."""
    frames, rate = count_frames(clip), clip.video.frame_rate
    picture = conform_picture(clip)
    sound = conform_sound(clip, clip.audio, frames, rate) if clip.audio else None
    whole = Span(Seconds(0), frames / rate)
    return Edit(
        clock=(Segment(clip, whole),),
        canvas=Canvas(*clip.video.upright_size, rate),
        picture=picture,
        conformed=picture,
        voice=Voice(clip, sound, frames, (whole,)),
        sound=sound,
        text_tracks=clip.text_tracks,
        chapters=clip.chapters,
        notes=clip.notes,
    )


def _cut_clock(clock: Sequence[Segment], kept: Sequence[Span]) -> tuple[Segment, ...]:
    segments, start = [], Seconds(0)
    for segment in clock:
        for left in cut_stretches((segment.span,), kept, start):
            if segment.still:
                left = left.shift(segment.span.start - left.start)
            segments.append(replace(segment, span=left))
        start += segment.span.duration
    return tuple(segments)


def _cut_parts(parts: Sequence[Edit], kept: Sequence[FrameRange]) -> tuple[Edit, ...]:
    """Cut `parts`, laid end to end, to the frames in `kept`."""
    left, start = [], 0
    for part in parts:
        rate, length = part.canvas.frame_rate, part.frames
        own = [(max(0, first - start), min(length, end - start)) for first, end in kept]
        if spans := [Span(first / rate, end / rate) for first, end in own if first < end]:
            left.append(part.keep_spans(spans))
        start += length
    return tuple(left)
