"""A music bed under the programme: soft while somebody speaks, louder in the pauses."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

from pydantic import model_validator

from egv.core.errors import UsageError
from egv.core.graph.conform import conform_sound_track
from egv.core.graph.pads import Pad
from egv.core.programme.edit import Edit, LoudnessTarget
from egv.core.programme.questions import Ask, LoudnessOf, MusicBedOf, SoundAt
from egv.core.programme.step import Step, declare_kit_option, declare_option
from egv.core.programme.voice import find_speech_spans
from egv.core.sound.ducking import duck, fade_sound, mix_sounds, plan_ducking
from egv.core.sound.loudness import Loudness, apply_gain
from egv.core.sound.music_bed import build_bed_sound, check_bed_length

USUAL_LUFS = -16.0  # least assumed loudness of a clip without speech
LOUDEST_DBTP = -1.5  # limit for peaks that music adds, where no ceiling was set


@dataclass(frozen=True, slots=True)
class _MeasuredBed:
    """A bed as long as the programme, and its loudness as it is, LUFS."""

    sound: Pad
    lufs: float

    def match_lufs(self, lufs: float) -> Pad:
        """Return the bed at the loudness `lufs`."""
        return apply_gain(self.sound, lufs - self.lufs)


@dataclass(frozen=True, slots=True)
class _LicensedBed:
    """The file of a bed, and what allows its use."""

    path: Path
    licence: str


class Music(Step):
    """Lay a music bed under the programme, repeated to its length and ducked under every word."""

    name: ClassVar[str] = "music"
    example: ClassVar[str] = 'egv music --bed calm.mp3 --licence "CC BY 4.0, J. Maker" clip.mov'

    bed: Path | None = declare_kit_option("music.bed", None, help="The music; else the kit's.")
    licence: str | None = declare_kit_option(
        "music.licence", None, help="What allows its use; goes with --bed, and is recorded."
    )
    gain_db: float = declare_kit_option(
        "music.gain_db", -20.0, ge=-60, le=0, help="Its loudness to that of the voice over it, LU."
    )
    duck_db: float = declare_kit_option(
        "music.duck_db", 10.0, ge=0, le=40, help="How much louder it is where nobody speaks, LU."
    )
    fade_in: float = declare_kit_option("music.fade_in", 1.0, ge=0, le=60, help="How it begins, s.")
    fade_out: float = declare_kit_option("music.fade_out", 2.0, ge=0, le=60, help="How it ends, s.")
    optional: bool = declare_option(False, help="Go on without music where no bed is given.")

    @model_validator(mode="after")
    def _check_licence(self) -> Self:
        if self.licence is not None and not self.licence.strip():
            raise ValueError("--licence is empty; write who made the music and what allows its use")
        if self.bed and not self.licence:
            raise ValueError(
                '--bed needs --licence TEXT, such as "CC BY 4.0, J. Maker": music without one'
                " must not be shared"
            )
        if self.licence and not self.bed:
            raise ValueError("--licence needs --bed; the kit states the licence of its own music")
        return self

    def check_required_options(self) -> None:
        """Raise UsageError where neither the options nor the kit name a bed, and one is needed."""
        if not self._is_left_out:
            self._get_licensed_bed()

    @property
    def _is_left_out(self) -> bool:
        return self.optional and self.bed is None

    def _get_licensed_bed(self) -> _LicensedBed:
        """Return the bed. Raises UsageError where neither the options nor the kit name one."""
        if self.bed is None or self.licence is None:
            raise UsageError(
                "music: no music bed is given and the kit has none; add --bed FILE --licence"
                " TEXT, or add a bed to the kit"
            )
        return _LicensedBed(self.bed, self.licence)

    def check_clip(self, edit: Edit, ask: Ask) -> None:  # noqa: ARG002
        """Check that the bed is audible music."""
        if not self._is_left_out:
            self._measure_bed(ask)

    def list_input_files(self) -> tuple[Path, ...]:
        """List the bed."""
        return (self.bed,) if self.bed else ()

    def apply(self, edit: Edit, ask: Ask) -> Edit:
        """Return the edit with the bed under its sound; without sound, with the bed alone."""
        if self._is_left_out:
            return edit.with_note(
                "music: the kit has no music bed, so there is no music; add one with music --bed"
                " FILE --licence TEXT"
            )
        whole = self._measure_bed(ask)
        file = ask(SoundAt(self._get_licensed_bed().path))
        bed = build_bed_sound(ask(MusicBedOf(file, edit.duration)), edit.duration)
        measured = _MeasuredBed(bed, ask(LoudnessOf(bed)).integrated_lufs)
        programme = ask(LoudnessOf(edit.sound)) if edit.sound else None
        if edit.sound is None or programme is None or programme.is_silence:
            return self._use_bed_alone(edit, measured, whole)
        return self._mix_bed_under_sound(edit, edit.sound, programme, measured, ask)

    def _measure_bed(self, ask: Ask) -> Loudness:
        """Measure the bed as it is. Raises UsageError when the bed is unusable."""
        bed = ask(SoundAt(self._get_licensed_bed().path))
        check_bed_length(bed)
        measured = ask(LoudnessOf(conform_sound_track(bed, bed.audio)))
        if measured.is_silence:
            raise UsageError(f"{bed.path.name}: this music bed is silent; give a file with music")
        return measured

    def _use_bed_alone(self, edit: Edit, bed: _MeasuredBed, whole: Loudness) -> Edit:
        """Use the bed as the sound: at the requested level, else as loud as its file."""
        level, lufs = edit.level, whole.integrated_lufs
        if level:
            lufs = level.wanted_lufs
            level = LoudnessTarget(lufs, level.peak_dbtp)
        sound = self._fade_bed(edit, bed.match_lufs(lufs))
        return self._with_music_explanation(
            edit.with_sound(sound, level=level),
            f"is the only sound, at {lufs:.1f} LUFS",
            lufs=round(lufs, 2),
        )

    def _mix_bed_under_sound(
        self, edit: Edit, sound: Pad, programme: Loudness, bed: _MeasuredBed, ask: Ask
    ) -> Edit:
        """Mix the bed under `sound`, the edit's sound."""
        speech = find_speech_spans(edit, ask)
        full = self._choose_full_lufs(edit, programme, spoken=bool(speech))
        ducked = duck(bed.match_lufs(full), plan_ducking(speech, self.duck_db))
        level = edit.level or LoudnessTarget(
            programme.integrated_lufs, min(0.0, max(LOUDEST_DBTP, programme.true_peak_dbtp))
        )
        level = LoudnessTarget(max(level.lufs, full), level.peak_dbtp)
        description = "nobody speaks, so it is not ducked"
        if speech:
            description = (
                f"{-self.gain_db:g} LU under the voice, {self.duck_db:g} LU louder in pauses"
            )
        return self._with_music_explanation(
            edit.with_sound(mix_sounds(sound, self._fade_bed(edit, ducked)), level=level),
            description,
            under_voice_lufs=round(full - self.duck_db, 2),
            elsewhere_lufs=round(full, 2),
            phrases=len(speech),
        )

    def _choose_full_lufs(self, edit: Edit, programme: Loudness, *, spoken: bool) -> float:
        """Choose the bed's loudness where nobody speaks.

        A voice sets the reference. Without a voice the sound may be hiss: the bed is not made that
        faint.
        """
        lufs = programme.integrated_lufs
        if not spoken:
            wanted = edit.level.wanted_lufs if edit.level else USUAL_LUFS
            if edit.level and edit.level.lufs < wanted:
                return wanted
            lufs = max(lufs, wanted)
        return lufs + self.gain_db + self.duck_db

    def _fade_bed(self, edit: Edit, bed: Pad) -> Pad:
        return fade_sound(bed, edit.duration, self.fade_in, self.fade_out)

    def _with_music_explanation(self, edit: Edit, description: str, **facts: float) -> Edit:
        bed = self._get_licensed_bed()
        return edit.with_explanation(
            self.name,
            f"{bed.path.name} {description}; licence: {bed.licence}",
            bed=bed.path.name,
            licence=bed.licence,
            **facts,
        )
