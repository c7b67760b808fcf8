"""The rules of the publication checklist: from measurements to findings.

The rules are mild: a finding appears only where a viewer would notice. Thresholds that come from no
standard were set between good real clips and spoilt copies of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from egv.core.kit.channels import find_refusals
from egv.core.media.clip import SoundTrack
from egv.core.media.spans import find_runs, sum_durations
from egv.core.project.recipe_parts import Expectations, Orientation, Requirement
from egv.core.sound.sides import SideFault
from egv.workflow.check.findings import (
    CheckFinding,
    CheckTopic,
    ClipMeasurements,
    FindingWeight,
    PictureMeasurements,
)

ATTENTION_S = 120.0  # after two minutes viewers drift away
DARK, BRIGHT = 0.15, 0.85  # mean luma, 0 to 1: faces are lost below and blown out above
BEHIND, SHADOWED = 0.45, 0.22  # backlight: border lighter by the first, middle below the second
SOFT = 0.05  # steepness of the strongest edges: focused clips have 0.08 and more
JUMPY = 0.015  # share of the width, per eighth of a second: handheld while walking measures 0.013
BLACK, BLACK_S = 0.03, 0.5  # mean luma; shorter is a cut
STILL, STILL_S = 0.0004, 3.0  # mean difference between samples; a camera's own noise gives more
QUIET_LUFS, LOUD_LUFS = -40.0, -9.0  # beyond these `normalise` raises noise or meets squashed sound
MOST_CLIPPED = 5  # moments of 0.1 s at full scale: a single clap is no fault
LEAST_ABOVE_NOISE_DB = 15.0  # of a voice; words are lost below this
ECHO_S = 0.35  # for 20 dB: about a second of reverberation (RT60)
LEAST_SPEECH = 0.3  # share of a clip that should have speech
DEAD_START_S, DEAD_MIDDLE_S = 2.5, 4.0  # before the first word and after the last; between words
IN_PARTS = "parts"  # the case of a clip that is too long even without its pauses
BETWEEN_WORDS = "between"  # the case of a silence after which somebody may have begun again
SQUARE = 1.05  # ratio of the longer side to the shorter
PARTLY = {  # the case of a fault in only a part of a clip
    SideFault.LEFT_ONLY: "left-part",
    SideFault.RIGHT_ONLY: "right-part",
    SideFault.INVERTED: "inverted-part",
}

CheckRule = Callable[[ClipMeasurements, Expectations], Iterator[CheckFinding]]


def apply_rules(
    measured: ClipMeasurements, expect: Expectations, *, says_length: bool = True
) -> tuple[CheckFinding, ...]:
    """Return all findings for a clip that should meet `expect`.

    Where nobody said how long the clip should be (not `says_length`), only a length that tires
    viewers is reported.
    """
    rules = (
        RULES if says_length else tuple(rule for rule in RULES if rule is not find_duration_faults)
    )
    everything = [finding for rule in rules for finding in rule(measured, expect)]
    if not says_length and measured.seconds > ATTENTION_S:
        facts = {
            "seconds": measured.seconds, "most": ATTENTION_S, "pauses": _measure_pauses_s(measured)
        }  # fmt: skip
        everything.append(CheckFinding(CheckTopic.DURATION, FindingWeight.TIP, "tiring", facts))
    order = list(CheckTopic)
    return tuple(sorted(everything, key=lambda finding: order.index(finding.topic)))


def find_resolution_faults(
    measured: ClipMeasurements, expect: Expectations
) -> Iterator[CheckFinding]:
    """Find a short side below the required or the ideal resolution."""
    side, wish = min(measured.width, measured.height), expect.resolution
    if side < wish.min:
        yield CheckFinding(
            CheckTopic.RESOLUTION, FindingWeight.FIX, "small", {"side": side, "least": wish.min}
        )
    elif side < wish.ideal:
        yield CheckFinding(
            CheckTopic.RESOLUTION, FindingWeight.TIP, "fair", {"side": side, "ideal": wish.ideal}
        )


def find_orientation_faults(
    measured: ClipMeasurements, expect: Expectations
) -> Iterator[CheckFinding]:
    """Find an orientation other than the wanted one."""
    shape = measured.width / measured.height
    held = Orientation.SQUARE
    if max(shape, 1 / shape) > SQUARE:
        held = Orientation.LANDSCAPE if shape > 1 else Orientation.PORTRAIT
    if expect.orientation not in (Orientation.ANY, held):
        facts = {"held": held.value, "wanted": expect.orientation.value}
        yield CheckFinding(CheckTopic.ORIENTATION, FindingWeight.TIP, facts=facts)


def find_duration_faults(
    measured: ClipMeasurements, expect: Expectations
) -> Iterator[CheckFinding]:
    """Find a length outside the wanted range."""
    wish, seconds = expect.duration, measured.seconds
    low, high = wish.ideal
    facts: dict[str, object] = {
        "seconds": seconds, "low": low, "high": high, "most": wish.max,
        "pauses": _measure_pauses_s(measured),
    }  # fmt: skip
    if seconds > wish.max:
        case = "long"
        if not measured.finished and seconds - _measure_pauses_s(measured) > wish.max:
            case = IN_PARTS
            facts = {**facts, **_choose_split(measured, wish.max)}
        yield CheckFinding(CheckTopic.DURATION, FindingWeight.FIX, case, facts)
    elif seconds > wish.warn[1]:
        yield CheckFinding(CheckTopic.DURATION, FindingWeight.TIP, "longish", facts)
    elif seconds < wish.warn[0]:
        yield CheckFinding(CheckTopic.DURATION, FindingWeight.TIP, "short", facts)


def _choose_split(measured: ClipMeasurements, most_s: float) -> dict[str, object]:
    """Choose in how many parts a clip fits, and where the first ends: in a pause where it can."""
    parts = math.ceil(measured.seconds / most_s)
    wanted = measured.seconds / parts
    speech = measured.sounds.known_speech if measured.sounds else ()
    pauses = [float(one.end + other.start) / 2 for one, other in pairwise(speech)]
    fitting = [at for at in pauses if wanted / 2 < at <= most_s]
    split = min(fitting, key=lambda at: abs(at - wanted), default=wanted)
    return {"parts": parts, "split": f"{split:.1f}".removesuffix(".0")}


def _measure_pauses_s(measured: ClipMeasurements) -> float:
    """Measure how long nobody speaks, s; 0 where that is unknown, or egv has cut it already."""
    speech = measured.sounds.known_speech if measured.sounds else ()
    if measured.finished or not speech:
        return 0.0
    return measured.seconds - float(sum_durations(speech))


def find_light_faults(measured: ClipMeasurements, expect: Expectations) -> Iterator[CheckFinding]:
    """Find a picture that is dark, bright or against the light."""
    looks = measured.looks
    seen = [level for level in looks.light if level > BLACK]
    if not expect.light or not seen or looks.is_screen:
        return
    mean = sum(seen) / len(seen)
    facts = {"percent": round(100 * mean)}
    if mean < DARK:
        yield CheckFinding(
            CheckTopic.LIGHT,
            FindingWeight.TIP,
            "dark",
            facts,
            _find_first_time(looks, lambda v: v < DARK),
        )
    elif mean > BRIGHT:
        yield CheckFinding(
            CheckTopic.LIGHT,
            FindingWeight.TIP,
            "bright",
            facts,
            _find_first_time(looks, lambda v: v > BRIGHT),
        )
    elif looks.middle < SHADOWED and looks.border - looks.middle > BEHIND:
        yield CheckFinding(CheckTopic.BACKLIGHT, FindingWeight.TIP, times=(0.0,))


def find_extra_people(measured: ClipMeasurements, expect: Expectations) -> Iterator[CheckFinding]:
    """Find more people in view than expected.

    Fewer are no finding: they may turn away, or appear one after the other.
    """
    seen, wanted = measured.looks.people, expect.people
    if wanted is not None and seen > wanted:
        facts = {"seen": seen, "wanted": wanted}
        yield CheckFinding(CheckTopic.PEOPLE, FindingWeight.TIP, facts=facts)


def find_sharpness_faults(
    measured: ClipMeasurements,
    expect: Expectations,  # noqa: ARG001
) -> Iterator[CheckFinding]:
    """Find a picture that is out of focus."""
    if 0 < measured.looks.sharpness < SOFT:
        yield CheckFinding(CheckTopic.SHARPNESS, FindingWeight.TIP, times=(measured.seconds / 2,))


def find_shake_faults(measured: ClipMeasurements, expect: Expectations) -> Iterator[CheckFinding]:  # noqa: ARG001
    """Find a camera that shakes."""
    if measured.looks.shake > JUMPY:
        yield CheckFinding(CheckTopic.SHAKE, FindingWeight.TIP)


def find_black_stretches(
    measured: ClipMeasurements,
    expect: Expectations,  # noqa: ARG001
) -> Iterator[CheckFinding]:
    """Find stretches of black picture."""
    looks = measured.looks
    dark = [level <= BLACK for level in looks.light]
    for start, end in _find_stretches(dark, looks.rate):
        if end - start >= BLACK_S:
            facts, times = {"seconds": end - start}, (looks.start + start,)
            yield CheckFinding(CheckTopic.BLACK, FindingWeight.FIX, facts=facts, times=times)


def find_frozen_stretches(
    measured: ClipMeasurements,
    expect: Expectations,  # noqa: ARG001
) -> Iterator[CheckFinding]:
    """Find frozen stretches of camera picture; still screens and black picture are exempt."""
    looks = measured.looks
    if looks.is_screen:
        return
    lit = [min(pair) > BLACK for pair in pairwise(looks.light)]
    still = [one <= STILL and there for one, there in zip(looks.change, lit, strict=True)]
    for start, end in _find_stretches(still, looks.rate):
        if end - start >= STILL_S:
            facts, times = {"seconds": end - start}, (looks.start + start,)
            yield CheckFinding(CheckTopic.FROZEN, FindingWeight.FIX, facts=facts, times=times)


def find_sound_faults(measured: ClipMeasurements, expect: Expectations) -> Iterator[CheckFinding]:
    """Find sound that is missing, too quiet, too loud or clipped."""
    sounds = measured.sounds
    if sounds is None or sounds.is_silence:
        if expect.speech is Requirement.REQUIRED:
            yield CheckFinding(
                CheckTopic.SOUND, FindingWeight.FIX, "none" if sounds is None else "silent"
            )
        return
    facts = {"lufs": sounds.integrated_lufs}
    if expect.loudness and sounds.integrated_lufs < QUIET_LUFS:
        case = "quiet" if sounds.known_speech else "faint"  # a microphone is for a voice
        yield CheckFinding(CheckTopic.LOUDNESS, FindingWeight.TIP, case, facts)
    if expect.loudness and sounds.integrated_lufs > LOUD_LUFS:
        yield CheckFinding(CheckTopic.LOUDNESS, FindingWeight.TIP, "loud", facts)
    if len(sounds.clipped) > MOST_CLIPPED:
        facts = {"times": len(sounds.clipped)}
        yield CheckFinding(
            CheckTopic.CLIPPING, FindingWeight.TIP, facts=facts, times=sounds.clipped[:3]
        )


def find_track_choices(
    measured: ClipMeasurements,
    expect: Expectations,  # noqa: ARG001
) -> Iterator[CheckFinding]:
    """Find sound tracks that are not heard, and several that are heard together."""
    choice = measured.tracks
    if choice is None:
        return
    used, left_out = (
        ", ".join(_name_track(track) for track in tracks)
        for tracks in (choice.used, choice.left_out)
    )
    facts = {"count": len(choice.used) + len(choice.left_out), "used": used, "others": left_out}
    case = "some" if choice.left_out else "all"
    yield CheckFinding(CheckTopic.TRACKS, FindingWeight.TIP, case, facts)


def _name_track(track: SoundTrack) -> str:
    return f'{track.number} "{track.title}"' if track.title else str(track.number)


def find_side_faults(
    measured: ClipMeasurements,
    expect: Expectations,  # noqa: ARG001
) -> Iterator[CheckFinding]:
    """Find sound on one side only, an inverted side, and voices far left and right.

    In only a part of the clip, it may be music that is so on purpose.
    """
    sounds = measured.sounds
    if sounds and sounds.side_fault:
        yield CheckFinding(CheckTopic.SIDES, FindingWeight.FIX, sounds.side_fault.value)
    elif sounds and sounds.side_stretches:
        spans = sounds.side_stretches.spans
        yield CheckFinding(
            CheckTopic.SIDES,
            FindingWeight.TIP,
            PARTLY[sounds.side_stretches.fault],
            {"seconds": float(sum_durations(spans))},
            tuple(float(span.start) for span in spans),
        )


def find_voice_faults(measured: ClipMeasurements, expect: Expectations) -> Iterator[CheckFinding]:
    """Find a voice lost in noise or echo, and too little speech."""
    sounds = measured.sounds
    if sounds is None or sounds.is_silence or not sounds.has_model:
        return
    if not sounds.speech:
        if expect.speech is Requirement.REQUIRED:
            yield CheckFinding(CheckTopic.SPEECH, FindingWeight.TIP, "none")
        return
    above = sounds.voice_dbfs - sounds.noise_dbfs
    if above < LEAST_ABOVE_NOISE_DB:
        yield CheckFinding(
            CheckTopic.NOISE, FindingWeight.TIP, facts={"db": above, "least": LEAST_ABOVE_NOISE_DB}
        )
    elif sounds.decay_s is not None and sounds.decay_s > ECHO_S:
        yield CheckFinding(CheckTopic.ECHO, FindingWeight.TIP, facts={"seconds": sounds.decay_s})
    share = float(sum_durations(sounds.speech)) / (measured.seconds - measured.cards_s)
    if expect.speech is Requirement.REQUIRED and share < LEAST_SPEECH:
        yield CheckFinding(
            CheckTopic.SPEECH, FindingWeight.TIP, "little", {"percent": round(100 * share)}
        )


def find_dead_air(measured: ClipMeasurements, expect: Expectations) -> Iterator[CheckFinding]:
    """Find long silences: before the first word, between two words, and after the last.

    Clips made by egv are exempt: they have been through `trim`, and their intro and outro are
    silent on purpose.
    """
    speech = measured.sounds.known_speech if measured.sounds else ()
    if measured.finished or not speech or expect.speech is not Requirement.REQUIRED:
        return
    gaps = [(0.0, float(speech[0].start), DEAD_START_S)]
    gaps += [(float(a.end), float(b.start), DEAD_MIDDLE_S) for a, b in pairwise(speech)]
    gaps += [(float(speech[-1].end), measured.seconds, DEAD_START_S)]
    long = [(start, end) for start, end, most in gaps if end - start > most]
    if long:
        seconds = sum(end - start for start, end in long)
        times = tuple(start for start, _ in long)
        restarts = [int(end) for start, end in long if start > 0 and end < measured.seconds]
        yield CheckFinding(
            CheckTopic.DEAD_AIR,
            FindingWeight.TIP,
            BETWEEN_WORDS if restarts else "",
            facts={"seconds": seconds, **({"restart": restarts[0]} if restarts else {})},
            times=times,
        )


def find_subtitle_faults(
    measured: ClipMeasurements,
    expect: Expectations,  # noqa: ARG001
) -> Iterator[CheckFinding]:
    """Find a finished video with speech but no subtitles, and subtitles that go too fast."""
    spoken = measured.sounds is not None and bool(measured.sounds.known_speech)
    if measured.finished and spoken and not measured.cues:
        yield CheckFinding(CheckTopic.SUBTITLES, FindingWeight.TIP, "none")
    if measured.faults:
        facts = {"count": len(measured.faults), "first": measured.faults[0]}
        yield CheckFinding(CheckTopic.SUBTITLES, FindingWeight.TIP, "unreadable", facts)


def find_music_faults(measured: ClipMeasurements, expect: Expectations) -> Iterator[CheckFinding]:  # noqa: ARG001
    """Find music whose licence is unknown."""
    if measured.licence is not None and not measured.licence.strip():
        yield CheckFinding(CheckTopic.MUSIC, FindingWeight.FIX)


def find_channel_faults(
    measured: ClipMeasurements,
    expect: Expectations,  # noqa: ARG001
) -> Iterator[CheckFinding]:
    """Find why the channel where the video is to be posted would refuse it."""
    if measured.channel:
        size = (measured.width, measured.height)
        for refusal in find_refusals(measured.channel, size, measured.seconds, measured.size_bytes):
            yield CheckFinding(CheckTopic.CHANNEL, FindingWeight.FIX, refusal.case, refusal.facts)


RULES: tuple[CheckRule, ...] = (
    find_resolution_faults,
    find_orientation_faults,
    find_duration_faults,
    find_light_faults,
    find_extra_people,
    find_sharpness_faults,
    find_shake_faults,
    find_black_stretches,
    find_frozen_stretches,
    find_sound_faults,
    find_track_choices,
    find_side_faults,
    find_voice_faults,
    find_dead_air,
    find_subtitle_faults,
    find_music_faults,
    find_channel_faults,
)


def _find_first_time(
    looks: PictureMeasurements, is_so: Callable[[float], bool]
) -> tuple[float, ...]:
    """Find the first time, s, at which a light sample passes the test `is_so`."""
    first = next((at for at, value in enumerate(looks.light) if is_so(value)), 0)
    return (looks.start + first / looks.rate,)


def _find_stretches(flags: Sequence[bool], rate: float) -> list[tuple[float, float]]:
    """Find start and end, s, of each unbroken run of true `flags`, `rate` flags a second."""
    return [(first / rate, end / rate) for first, end in find_runs(flags)]
