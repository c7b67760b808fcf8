"""Cut a clip to length: dead air around its words, and stretches that people name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Self

from pydantic import field_validator, model_validator

from egv.core.errors import GateError, UsageError
from egv.core.media.spans import (
    intersect_spans,
    snap_spans,
    subtract_spans,
    sum_durations,
    widen_to_frames,
)
from egv.core.media.time_options import Stretch, Time, count_from_start, format_stretch_option
from egv.core.media.timing import Seconds, Span, format_clock
from egv.core.programme.edit import Edit, Fact
from egv.core.programme.questions import Ask, SpeechIn
from egv.core.programme.step import Step, declare_option
from egv.core.sound.pause_cuts import (
    LEAST_LEFT_S,
    MAX_PAUSE_S,
    SilenceMode,
    cut_dead_air,
)
from egv.core.sound.speech_spans import Speech, SpeechMethod

MOST_REMOVED = 0.6  # share of a clip: a larger cut is probably a mistake
SHORTEST_PAUSE_S = 0.2  # with shorter pauses, words run into each other


class Trim(Step):
    """Cut dead air before the first and after the last word, and whatever else is named."""

    name: ClassVar[str] = "trim"
    example: ClassVar[str] = "egv trim clip.mov --silence all"
    is_per_clip: ClassVar[bool] = True

    start: Time | None = declare_option(
        None, help="Begin exactly here: 90, 1:30; -5 is 5 s before the end."
    )
    end: Time | None = declare_option(None, help="Stop exactly here, written in the same way.")
    cut: tuple[Stretch, ...] = declare_option(
        (), help="A stretch to take out, on the clip's own clock."
    )
    silence: SilenceMode = declare_option(
        SilenceMode.ENDS, help="Dead air to cut: at both ends, pauses too, none."
    )
    max_pause: Time | None = declare_option(
        None, help="With --silence all: longest pause to leave (0.5 s)."
    )
    force: bool = declare_option(
        False, help="Go on though over 60 %, or all but a second, would be cut."
    )

    @field_validator("max_pause")
    @classmethod
    def _check_pause_length(cls, pause: Seconds | None) -> Seconds | None:
        if pause is not None and pause < SHORTEST_PAUSE_S:
            raise ValueError(f"{float(pause):g} is below the limit {SHORTEST_PAUSE_S}")
        return pause

    @model_validator(mode="after")
    def _check_silence_mode(self) -> Self:
        if self.max_pause is not None and self.silence is not SilenceMode.ALL:
            raise ValueError(
                f"--max-pause shortens pauses, and --silence {self.silence} leaves them alone;"
                " add --silence all, or leave --max-pause out"
            )
        return self

    def apply(self, edit: Edit, ask: Ask) -> Edit:
        """Return the edit without its dead air and without the named stretches."""
        edit = self._with_time_notes(edit)
        named = self._list_named_spans(edit)
        kept, speech = named, None
        if self.silence is not SilenceMode.OFF:
            if edit.sound is None:
                edit = edit.with_note("trim: the clip has no sound, so no dead air can be found")
            else:
                speech = _clip_speech(ask(SpeechIn(edit.sound)), named)
                edit = _with_speech_notes(edit, speech)
                kept = self._cut_dead_air(edit, named, speech)
        self._check_cut_share(edit.duration, kept)
        text, facts = _describe_cuts(edit.duration, named, kept, speech)
        return edit.keep_spans(kept).with_explanation(self.name, text, **facts)

    def _list_named_spans(self, edit: Edit) -> tuple[Span, ...]:
        """List the spans of the clip that --start, --end and --cut leave."""
        length = edit.duration
        start = Seconds(0) if self.start is None else count_from_start(self.start, length)
        end = length if self.end is None else min(count_from_start(self.end, length), length)
        if start >= length:
            raise UsageError(
                f"trim: --start {format_clock(start)} is past the end ({format_clock(length)});"
                " choose an earlier start"
            )
        if end <= start:
            raise UsageError(
                f"trim: --end {format_clock(end)} is not after the start ({format_clock(start)});"
                " choose a later end"
            )
        for span in self.cut:
            if span.start >= length:
                raise UsageError(
                    f"trim: --cut {format_stretch_option(span)} is past the end"
                    f" ({format_clock(length)});"
                    " choose an earlier stretch"
                )
        spans = subtract_spans((Span(start, end),), self.cut)
        named = snap_spans(spans, edit.canvas.frame_rate)
        if not named:
            raise UsageError("trim: --start, --end and --cut leave nothing; keep more")
        return named

    def _cut_dead_air(self, edit: Edit, named: Sequence[Span], speech: Speech) -> tuple[Span, ...]:
        """Cut dead air from `named`; a given --start or --end stays as given."""
        outer = Span(named[0].start, named[-1].end)
        left = cut_dead_air(
            outer,
            speech,
            self.silence,
            self.max_pause or MAX_PAUSE_S,
            ends=(self.start is None, self.end is None),
        )
        return intersect_spans(widen_to_frames(left, edit.canvas.frame_rate, outer), named)

    def _with_time_notes(self, edit: Edit) -> Edit:
        length = format_clock(edit.duration)
        if self.end is not None and self.end > edit.duration:
            edit = edit.with_note(
                f"trim: --end {format_clock(self.end)} is past the end ({length});"
                " the clip is kept to its end"
            )
        if self.start is not None and self.start < -edit.duration:
            edit = edit.with_note(
                f"trim: --start {format_clock(self.start)} is before the start of the clip"
                f" ({length}); it is kept from its start"
            )
        return edit

    def _check_cut_share(self, length: Seconds, kept: Sequence[Span]) -> None:
        """Stop before most of a clip is cut without --force."""
        left = sum_durations(kept)
        removed = float(1 - left / length)
        too_short = left < LEAST_LEFT_S < length
        if (removed > MOST_REMOVED or too_short) and not self.force:
            raise GateError(
                f"trim: {removed:.0%} of the clip would go, {format_clock(length)} ->"
                f" {format_clock(left)}; add --force if that is right, or keep more with"
                " --silence off or other times"
            )


def _clip_speech(speech: Speech, named: Sequence[Span]) -> Speech:
    """Reduce `speech` to the part inside `named`."""
    return replace(
        speech,
        spans=intersect_spans(speech.spans, named),
        sounds=intersect_spans(speech.sounds, named),
    )


def _with_speech_notes(edit: Edit, speech: Speech) -> Edit:
    if not speech.spans:
        edit = edit.with_note("trim: nobody speaks, so no dead air is cut")
    if speech.method is SpeechMethod.LEVEL:
        edit = edit.with_note(
            "trim: the speech model could not be loaded; words were told from noise by level alone"
        )
    return edit


def _describe_cuts(
    length: Seconds, named: Sequence[Span], kept: Sequence[Span], speech: Speech | None
) -> tuple[str, dict[str, Fact]]:
    """Describe the cuts and their reasons, as text and as figures."""
    at_start, at_end = kept[0].start - named[0].start, named[-1].end - kept[-1].end
    gone = {
        "start_s": (at_start, "of dead air at the start"),
        "end_s": (at_end, "at the end" if at_start else "of dead air at the end"),
        "pauses_s": (sum_durations(named) - sum_durations(kept) - at_start - at_end, "of pauses"),
        "asked_s": (length - sum_durations(named), "as asked"),
    }
    facts: dict[str, Fact] = {
        "from_s": round(float(length), 3),
        "to_s": round(float(sum_durations(kept)), 3),
        **{name: round(float(seconds), 3) for name, (seconds, _) in gone.items()},
    }
    if speech:
        facts["speech"] = str(speech.method)
    parts = [f"{format_clock(seconds)} {words}" for seconds, words in gone.values() if seconds]
    if not parts:
        return "nothing to cut", facts
    listed = " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
    return f"{listed} removed; {format_clock(length)} -> {format_clock(sum_durations(kept))}", facts
