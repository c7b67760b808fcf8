"""Praise and one tip: the choice of what is good about a recording, and of the one tip.

Only what was measured is praised. The limits are stricter than those of the checklist: there,
nothing is wrong; here, it is good.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import fmean, median

from egv.core.media.clip import Cue
from egv.core.media.spans import sum_durations
from egv.core.project.recipe_parts import Expectations
from egv.workflow.check.findings import CheckTopic, ClipMeasurements, SoundMeasurements
from egv.workflow.check.rules import BLACK, apply_rules

CLEAR_DB, VERY_CLEAR_DB = 20.0, 40.0  # of a voice over the noise around it
LEVEL_LUFS = (-28.0, -12.0)
DRY_S = 0.2  # for 20 dB: a furnished room
LIT, MOST_BEHIND = (0.3, 0.7), 0.25  # mean luma; the border is at most so much lighter
SHARP, VERY_SHARP = 0.08, 0.2  # steepness of the strongest edges
STEADY = 0.004  # share of the width: on a stand, or leaning against something
ACROSS, FACE_TOP, FACE_HIGH = (0.33, 0.67), 0.04, (0.12, 0.6)  # shares of the picture
FEWEST_FACES = 3  # frames with one face
PACE_WPM = (100.0, 170.0)  # words per minute that listeners follow with ease
FEWEST_WORDS = 20
MOST_GOODS = 2


class GoodKind(StrEnum):
    """Something about a video that can be good, in the order of choice where all are equal."""

    FACE = "face"
    VOICE = "voice"
    PACE = "pace"
    LIGHT = "light"
    STEADY = "steady"
    SHARP = "sharp"
    LENGTH = "length"
    LEVEL = "level"
    DRY = "dry"


HEARD = (GoodKind.VOICE, GoodKind.PACE, GoodKind.LEVEL, GoodKind.DRY)
TIPS = (  # the most helpful first: whoever cannot be heard need not be seen
    (CheckTopic.SOUND, "none"),
    (CheckTopic.SOUND, "silent"),
    (CheckTopic.NOISE, ""),
    (CheckTopic.LOUDNESS, "quiet"),
    (CheckTopic.CLIPPING, ""),
    (CheckTopic.BACKLIGHT, ""),
    (CheckTopic.LIGHT, "dark"),
    (CheckTopic.SHARPNESS, ""),
    (CheckTopic.SHAKE, ""),
    (CheckTopic.ECHO, ""),
    (CheckTopic.ORIENTATION, ""),
    (CheckTopic.DURATION, "long"),
    (CheckTopic.DURATION, "longish"),
    (CheckTopic.LIGHT, "bright"),
    (CheckTopic.RESOLUTION, "small"),
)


@dataclass(frozen=True, slots=True)
class Good:
    """Something good that was measured, the figures to tell, and how good it is, 0 to 1."""

    kind: GoodKind
    strength: float
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tip:
    """The one thing that would help most next time, by its topic and case on the checklist."""

    topic: CheckTopic
    case: str


def choose_goods(
    clips: Sequence[ClipMeasurements],
    expect: Expectations,
    cues: Sequence[Cue] = (),
    mended: Collection[GoodKind] = (),
) -> tuple[Good, ...]:
    """Choose the two best things about a video of `clips`: one heard and one seen where possible.

    Each clip must have it; the weakest counts. `cues` are the words that were spoken, and `mended`
    is what egv had to mend.
    """
    found = [*_list_shared_goods(clips), *_find_pace(cues)]
    if clips:
        found += _find_length(clips[0].seconds, expect)
    found = [good for good in found if good.kind not in mended]
    ranked = sorted(found, key=lambda good: (-good.strength, list(GoodKind).index(good.kind)))
    best = [
        next((g for g in ranked if (g.kind in HEARD) is heard), None) for heard in (True, False)
    ]
    chosen = [good for good in best if good]
    chosen += [good for good in ranked if good not in chosen]
    return tuple(chosen[:MOST_GOODS])


def choose_tip(clips: Iterable[ClipMeasurements], expect: Expectations) -> Tip | None:
    """Choose the most helpful tip for whoever recorded `clips`; None where there is none."""
    found = {(f.topic, f.case) for measured in clips for f in apply_rules(measured, expect)}
    return next((Tip(*key) for key in TIPS if key in found), None)


def measure_clearance_db(sounds: SoundMeasurements | None) -> float | None:
    """Measure how far the voice is above the noise around it, dB; None where nobody is known."""
    if sounds is None or sounds.is_silence or not sounds.known_speech:
        return None
    return sounds.voice_dbfs - sounds.noise_dbfs


def find_least_clearance_db(clips: Iterable[SoundMeasurements | None]) -> float | None:
    """Find how far the voice is above the noise, dB, in the clip of `clips` where it is least."""
    known = [db for sounds in clips if (db := measure_clearance_db(sounds)) is not None]
    return round(min(known), 1) if known else None


def _list_shared_goods(clips: Sequence[ClipMeasurements]) -> Iterator[Good]:
    """List the goods that all of `clips` have, each as in the clip where it is weakest."""
    of_clips = [{good.kind: good for good in _list_goods(measured)} for measured in clips]
    for kind in GoodKind:
        good = [found[kind] for found in of_clips if kind in found]
        if good and len(good) == len(clips):
            yield min(good, key=lambda one: one.strength)


def _list_goods(measured: ClipMeasurements) -> Iterator[Good]:
    yield from _find_heard_goods(measured.sounds)
    yield from _find_face(measured)
    yield from _find_light(measured)
    looks = measured.looks
    if looks.sharpness >= SHARP:
        yield Good(GoodKind.SHARP, _scale(looks.sharpness, SHARP, VERY_SHARP))
        if looks.shake <= STEADY and not looks.is_screen:
            yield Good(GoodKind.STEADY, _scale(looks.shake, STEADY, 0.0))


def _find_heard_goods(sounds: SoundMeasurements | None) -> Iterator[Good]:
    above_db = measure_clearance_db(sounds)
    if sounds is None or above_db is None:
        return
    if above_db >= CLEAR_DB:
        strength = _scale(above_db, CLEAR_DB, VERY_CLEAR_DB)
        yield Good(GoodKind.VOICE, strength, {"db": round(above_db)})
    low, high = LEVEL_LUFS
    if low <= sounds.integrated_lufs <= high and not sounds.clipped:
        yield Good(GoodKind.LEVEL, 0.3)
    if sounds.decay_s is not None and sounds.decay_s <= DRY_S:
        yield Good(GoodKind.DRY, _scale(sounds.decay_s, DRY_S, 0.0))


def _find_face(measured: ClipMeasurements) -> Iterator[Good]:
    """Find a single face, with room around it, near the middle."""
    looks = measured.looks
    if looks.is_screen or looks.people != 1 or len(looks.faces) < FEWEST_FACES:
        return
    left, top, right, bottom = (median(side) for side in zip(*looks.faces, strict=True))
    middle, high = (left + right) / 2, bottom - top
    is_placed = ACROSS[0] <= middle <= ACROSS[1] and top >= FACE_TOP
    if is_placed and FACE_HIGH[0] <= high <= FACE_HIGH[1]:
        yield Good(GoodKind.FACE, _scale(abs(middle - 0.5), 0.5 - ACROSS[0], 0.0))


def _find_light(measured: ClipMeasurements) -> Iterator[Good]:
    looks = measured.looks
    seen = [level for level in looks.light if level > BLACK]
    if not seen or looks.is_screen or looks.border - looks.middle > MOST_BEHIND:
        return
    mean = fmean(seen)
    if LIT[0] <= min(mean, looks.middle) and max(mean, looks.middle) <= LIT[1]:
        yield Good(GoodKind.LIGHT, _scale(abs(mean - fmean(LIT)), fmean(LIT) - LIT[0], 0.0))


def _find_length(seconds: float, expect: Expectations) -> Iterator[Good]:
    low, high = expect.duration.ideal
    if low <= seconds <= high:
        yield Good(GoodKind.LENGTH, 0.3, {"seconds": seconds, "low": low, "high": high})


def _find_pace(cues: Sequence[Cue]) -> Iterator[Good]:
    """Find a calm pace of speech, by the words of the subtitles and the time they are shown."""
    words = sum(len(cue.text.split()) for cue in cues)
    if words < FEWEST_WORDS:
        return
    pace = 60 * words / float(sum_durations([cue.span for cue in cues]))
    if PACE_WPM[0] <= pace <= PACE_WPM[1]:
        yield Good(GoodKind.PACE, 0.5, {"words": round(pace, -1)})


def _scale(value: float, worst: float, best: float) -> float:
    """Scale `value` to 0 at `worst`, 1 at `best` and beyond."""
    return max(0.0, min(1.0, (value - worst) / (best - worst)))
