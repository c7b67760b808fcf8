"""Cut a clip to length: dead air around its words, and stretches that people name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Self

from pydantic import field_validator, model_validator

from egv.core.ask import Ask, SpeechIn
from egv.core.cuts import (
    LEAST_LEFT_S,
    MAX_PAUSE_S,
    Silence,
    at_nearest_frames,
    difference,
    intersection,
    on_frames,
    without_dead_air,
)
from egv.core.edit import Edit, Fact
from egv.core.errors import GateError, UsageError
from egv.core.speech import Method, Speech
from egv.core.step import Step, option
from egv.core.time_options import Stretch, Time, from_start, stretch_text
from egv.core.timing import Seconds, Span, clock_text, total

MOST_REMOVED = 0.6  # share of a clip: a larger cut is probably a mistake
SHORTEST_PAUSE_S = 0.2  # with shorter pauses, words run into each other


class Trim(Step):
    """Cut dead air before the first and after the last word, and whatever else is named."""

    name: ClassVar[str] = "trim"
    example: ClassVar[str] = "egv trim clip.mov --silence all"
    of_each_clip: ClassVar[bool] = True

    start: Time | None = option(
        None, help="Begin exactly here: 90, 1:30; -5 is 5 s before the end."
    )
    end: Time | None = option(None, help="Stop exactly here, written in the same way.")
    cut: tuple[Stretch, ...] = option((), help="A stretch to take out, on the clip's own clock.")
    silence: Silence = option(Silence.ENDS, help="Dead air to cut: at both ends, pauses too, none.")
    max_pause: Time | None = option(
        None, help="With --silence all: longest pause to leave (0.5 s)."
    )
    force: bool = option(False, help="Go on though over 60 %, or all but a second, would be cut.")

    @field_validator("max_pause")
    @classmethod
    def _pause_is_audible(cls, pause: Seconds | None) -> Seconds | None:
        if pause is not None and pause < SHORTEST_PAUSE_S:
            raise ValueError(f"{float(pause):g} is below the limit {SHORTEST_PAUSE_S}")
        return pause

    @model_validator(mode="after")
    def _pauses_need_all(self) -> Self:
        if self.max_pause is not None and self.silence is not Silence.ALL:
            raise ValueError(
                f"--max-pause shortens pauses, and --silence {self.silence} leaves them alone;"
                " add --silence all, or leave --max-pause out"
            )
        return self

    def apply(self, edit: Edit, ask: Ask) -> Edit:
        """Return the edit without its dead air and without the named stretches."""
        edit = self._with_notes_on_times(edit)
        named = self._named(edit)
        kept, speech = named, None
        if self.silence is not Silence.OFF:
            if edit.sound is None:
                edit = edit.with_note("trim: the clip has no sound, so no dead air can be found")
            else:
                speech = _within(ask(SpeechIn(edit.sound)), named)
                edit = _with_notes_on_speech(edit, speech)
                kept = self._without_dead_air(edit, named, speech)
        self._guard(edit.duration, kept)
        text, facts = _told(edit.duration, named, kept, speech)
        return edit.keep(kept).with_why(self.name, text, **facts)

    def _named(self, edit: Edit) -> tuple[Span, ...]:
        """List the spans of the clip that --start, --end and --cut leave."""
        length = edit.duration
        start = Seconds(0) if self.start is None else from_start(self.start, length)
        end = length if self.end is None else min(from_start(self.end, length), length)
        if start >= length:
            raise UsageError(
                f"trim: --start {clock_text(start)} is past the end ({clock_text(length)});"
                " choose an earlier start"
            )
        if end <= start:
            raise UsageError(
                f"trim: --end {clock_text(end)} is not after the start ({clock_text(start)});"
                " choose a later end"
            )
        for span in self.cut:
            if span.start >= length:
                raise UsageError(
                    f"trim: --cut {stretch_text(span)} is past the end ({clock_text(length)});"
                    " choose an earlier stretch"
                )
        spans = difference((Span(start, end),), self.cut)
        named = at_nearest_frames(spans, edit.canvas.frame_rate)
        if not named:
            raise UsageError("trim: --start, --end and --cut leave nothing; keep more")
        return named

    def _without_dead_air(
        self, edit: Edit, named: Sequence[Span], speech: Speech
    ) -> tuple[Span, ...]:
        """Cut dead air from `named`; a given --start or --end stays as given."""
        outer = Span(named[0].start, named[-1].end)
        left = without_dead_air(
            outer,
            speech,
            self.silence,
            self.max_pause or MAX_PAUSE_S,
            ends=(self.start is None, self.end is None),
        )
        return intersection(on_frames(left, edit.canvas.frame_rate, outer), named)

    def _with_notes_on_times(self, edit: Edit) -> Edit:
        length = clock_text(edit.duration)
        if self.end is not None and self.end > edit.duration:
            edit = edit.with_note(
                f"trim: --end {clock_text(self.end)} is past the end ({length});"
                " the clip is kept to its end"
            )
        if self.start is not None and self.start < -edit.duration:
            edit = edit.with_note(
                f"trim: --start {clock_text(self.start)} is before the start of the clip"
                f" ({length}); it is kept from its start"
            )
        return edit

    def _guard(self, length: Seconds, kept: Sequence[Span]) -> None:
        """Stop before most of a clip is cut without --force."""
        left = total(kept)
        removed = float(1 - left / length)
        too_short = left < LEAST_LEFT_S < length
        if (removed > MOST_REMOVED or too_short) and not self.force:
            raise GateError(
                f"trim: {removed:.0%} of the clip would go, {clock_text(length)} ->"
                f" {clock_text(left)}; add --force if that is right, or keep more with"
                " --silence off or other times"
            )


def _within(speech: Speech, named: Sequence[Span]) -> Speech:
    """Reduce `speech` to the part inside `named`."""
    return replace(
        speech,
        spans=intersection(speech.spans, named),
        sounds=intersection(speech.sounds, named),
    )


def _with_notes_on_speech(edit: Edit, speech: Speech) -> Edit:
    if not speech.spans:
        edit = edit.with_note("trim: nobody speaks, so no dead air is cut")
    if speech.method is Method.LEVEL:
        edit = edit.with_note(
            "trim: the speech model could not be loaded; words were told from noise by level alone"
        )
    return edit


def _told(
    length: Seconds, named: Sequence[Span], kept: Sequence[Span], speech: Speech | None
) -> tuple[str, dict[str, Fact]]:
    """Describe the cuts and their reasons, as text and as figures."""
    at_start, at_end = kept[0].start - named[0].start, named[-1].end - kept[-1].end
    gone = {
        "start_s": (at_start, "of dead air at the start"),
        "end_s": (at_end, "at the end" if at_start else "of dead air at the end"),
        "pauses_s": (total(named) - total(kept) - at_start - at_end, "of pauses"),
        "asked_s": (length - total(named), "as asked"),
    }
    facts: dict[str, Fact] = {
        "from_s": round(float(length), 3),
        "to_s": round(float(total(kept)), 3),
        **{name: round(float(seconds), 3) for name, (seconds, _) in gone.items()},
    }
    if speech:
        facts["speech"] = str(speech.method)
    parts = [f"{clock_text(seconds)} {words}" for seconds, words in gone.values() if seconds]
    if not parts:
        return "nothing to cut", facts
    listed = " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
    return f"{listed} removed; {clock_text(length)} -> {clock_text(total(kept))}", facts
