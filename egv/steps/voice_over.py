"""A narration instead of the clip's sound, or over it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from egv.core.errors import UsageError
from egv.core.graph.conform import conform_sound_track
from egv.core.graph.pads import Pad, apply_filter
from egv.core.graph.splice import FADE_SAMPLES, SAMPLE_RATE, pad_sound
from egv.core.media.clip import SoundFile
from egv.core.media.time_options import Time, count_from_start
from egv.core.media.timing import Seconds, Span, format_clock, to_frame, to_sample
from egv.core.programme.edit import Edit, LoudnessTarget
from egv.core.programme.levelling import BalancedSound, balance_sides, choose_gain, has_sides
from egv.core.programme.questions import Ask, LoudnessOf, SoundAt, SpeechIn
from egv.core.programme.step import Step, declare_option
from egv.core.sound.ducking import duck, mix_sounds, plan_ducking
from egv.core.sound.loudness import Loudness, apply_gain

AS_LONG = Seconds(1, 2)  # tolerance of --fit error


class SoundMode(StrEnum):
    """The use of the clip's own sound."""

    REPLACE = "replace"
    DUCK = "duck"


class LengthFit(StrEnum):
    """The treatment of a narration and a clip of unequal length."""

    HOLD = "hold"
    TRIM = "trim"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class _Narration:
    """A narration that begins at `start` of the programme, with its loudness."""

    media: SoundFile
    track: Pad
    start: Seconds
    loudness: Loudness
    note: str = ""

    @property
    def end_time(self) -> Seconds:
        """The end of the narration on the programme's clock."""
        return self.start + self.media.duration

    def fit_to_edit(self, edit: Edit, gain_db: float) -> Pad:
        """Fit the narration to the length of `edit`, `gain_db` louder, faded where cut off."""
        sound, rate = apply_gain(self.track, gain_db), edit.canvas.frame_rate
        if self.start:
            delay = round(self.start * SAMPLE_RATE)
            sound = apply_filter(sound, "adelay", delays=f"{delay}S", all=True)
        sound = pad_sound(sound, edit.frames, rate)
        if self.end_time > edit.duration:
            last = to_sample(edit.frames, rate, SAMPLE_RATE) - FADE_SAMPLES
            sound = apply_filter(sound, "afade", t="out", ss=last, ns=FADE_SAMPLES, curve="qsin")
        return sound


