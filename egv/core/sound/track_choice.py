"""The choice among several sound tracks: those in which somebody speaks, else the default one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from egv.core.errors import InputError
from egv.core.media.clip import SoundTrack
from egv.core.sound.activity import find_percentile
from egv.core.text.languages import to_long_code

SPEECH, MIX = "speech", "mix"  # words of --track, beside a number
WINDOW_S = 0.5  # one level of a track
SILENT_DBFS = -70.0  # nobody hears what is fainter
LEAST_SPEECH = 2  # windows with speech in a track that somebody speaks in
NEAR_DB = 6.0  # a voice at most this far below its own microphone's is as well heard as there
OWN_VOICE_DB = 8.0  # a voice at most this far below the track's usual one is no crosstalk
WHOLE = 0.95  # share of the speech in a track that lacks nobody
AT_ONCE = 0.45  # share of the speech at the same time from which two tracks are no conversation
MOST_TOLD = 6  # tracks that a note names


@dataclass(frozen=True, slots=True)
class TrackContent:
    """Half seconds of one track, from all over the clip: its levels, and where somebody speaks."""

    levels_dbfs: tuple[float, ...] = ()
    speech: tuple[bool, ...] = ()

    @property
    def is_silent(self) -> bool:
        """True where nothing is heard."""
        return max(self.levels_dbfs, default=SILENT_DBFS) <= SILENT_DBFS

    @property
    def is_spoken(self) -> bool:
        """True where somebody speaks."""
        return not self.is_silent and sum(self.speech) >= LEAST_SPEECH

    @property
    def own_speech(self) -> tuple[bool, ...]:
        """The windows in which somebody speaks about as loudly as is usual in this track."""
        pairs = tuple(zip(self.levels_dbfs, self.speech, strict=True))
        usual = find_percentile([level for level, spoken in pairs if spoken], 0.75)
        return tuple(spoken and level >= usual - OWN_VOICE_DB for level, spoken in pairs)


@dataclass(frozen=True, slots=True)
class TrackChoice:
    """The tracks that are heard, the reason, and the tracks that are not heard, each described."""

    used: tuple[SoundTrack, ...]
    reason: str
    left_out: tuple[SoundTrack, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """The choice as a sentence for people."""
        count = len(self.used) + len(self.others)
        labels = " and ".join(track.label for track in self.used)
        are = "is" if len(self.used) == 1 else "are"
        rest = len(self.others) - MOST_TOLD
        told = [*self.others[:MOST_TOLD], *([f"and {rest} more"] if rest > 0 else ())]
        listed = f"; {', '.join(told)}" if told else ""
        return (
            f"the clip has {count} sound tracks: {labels} {are} used, because {self.reason}"
            f"{listed}; --track N takes another, --track mix all of them"
        )


Contents = Mapping[int, TrackContent]  # by number of the track


def needs_contents(tracks: Sequence[SoundTrack], wish: str) -> bool:
    """True where only their contents tell which of `tracks` are heard."""
    return wish == SPEECH and sum(track.decodable for track in tracks) > 1


def choose_tracks(
    tracks: Sequence[SoundTrack], wish: str, contents: Contents, language: str
) -> TrackChoice:
    """Choose which of `tracks` are heard: as the `wish` says, by number, `mix` or `speech`.

    Of tracks that are spoken in several languages, those in `language` are heard, where there are
    any. Raises InputError for a number that cannot be used.
    """
    able = [track for track in tracks if track.decodable]
    if wish == MIX:
        used, reason = able, "--track mix asks for all of them"
    elif wish != SPEECH:
        used, reason = [_find_numbered(tracks, int(wish))], "--track names it"
    elif len(able) == 1:
        used, reason = able, "it is the only one that can be read"
    else:
        used, reason = _choose_by_content(able, contents, language)
    chosen = {track.number for track in used}
    left_out = tuple(track for track in tracks if track.number not in chosen)
    others = tuple(f"{track.label} {_describe_other(track, contents)}" for track in left_out)
    return TrackChoice(tuple(used), reason, left_out, others)


def _find_numbered(tracks: Sequence[SoundTrack], number: int) -> SoundTrack:
    found = next((track for track in tracks if track.number == number), None)
    if found is None:
        raise InputError(
            f"--track {number}: the clip has {len(tracks)} sound tracks; choose 1 to {len(tracks)}"
        )
    if not found.decodable:
        raise InputError(
            f"--track {number}: {found.label} is of a kind that cannot be read; choose another"
        )
    return found


def _choose_by_content(
    tracks: Sequence[SoundTrack], contents: Contents, language: str
) -> tuple[list[SoundTrack], str]:
    ordered = sorted(tracks, key=lambda track: (track.spare, not track.default))
    spoken = [track for track in ordered if contents[track.number].is_spoken and not track.spare]
    if not spoken:
        return _choose_unspoken(ordered, contents)
    languages = {to_long_code(track.language) for track in spoken if track.language}
    wanted = to_long_code(language) if language else ""
    is_wanted = len(languages) > 1 and wanted in languages
    if len(languages) > 1:
        wanted = wanted if is_wanted else to_long_code(spoken[0].language)
        spoken = [track for track in spoken if to_long_code(track.language) == wanted]
    used = _collect_voices(spoken, contents)
    if len(used) > 1:
        return used, "each has a voice that is not in the others"
    if len(languages) > 1:
        of_project = "it is in the language of the project or kit"
        return (
            used,
            of_project if is_wanted else "it comes first, and others are in other languages",
        )
    if len(spoken) == 1:
        return used, "somebody speaks in it"
    if _measure_share(used, spoken, contents) >= WHOLE:
        return used, "it holds all that is said"
    return used, "it has the most speech, and others speak at the same time"


def _choose_unspoken(
    ordered: Sequence[SoundTrack], contents: Contents
) -> tuple[list[SoundTrack], str]:
    """Choose a track where nobody speaks in any: the first of `ordered` that is not silent."""
    audible = [track for track in ordered if not contents[track.number].is_silent]
    if not audible:
        return [ordered[0]], "all of them are silent"
    if audible[0] is ordered[0]:
        return audible[:1], "nobody speaks in any of them, and it comes first"
    return audible[:1], "nobody speaks in any of them, and the one before it is silent"


def _collect_voices(spoken: Sequence[SoundTrack], contents: Contents) -> list[SoundTrack]:
    """Collect the tracks of `spoken` that together hold all that is said.

    A track that talks at the same time as the others, such as a translation, is left out.
    """
    own = {track.number: contents[track.number].own_speech for track in spoken}
    shares = {track.number: _measure_share([track], spoken, contents) for track in spoken}
    best = max(shares.values())
    least = WHOLE if best >= WHOLE else best / 2
    first = next(track for track in spoken if shares[track.number] >= least)
    used = [first]
    for track in spoken:
        if track in used or _measure_share(used, spoken, contents) >= WHOLE:
            continue
        if all(_measure_overlap(own[track.number], own[one.number]) < AT_ONCE for one in used):
            used.append(track)
    return sorted(used, key=lambda track: track.number)


def _measure_share(
    used: Sequence[SoundTrack], spoken: Sequence[SoundTrack], contents: Contents
) -> float:
    """Measure which share of the speech in `spoken` is as well heard in `used`."""
    said = [contents[track.number] for track in spoken]
    heard = [contents[track.number] for track in used]
    loudest = [
        max(track.levels_dbfs[at] for track in said if track.speech[at])
        for at in range(len(said[0].speech))
        if any(track.speech[at] for track in said)
    ]
    best = [
        max(track.levels_dbfs[at] for track in heard)
        for at in range(len(said[0].speech))
        if any(track.speech[at] for track in said)
    ]
    near = [own >= level - NEAR_DB for own, level in zip(best, loudest, strict=True)]
    return sum(near) / len(near)


def _measure_overlap(one: Sequence[bool], other: Sequence[bool]) -> float:
    """Measure which share of the shorter speech is at the same time as the other's."""
    least = min(sum(one), sum(other))
    return sum(a and b for a, b in zip(one, other, strict=True)) / least if least else 0.0


def _describe_other(track: SoundTrack, contents: Contents) -> str:
    """Describe a track that is not heard, as the end of a sentence."""
    if not track.decodable:
        return "cannot be read"
    if track.spare:
        return "is a comment or description"
    if track.number not in contents:
        return "is left out"
    content = contents[track.number]
    if content.is_silent:
        return "is silent"
    return "has speech too" if content.is_spoken else "has no speech"
