"""Several clips concatenated into one programme: equally loud, one after another on one clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from egv.core.graph.splice import join_pictures, join_sounds
from egv.core.media.canvas import find_heaviest
from egv.core.media.clip import Canvas, Chapter, Cue, TextTrack
from egv.core.media.moments import shift_moments
from egv.core.media.timing import Seconds, Span, format_clock
from egv.core.programme.edit import Edit, LoudnessTarget, Voice
from egv.core.programme.layers import LOWER_THIRD, Layer, LowerThird
from egv.core.programme.levelling import choose_gain
from egv.core.programme.questions import Ask, LoudnessOf
from egv.core.programme.step import Step
from egv.core.sound.loudness import apply_gain
from egv.core.text.languages import to_long_code
from egv.core.text.run_notes import is_run_note
from egv.core.text.wording import format_count

STEP = "join"
ALIKE_LU = 0.1  # a smaller step is inaudible
READABLE_S = Seconds(2)  # of a lower third
LOUDEST_DBTP = -1.5  # limit for peaks raised by the gain, where no ceiling was set

PlacedClips = Sequence[tuple[Edit, Seconds]]


def split_for_concat(steps: Iterable[Step]) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Split `steps` into those for each clip and those for the whole programme."""
    per_clip, whole, narrated = [], [], False
    for step in steps:
        own, rest = step.split_for_concat(narrated=narrated)
        per_clip += [own] if own else []
        whole += [rest] if rest else []
        narrated |= step.gives_voice
    return tuple(per_clip), tuple(whole)


def level_clips(clips: Sequence[Edit], ask: Ask) -> tuple[Edit, ...]:
    """Raise the quieter of `clips` to the loudest, as far as their noise allows.

    Nothing changes where a step has already set a loudness target on any clip.
    """
    if any(clip.level for clip in clips):
        return tuple(clips)
    measured = [ask(LoudnessOf(clip.sound)) if clip.sound else None for clip in clips]
    heard = [loudness for loudness in measured if loudness and not loudness.is_silence]
    if len(heard) < 2:
        return tuple(clips)
    loudest = max(loudness.integrated_lufs for loudness in heard)
    peak = min(0.0, max(LOUDEST_DBTP, *(loudness.true_peak_dbtp for loudness in heard)))
    done = []
    for clip, own in zip(clips, measured, strict=True):
        sound = clip.sound
        if sound and own and not own.is_silence:
            choice = choose_gain(loudest - own.integrated_lufs, own, sound, ask)
            gain_db = choice.gain_db
            if choice.reason:
                clip = clip.with_note(f"{STEP}: {choice.reason}; raised by only {gain_db:.0f} dB")
            if gain_db >= ALIKE_LU:
                raised = apply_gain(sound, gain_db)
                clip = clip.with_sound(
                    raised, level=LoudnessTarget(loudest, peak)
                ).with_explanation(
                    STEP,
                    f"raised by {gain_db:.1f} dB, to {own.integrated_lufs + gain_db:.1f} LUFS",
                    gain_db=round(gain_db, 2),
                )
        done.append(clip)
    return tuple(done)


def concatenate_clips(clips: Sequence[Edit], canvas: Canvas) -> Edit:
    """Concatenate `clips`, all at the rate of `canvas`, each as a part of its own.

    The clips keep their sizes until delivery. Text tracks, lower thirds and chapters go with their
    clip; no person gets a second lower third.
    """
    clips = _drop_repeated_plates(clips)
    starts = accumulate((clip.frames for clip in clips), initial=0)
    rate = canvas.frame_rate
    placed = [(clip, start / rate) for clip, start in zip(clips, starts, strict=False)]
    texts = next((clip.texts for clip in clips if clip.texts), ())
    language, notes = _choose_language(clips)
    made = Edit(
        clock=tuple(segment for clip in clips for segment in clip.clock),
        canvas=canvas,
        picture=join_pictures([clip.picture for clip in clips], rate),
        conformed=clips[0].conformed,
        voice=_join_voices(clips, canvas),
        sound=join_sounds([(clip.sound, clip.frames) for clip in clips], rate),
        level=next((clip.level for clip in clips if clip.level), None),
        cues=tuple(cue.shift(at) for clip, at in placed for cue in clip.cues),
        language=language,
        cues_are_given={clip.cues_are_given for clip in clips if clip.cues} == {True},
        layers=tuple(_list_layers(placed)),
        texts=texts,
        text_tracks=_join_text_tracks(placed),
        chapters=tuple(chapter for clip, at in placed for chapter in _list_chapters(clip, at)),
        explanations=tuple(
            replace(why, clip=_clip_name(clip)) for clip in clips for why in clip.explanations
        ),
        notes=(*_collect_notes(placed), *notes),
        parts=tuple(clips),
    )
    return _with_join_explanation(made)