class VoiceOver(Step):
    """Put a narration in the place of the clip's sound, or over it, as for a screencast."""

    name: ClassVar[str] = "voice-over"
    example: ClassVar[str] = "egv voice-over --file narration.wav screencast.mp4"
    gives_voice: ClassVar[bool] = True

    file: Path | None = declare_option(
        None, help="The narration: WAV, M4A, MP3, or a video's sound."
    )
    mode: SoundMode = declare_option(
        SoundMode.REPLACE, help="The clip's own sound: gone, or low while the narrator speaks."
    )
    start: Time | None = declare_option(
        None, help="When it begins: 2.5, 1:30; -5 is 5 s before the end of the clip."
    )
    fit: LengthFit = declare_option(
        LengthFit.HOLD,
        help="If one lasts longer: hold the last frame or go on in silence; cut it; stop.",
    )
    gain_db: float = declare_option(
        0.0, ge=-30, le=30, help="Narration louder, or below 0 softer, than it would be, dB."
    )
    duck_db: float = declare_option(
        15.0, ge=0, le=60, help="With --mode duck: how far the clip's sound is kept under it, LU."
    )

    def check_required_options(self) -> None:
        """Raise UsageError where no narration is named."""
        self._get_narration_path()

    def _get_narration_path(self) -> Path:
        """Return the path of the narration. Raises UsageError where none is named."""
        if self.file is None:
            raise UsageError("voice-over: no narration is given; add --file narration.wav")
        return self.file

    def check_clip(self, edit: Edit, ask: Ask) -> None:
        """Check that the narration is audible sound."""
        self._measure_narration(edit, ask)

    def preview_effect(self, edit: Edit, ask: Ask) -> Edit:
        """Return the clip with the narration's words."""
        narration = self._measure_narration(edit, ask)
        return edit.with_voice(narration.media, narration.track, narration.start)

    @property
    def narration(self) -> Path | None:
        """The sound file whose words replace those of the clips."""
        return self.file

    def list_input_files(self) -> tuple[Path, ...]:
        """List the narration."""
        return (self.file,) if self.file else ()

    def apply(self, edit: Edit, ask: Ask) -> Edit:
        """Return the edit with the narration, as long as the longer or the shorter of both."""
        narration = self._measure_narration(edit, ask)
        if narration.start >= edit.duration:
            raise UsageError(
                f"voice-over: --start {format_clock(narration.start)} is past the end"
                f" ({format_clock(edit.duration)}); choose an earlier start"
            )
        if edit.cues and self.mode is SoundMode.REPLACE:
            edit = edit.with_note(
                "voice-over: the subtitles were made from the sound that voice-over replaces;"
                " write voice-over before subtitle"
            )
        if narration.note:
            edit = edit.with_note(f"voice-over: {narration.media.path.name}: {narration.note}")
        edit, fitted = self._fit_length(edit, narration)
        edit, gain_db = self._level_narration(edit, narration, ask)
        sound, did = narration.fit_to_edit(edit, gain_db), "replaces the sound"
        if edit.sound and self.mode is SoundMode.DUCK:
            lufs = narration.loudness.integrated_lufs + gain_db
            if ducked := self._duck_clip_sound(edit.sound, sound, lufs, ask):
                sound, did = mix_sounds(sound, ducked), "plays over the clip's sound"
        edit = edit.with_sound(sound).with_voice(narration.media, sound, narration.start)
        return edit.with_explanation(
            self.name,
            ", ".join(filter(None, (f"{narration.media.path.name} {did}", fitted))),
            file=narration.media.path.name,
            mode=str(self.mode),
            start_s=round(float(narration.start), 3),
            narration_s=round(float(narration.media.duration), 3),
            to_s=round(float(edit.duration), 3),
        )

    def _measure_narration(self, edit: Edit, ask: Ask) -> _Narration:
        media = ask(SoundAt(self._get_narration_path()))
        track = conform_sound_track(media, media.audio)
        if ask(LoudnessOf(track)).is_silence:
            raise UsageError(f"{media.path.name}: the narration is silent; record it again")
        balanced = balance_sides(track, ask) if has_sides(media) else BalancedSound(track)
        start = count_from_start(self.start or Seconds(0), edit.duration)
        measured = ask(LoudnessOf(balanced.sound))
        return _Narration(media, balanced.sound, start, measured, balanced.note)

    def _fit_length(self, edit: Edit, narration: _Narration) -> tuple[Edit, str]:
        """Fit the lengths to each other, and describe how."""
        rate, apart = edit.canvas.frame_rate, narration.end_time - edit.duration
        longer = to_frame(narration.end_time, rate) - edit.frames
        if self.fit is LengthFit.ERROR and abs(apart) > AS_LONG:
            raise UsageError(
                f"voice-over: {narration.media.path.name} ends at"
                f" {format_clock(narration.end_time)} and the clip at"
                f" {format_clock(edit.duration)}; cut the longer one with --fit trim, or keep"
                " both whole with --fit hold"
            )
        if not longer:
            return edit, ""
        if self.fit is LengthFit.TRIM:
            if longer > 0:
                return edit, f"its last {format_clock(apart)} cut off"
            kept = edit.keep_spans([Span(Seconds(0), narration.end_time)])
            return kept, f"the clip's last {format_clock(abs(apart))} cut off"
        if longer > 0:
            return edit.hold_last_frame(
                longer
            ), f"the last frame is held for {format_clock(longer / rate)}"
        return edit, f"it ends {format_clock(abs(apart))} before the clip"

    def _duck_clip_sound(
        self, sound: Pad, narration: Pad, over_lufs: float, ask: Ask
    ) -> Pad | None:
        """Duck the clip's `sound` under the narration `narration`; None where it is silence."""
        measured = ask(LoudnessOf(sound))
        if measured.is_silence:
            return None
        duck_db = max(0.0, measured.integrated_lufs - (over_lufs - self.duck_db))
        return duck(sound, plan_ducking(ask(SpeechIn(narration)).spans, duck_db) if duck_db else ())

    def _level_narration(self, edit: Edit, narration: _Narration, ask: Ask) -> tuple[Edit, float]:
        """Set the edit's loudness target, and compute the gain of the narration, dB."""
        level, measured = edit.level, narration.loudness
        if level is None:
            return edit, self.gain_db
        wanted_db = level.wanted_lufs - measured.integrated_lufs
        choice = choose_gain(wanted_db, measured, narration.track, ask)
        gain_db = choice.gain_db
        reached = measured.integrated_lufs + gain_db
        edit = edit.with_loudness_target(
            LoudnessTarget(reached, level.peak_dbtp, asked_lufs=level.wanted_lufs)
        )
        if choice.reason:
            edit = edit.with_note(
                f"voice-over: in the narration {choice.reason}; raised by only {gain_db:.0f} dB,"
                f" to {reached:.1f} LUFS; record it again, closer to the microphone"
            )
        return edit, gain_db + self.gain_db
