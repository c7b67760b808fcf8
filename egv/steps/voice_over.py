"""A narration instead of the clip's sound, or over it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from egv.core.ask import Ask, LoudnessOf, SoundAt, SpeechIn
from egv.core.conform import track_of
from egv.core.ducking import ducking, mixed, under
from egv.core.edit import Edit, Level
from egv.core.errors import UsageError
from egv.core.graph import Pad, filtered
from egv.core.loudness import Loudness, gain_cap_db, gained
from egv.core.media import Media
from egv.core.splice import FADE_SAMPLES, SAMPLE_RATE, sound_padded
from egv.core.step import Step, option
from egv.core.time_options import Time, from_start
from egv.core.timing import Seconds, Span, clock_text, frame_at, sample_at

AS_LONG = Seconds(1, 2)  # tolerance of --fit error


class Mode(StrEnum):
    """The use of the clip's own sound."""

    REPLACE = "replace"
    DUCK = "duck"


class Fit(StrEnum):
    """The treatment of a narration and a clip of unequal length."""

    HOLD = "hold"
    TRIM = "trim"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class _Narration:
    """A narration that begins at `start` of the programme, with its loudness."""

    media: Media
    track: Pad
    start: Seconds
    loudness: Loudness

    @property
    def end(self) -> Seconds:
        """The end of the narration on the programme's clock."""
        return self.start + self.media.duration

    def on_clock_of(self, edit: Edit, gain_db: float) -> Pad:
        """Fit the narration to the length of `edit`, `gain_db` louder, faded where cut off."""
        sound, rate = gained(self.track, gain_db), edit.canvas.frame_rate
        if self.start:
            delay = round(self.start * SAMPLE_RATE)
            sound = filtered(sound, "adelay", delays=f"{delay}S", all=True)
        sound = sound_padded(sound, edit.frames, rate)
        if self.end > edit.duration:
            last = sample_at(edit.frames, rate, SAMPLE_RATE) - FADE_SAMPLES
            sound = filtered(sound, "afade", t="out", ss=last, ns=FADE_SAMPLES, curve="qsin")
        return sound