def _with_join_explanation(edit: Edit) -> Edit:
    """Add an explanation of what the programme was made of."""
    (wide, high), rate = edit.canvas.size, float(edit.canvas.frame_rate)
    return edit.with_explanation(
        STEP,
        f"{format_count(len(edit.parts), 'clip')}, {wide}x{high} at {rate:.5g} frames a second,"
        f" {format_clock(edit.duration)}",
        clips=len(edit.parts),
        width=wide,
        height=high,
        frame_rate=round(rate, 3),
    )


def _clip_name(clip: Edit) -> str:
    return clip.clock[0].media.path.name


def _join_voices(clips: Sequence[Edit], canvas: Canvas) -> Voice:
    """Concatenate the uncut voices of `clips`."""
    voices, rate = [clip.voice for clip in clips], canvas.frame_rate
    *starts, frames = accumulate((voice.frames for voice in voices), initial=0)
    placed = list(zip(voices, starts, strict=True))
    return Voice(
        media=next((voice.media for voice in voices if voice.sound), voices[0].media),
        sound=join_sounds([(voice.sound, voice.frames) for voice in voices], rate),
        frames=frames,
        kept=tuple(span.shift(start / rate) for voice, start in placed for span in voice.kept),
        parts=tuple(voices),
    )


def _choose_language(clips: Sequence[Edit]) -> tuple[str, tuple[str, ...]]:
    """Choose the language of most subtitles, with notes on clips that do not match."""
    said = [(clip.language, Seconds(len(clip.cues))) for clip in clips if clip.cues]
    if not said:
        return next((clip.language for clip in clips if clip.language), ""), ()
    language, notes = find_heaviest(said), []
    if len({code for code, _ in said if code}) > 1:
        notes.append(
            "subtitle: the clips are in several languages; their subtitles are all in one"
            f" file, named for {language}"
        )
    if len({clip.cues_are_given for clip in clips if clip.cues}) > 1:
        notes.append(
            "subtitle: some clips came with subtitles and some did not, so egv breaks lines"
            " and sets times in all of them"
        )
    return language, tuple(notes)


def _list_layers(placed: PlacedClips) -> Iterator[Layer]:
    """Yield the layers of all clips on one clock; layers over the whole video come once."""
    seen: set[Layer] = set()
    for clip, at in placed:
        for layer in clip.layers:
            if isinstance(layer, LowerThird):
                span = layer.find_shown_span(clip.duration)
                layer = replace(layer, start=at + span.start, duration=span.duration)
            if layer not in seen:
                seen.add(layer)
                yield layer


def _drop_repeated_plates(clips: Sequence[Edit]) -> list[Edit]:
    """Keep one lower third per name: in the first clip that shows it long enough to read."""
    best: dict[tuple[tuple[str, str], ...], tuple[Seconds, LowerThird, Edit]] = {}
    for clip in clips:
        for plate in clip.lower_thirds:
            shown = min(READABLE_S, plate.find_shown_span(clip.duration).duration)
            if plate.texts not in best or shown > best[plate.texts][0]:
                best[plate.texts] = shown, plate, clip
    chosen = [(plate, clip) for _, plate, clip in best.values()]

    def add_clip_name(clip: Edit) -> Edit:
        own = [plate for plate, its in chosen if its is clip]
        if own == [*clip.lower_thirds]:
            return clip
        others = tuple(layer for layer in clip.layers if not isinstance(layer, LowerThird))
        return replace(
            clip,
            layers=(*others, *own),
            explanations=tuple(why for why in clip.explanations if own or why.step != LOWER_THIRD),
            notes=tuple(n for n in clip.notes if own or not n.startswith(f"{LOWER_THIRD}:")),
        )

    return [add_clip_name(clip) for clip in clips]


def _join_text_tracks(placed: PlacedClips) -> tuple[TextTrack, ...]:
    """Join the text tracks into one track per language."""
    tracks: dict[str, TextTrack] = {}
    for clip, at in placed:
        for track in clip.text_tracks:
            cues: tuple[Cue, ...] = tuple(cue.shift(at) for cue in track.cues)
            code = to_long_code(track.language)
            known = tracks.get(code, replace(track, cues=()))
            shown = known.shown or track.shown
            tracks[code] = replace(known, cues=(*known.cues, *cues), shown=shown)
    return tuple(tracks.values())


def _list_chapters(clip: Edit, at: Seconds) -> tuple[Chapter, ...]:
    """Return the clip's own chapters, or the clip itself as one."""
    own = clip.chapters or (
        Chapter(Span(Seconds(0), clip.duration), clip.clock[0].media.path.stem),
    )
    return tuple(Chapter(chapter.span.shift(at), chapter.title) for chapter in own)


def _collect_notes(placed: PlacedClips) -> tuple[str, ...]:
    """Collect the notes of all clips, with clip names; a note on all clips comes once."""
    clips = [replace(clip, notes=shift_moments(clip.notes, at)) for clip, at in placed]
    shared = set.intersection(*(set(clip.notes) for clip in clips))
    own = {
        note if is_run_note(note) else f"{_clip_name(clip)}: {note}": None
        for clip in clips
        for note in clip.notes
        if note not in shared
    }
    return (*(note for note in clips[0].notes if note in shared), *own)
