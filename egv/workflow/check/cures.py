"""The line that mends a finding, as words to type; none where only a new take helps.

A clip is mended by a step of its own. A finished video is made anew from its clips, by the line
that made it and that step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from egv.core.media.time_options import format_stretch_option
from egv.core.media.timing import Seconds, Span
from egv.core.programme.finished_clock import FinishedClock, find_source_span
from egv.steps.trim import MOST_REMOVED
from egv.workflow.check.findings import CheckFinding, CheckTopic
from egv.workflow.check.rules import IN_PARTS

RUN, CHECK = "run", "check"
FIRST_PART = "part-1/"  # parts of a clip have one name, so each has its folder


@dataclass(frozen=True, slots=True)
class MendingLine:
    """The line that a cure is added to: its words before the inputs, the inputs, and its place.

    With `making` words, it makes a finished video of `seconds` length anew from its clips;
    `clock` says where the moments of that video come from, as far as known. `place` is `-o` and
    its value where the usual place would not do.
    """

    inputs: tuple[str, ...]
    seconds: float
    making: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    clock: FinishedClock | None = None

    def add_step(self, *words: str) -> tuple[str, ...]:
        """Return the words of the line with a step added."""
        if self.making:
            return (*self.making, *self.inputs, *words, *self.place)
        return (*words, *self.inputs, *self.place)

    def add_options(self, *words: str) -> tuple[str, ...]:
        """Return the words of the line with options of the whole run added."""
        return (*(self.making or (RUN,)), *words, *self.inputs, *self.place)


def build_cure(found: CheckFinding, line: MendingLine) -> tuple[str, ...]:
    """Build the words after `egv` of the line that mends `found`; () where no line does."""
    build = CURES.get(found.topic)
    return build(found, line) if build else ()


def _build_format_cure(found: CheckFinding, line: MendingLine) -> tuple[str, ...]:
    wanted = str(found.facts["wanted"])
    if line.making:
        return line.add_options("--format", wanted)
    return line.add_step("reframe", "--format", wanted)


def _build_shortening_cure(found: CheckFinding, line: MendingLine) -> tuple[str, ...]:
    """Shorten pauses, where that makes the clip short enough; else make the first of its parts."""
    if found.case == IN_PARTS:
        return ("trim", "--end", str(found.facts["split"]), *line.inputs, "-o", FIRST_PART)
    most = found.facts.get("high") if found.case == "longish" else found.facts.get("most")
    left = _to_number(found.facts["seconds"]) - _to_number(found.facts.get("pauses", 0))
    if found.case == "short" or left > _to_number(most):
        return ()
    return line.add_step("trim", "--silence", "all")


def _build_cutting_cure(found: CheckFinding, line: MendingLine) -> tuple[str, ...]:
    """Cut the stretch out of the clip that it comes from; where that is unknown, look there."""
    start, length = found.times[0], _to_number(found.facts["seconds"])
    if length > line.seconds * MOST_REMOVED:
        return ()
    seen = Span(_to_seconds(start), _to_seconds(start + length))
    if not line.making:
        return line.add_step("trim", "--cut", format_stretch_option(seen), "--silence", "off")
    cut = find_source_span(seen, line.clock) if line.clock and len(line.inputs) == 1 else None
    if cut is None:
        return (CHECK, *line.inputs)
    cut = Span(_to_seconds(float(cut.start)), _to_seconds(float(cut.end)))
    return line.add_step("trim", "--cut", format_stretch_option(cut))


def _build_track_cure(found: CheckFinding, line: MendingLine) -> tuple[str, ...]:
    """Choose a sound track: the first one that is not heard, or one of those that are."""
    names = str(found.facts["others"] or found.facts["used"])
    return line.add_options("--track", names.split()[0].rstrip(","))


def _build_side_cure(found: CheckFinding, line: MendingLine) -> tuple[str, ...]:
    """Bring the sound to both sides; a part of it may be on one side on purpose."""
    return () if found.case.endswith("-part") else line.add_step("normalise")


def _build_loudness_cure(found: CheckFinding, line: MendingLine) -> tuple[str, ...]:
    """Bring a voice to its level; where nobody speaks, that would only raise the room's noise."""
    return () if found.case == "faint" else line.add_step("normalise")


def _build_subtitle_cure(found: CheckFinding, line: MendingLine) -> tuple[str, ...]:
    """Make subtitles; those that go too fast are changed by who wrote them."""
    return line.add_step("subtitle") if found.case == "none" else ()


def _build_channel_cure(found: CheckFinding, line: MendingLine) -> tuple[str, ...]:
    """Make another shape; what to leave out of a long video is for a person to say."""
    return _build_format_cure(found, line) if found.case == "shape" else ()


def _build_step_cure(
    *words: str,
) -> Callable[[CheckFinding, MendingLine], tuple[str, ...]]:
    return lambda _, line: line.add_step(*words)


def _to_seconds(number: float) -> Seconds:
    return Seconds(Fraction(number).limit_denominator(100))


def _to_number(value: object) -> float:
    return float(str(value))


CURES: Mapping[CheckTopic, Callable[[CheckFinding, MendingLine], tuple[str, ...]]] = {
    CheckTopic.ORIENTATION: _build_format_cure,
    CheckTopic.DURATION: _build_shortening_cure,
    CheckTopic.LIGHT: _build_step_cure("colour-correct", "--mode", "auto"),
    CheckTopic.BLACK: _build_cutting_cure,
    CheckTopic.FROZEN: _build_cutting_cure,
    CheckTopic.SOUND: _build_step_cure("voice-over", "--file", "VOICE.wav"),
    CheckTopic.TRACKS: _build_track_cure,
    CheckTopic.SIDES: _build_side_cure,
    CheckTopic.LOUDNESS: _build_loudness_cure,
    CheckTopic.NOISE: _build_step_cure("normalise", "--denoise", "strong"),
    CheckTopic.DEAD_AIR: _build_step_cure("trim", "--silence", "all"),
    CheckTopic.SUBTITLES: _build_subtitle_cure,
    CheckTopic.CHANNEL: _build_channel_cure,
    CheckTopic.MUSIC: _build_step_cure("music", "--bed", "MUSIC.mp3", "--licence", "TEXT"),
}