class VoiceOver(Step):
    """Put a narration in the place of the clip's sound, or over it, as for a screencast."""

    name: ClassVar[str] = "voice-over"
    example: ClassVar[str] = "egv voice-over --file narration.wav screencast.mp4"
    gives_voice: ClassVar[bool] = True

    file: Path | None = option(None, help="The narration: WAV, M4A, MP3, or a video's sound.")
    mode: Mode = option(
        Mode.REPLACE, help="The clip's own sound: gone, or low while the narrator speaks."
    )
    start: Time | None = option(
        None, help="When it begins: 2.5, 1:30; -5 is 5 s before the end of the clip."
    )
    fit: Fit = option(
        Fit.HOLD,
        help="If one lasts longer: hold the last frame or go on in silence; cut it; stop.",
    )
    gain_db: float = option(
        0.0, ge=-30, le=30, help="Narration louder, or below 0 softer, than it would be, dB."
    )
    duck_db: float = option(
        15.0, ge=0, le=60, help="With --mode duck: how far the clip's sound is kept under it, LU."
    )

    def check_words(self) -> None:
        """Raise UsageError where no narration is named."""
        if self.file is None:
            raise UsageError("voice-over: no narration is named; add --file narration.wav")

    def check(self, edit: Edit, ask: Ask) -> None:
        """Check that the narration is audible sound."""
        self._narration(edit, ask)

    def foreseen(self, edit: Edit, ask: Ask) -> Edit:
        """Return the clip with the narration's words."""
        narration = self._narration(edit, ask)
        return edit.with_voice(narration.media, narration.track, narration.start)

    def files(self) -> tuple[Path, ...]:
        """List the narration."""
        return (self.file,) if self.file else ()

    def apply(self, edit: Edit, ask: Ask) -> Edit:
        """Return the edit with the narration, as long as the longer or the shorter of both."""
        narration = self._narration(edit, ask)
        if narration.start >= edit.duration:
            raise UsageError(
                f"voice-over: --start {clock_text(narration.start)} is past the end"
                f" ({clock_text(edit.duration)}); choose an earlier start"
            )
        if edit.cues and self.mode is Mode.REPLACE:
            edit = edit.with_note(
                "voice-over: the subtitles are of the sound that it replaces; name voice-over"
                " before subtitle"
            )
        edit, fitted = self._fitted(edit, narration)
        programme = ask(LoudnessOf(edit.sound)) if edit.sound else None
        if self.mode is Mode.REPLACE or programme is None or programme.is_silence:
            edit = self._instead(edit, narration)
            did = "replaces the sound"
        else:
            edit = self._over(edit, narration, programme, ask)
            did = "is heard over the clip's sound"
        assert edit.sound is not None
        edit = edit.with_voice(narration.media, edit.sound, narration.start)
        return edit.with_why(
            self.name,
            ", ".join(filter(None, (f"{narration.media.path.name} {did}", fitted))),
            file=narration.media.path.name,
            mode=str(self.mode),
            start_s=round(float(narration.start), 3),
            narration_s=round(float(narration.media.duration), 3),
            to_s=round(float(edit.duration), 3),
        )

    def _narration(self, edit: Edit, ask: Ask) -> _Narration:
        assert self.file is not None
        media = ask(SoundAt(self.file))
        assert media.audio is not None
        track = track_of(media, media.audio)
        measured = ask(LoudnessOf(track))
        if measured.is_silence:
            raise UsageError(f"{self.file.name}: the narration is silence; record it again")
        start = from_start(self.start or Seconds(0), edit.duration)
        return _Narration(media, track, start, measured)

    def _fitted(self, edit: Edit, narration: _Narration) -> tuple[Edit, str]:
        """Fit the lengths to each other, and describe how."""
        rate, apart = edit.canvas.frame_rate, narration.end - edit.duration
        longer = frame_at(narration.end, rate) - edit.frames
        if self.fit is Fit.ERROR and abs(apart) > AS_LONG:
            raise UsageError(
                f"voice-over: {narration.media.path.name} ends at {clock_text(narration.end)} and"
                f" the clip at {clock_text(edit.duration)}; cut the longer with --fit trim, or"
                " leave both whole with --fit hold"
            )
        if not longer:
            return edit, ""
        if self.fit is Fit.TRIM:
            if longer > 0:
                return edit, f"its last {clock_text(apart)} cut off"
            kept = edit.keep([Span(Seconds(0), narration.end)])
            return kept, f"the clip's last {clock_text(abs(apart))} cut off"
        if longer > 0:
            return edit.held(longer), f"the last frame is held for {clock_text(longer / rate)}"
        return edit, f"it ends {clock_text(abs(apart))} before the clip"

    def _instead(self, edit: Edit, narration: _Narration) -> Edit:
        """Replace the sound by the narration."""
        edit, gain_db = self._levelled(edit, narration)
        return edit.with_sound(narration.on_clock_of(edit, gain_db))

    def _over(self, edit: Edit, narration: _Narration, programme: Loudness, ask: Ask) -> Edit:
        """Mix the narration over the clip's sound, `programme`, which is ducked under it."""
        edit, gain_db = self._levelled(edit, narration)
        assert edit.sound is not None
        over = narration.on_clock_of(edit, gain_db)
        allowed = narration.loudness.integrated_lufs + gain_db - self.duck_db
        duck_db = max(0.0, programme.integrated_lufs - allowed)
        clip = under(edit.sound, ducking(ask(SpeechIn(over)).spans, duck_db) if duck_db else ())
        return edit.with_sound(mixed(over, clip))

    def _levelled(self, edit: Edit, narration: _Narration) -> tuple[Edit, float]:
        """Set the edit's loudness target, and compute the gain of the narration, dB."""
        level, measured = edit.level, narration.loudness
        if level is None:
            return edit, self.gain_db
        wanted_db = level.wanted_lufs - measured.integrated_lufs
        gain_db = min(wanted_db, gain_cap_db(measured))
        reached = measured.integrated_lufs + gain_db
        edit = edit.with_level(Level(reached, level.peak_dbtp, asked_lufs=level.wanted_lufs))
        if gain_db < wanted_db:
            edit = edit.with_note(
                f"voice-over: the narration is very quiet and mostly noise; raised by"
                f" {gain_db:.0f} dB to {reached:.1f} LUFS and no further; record it again"
            )
        return edit, gain_db + self.gain_db
