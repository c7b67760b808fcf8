"""The treatment of a programme's sound: mending its sides, and how far it may be raised."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from egv.core.graph.pads import Pad
from egv.core.media.clip import Clip, Media
from egv.core.media.spans import sum_durations
from egv.core.media.timing import Seconds, Span
from egv.core.programme.edit import Edit
from egv.core.programme.questions import Ask, LoudnessOf, SidesOf, SpeechIn
from egv.core.sound.loudness import (
    MAX_GAIN_DB,
    Loudness,
    apply_gain,
    compute_gain_cap_db,
)
from egv.core.sound.sides import (
    FAULTS,
    MENDED,
    SideFault,
    Sides,
    describe_stretches,
    find_side_fault,
    mend_sides,
)

LEAST_SPEECH_S = Seconds(1, 2)  # a knock or a rustle taken for speech is shorter
FULL_DBTP = -1.0  # the ceiling of a sound that is mixed down, where nobody set one
ADVICE = "add the step normalise to mend it"


@dataclass(frozen=True, slots=True)
class GainChoice:
    """A gain, dB, and the reason why it is less than was wanted; "" where it is not."""

    gain_db: float
    reason: str = ""


def choose_gain(wanted_db: float, measured: Loudness, sound: Pad, ask: Ask) -> GainChoice:
    """Choose how far `sound` is raised: by over 20 dB only where somebody speaks clear of noise."""
    if wanted_db <= MAX_GAIN_DB:
        return GainChoice(wanted_db)
    cap_db = compute_gain_cap_db(measured)
    if cap_db <= MAX_GAIN_DB:
        return GainChoice(cap_db, "the sound is very quiet and mostly noise")
    if not is_spoken(sound, ask):
        return GainChoice(MAX_GAIN_DB, "the sound is very quiet and nobody speaks")
    if wanted_db <= cap_db:
        return GainChoice(wanted_db)
    return GainChoice(cap_db, "the voice is very quiet")


def is_spoken(sound: Pad, ask: Ask) -> bool:
    """True where somebody speaks in `sound`."""
    return _is_speech(ask(SpeechIn(sound)).spans)


def _is_speech(spans: Sequence[Span]) -> bool:
    return sum_durations(spans) >= LEAST_SPEECH_S


@dataclass(frozen=True, slots=True)
class BalancedSound:
    """A sound with its sides mended, what was wrong with them, and what to say of it."""

    sound: Pad
    fault: SideFault | None = None
    note: str = ""


def balance_sides(sound: Pad, ask: Ask) -> BalancedSound:
    """Mend the sides of `sound`, which is stereo, where nearly all of it has one fault."""
    fault, note = _find_fault(sound, ask)
    if fault is None:
        return BalancedSound(sound, note=note)
    return BalancedSound(mend_sides(sound, fault), fault, f"{FAULTS[fault]}; {MENDED[fault]}")


def _find_fault(sound: Pad, ask: Ask) -> tuple[SideFault | None, str]:
    """Find what is wrong with the sides of `sound`, else what to say of a part of it."""
    sides = ask(SidesOf(sound))
    fault = find_side_fault(sides)
    if fault is SideFault.APART:
        fault = choose_side_fault(sides, ask(SpeechIn(sound)).spans)
    return fault, "" if fault else describe_stretches(sides)


def choose_side_fault(sides: Sides, speech: Sequence[Span]) -> SideFault | None:
    """Choose what is wrong with `sides`, in which there is `speech`: music may be far apart."""
    fault = find_side_fault(sides)
    return None if fault is SideFault.APART and not _is_speech(speech) else fault


def balance_sound(edit: Edit, sound: Pad, ask: Ask) -> BalancedSound:
    """Mend the sides of `sound`, that of `edit`, as `balance_sides` does.

    The clips of a programme of several are mended one by one, before they are joined.
    """
    if edit.parts or not (has_sides(edit.clock[0].media) or has_sides(edit.voice.media)):
        return BalancedSound(sound)
    return balance_sides(sound, ask)


def find_room_db(edit: Edit, measured: Loudness, ask: Ask) -> float:
    """Find how far the sound of `edit` may be raised, dB, for its clips not to pass their limits.

    inf where one of its clips reached its target, or where none was levelled.
    """
    levelled = [(part.sound, part.level) for part in edit.parts if part.sound and part.level]
    heard = [level for sound, level in levelled if not ask(LoudnessOf(sound)).is_silence]
    if not heard or any(level.asked_lufs is None for level in heard):
        return math.inf
    return max(0.0, max(level.lufs for level in heard) - measured.integrated_lufs)


def has_sides(media: Media) -> bool:
    """True where the sides of the sound of `media` may differ."""
    return any(stream.channels > 1 for stream in media.heard_streams)


def finish_untreated_sound(edit: Edit, ask: Ask) -> Edit:
    """Return `edit`, whose sound no step has levelled, with no peak over full scale, and notes.

    Only a sound that is mixed of more than two channels or several tracks can pass full scale. What
    is wrong with the sides of a clip is told, and left as it is.
    """
    sound = edit.sound
    if sound is None or edit.level is not None:
        return edit
    for part in edit.clips:
        edit = _note_sides(edit, part, ask)
    if not any(_is_mixed(part.clock[0].media) for part in edit.clips):
        return edit
    over_db = ask(LoudnessOf(sound)).true_peak_dbtp - FULL_DBTP
    if over_db <= 0:
        return edit
    lowered = edit.with_sound(apply_gain(sound, -over_db))
    return lowered.with_note(
        f"the channels of the sound are mixed to two; it is {over_db:.1f} dB softer, so that"
        " nothing is distorted"
    )


def _note_sides(edit: Edit, part: Edit, ask: Ask) -> Edit:
    """Return `edit` with a note on the sides of the sound of `part`, one of its clips."""
    if part.sound is None or not has_sides(part.voice.media):
        return edit
    fault, note = _find_fault(part.sound, ask)
    if fault:
        note = f"{FAULTS[fault]}; {ADVICE}"
    if not note:
        return edit
    return edit.with_note(f"{part.clock[0].media.path.name}: {note}" if edit.parts else note)


def _is_mixed(clip: Clip) -> bool:
    """True where the sound of `clip` is added up from more than two channels."""
    return bool(clip.mixed) or any(stream.channels > 2 for stream in clip.heard_streams)
