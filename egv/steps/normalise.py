"""Bring programme loudness to a target with one measured gain."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import ClassVar, Self

from egv.core.graph.pads import Pad
from egv.core.programme.clean_voice import CleanedVoice, clean_voice
from egv.core.programme.edit import Edit, Explanation, LoudnessTarget
from egv.core.programme.levelling import (
    BalancedSound,
    balance_sound,
    choose_gain,
    find_room_db,
    is_spoken,
)
from egv.core.programme.questions import Ask, LoudnessOf
from egv.core.programme.step import DeliveryFacts, Step, declare_kit_option, declare_option
from egv.core.sound.loudness import Loudness, apply_gain
from egv.core.sound.noise import NoiseGoal


class DenoiseStrength(StrEnum):
    """The amount of noise, all that is no voice, to remove before levelling."""

    OFF = "off"
    LIGHT = "light"
    STRONG = "strong"


# Under a clear voice less is taken: what a filter loses of the voice would be more than the noise.
GOALS = {
    DenoiseStrength.LIGHT: NoiseGoal(most_db=15, under_voice_db=30, plain_db=8),
    DenoiseStrength.STRONG: NoiseGoal(most_db=60, under_voice_db=32, plain_db=18),
}


class Normalise(Step):
    """Bring the sound to one loudness, with no peak above a ceiling, by one linear gain."""

    name: ClassVar[str] = "normalise"
    aliases: ClassVar[tuple[str, ...]] = ("normalize",)
    example: ClassVar[str] = "egv normalise clip.mov --lufs -16"

    lufs: float = declare_kit_option(
        "audio.lufs", -16.0, ge=-70, le=-5, help="Integrated loudness to reach, LUFS."
    )
    peak_dbtp: float = declare_kit_option(
        "audio.peak_dbtp", -1.5, ge=-9, le=0, help="True peak never to cross, dBTP."
    )
    denoise: DenoiseStrength = declare_option(
        DenoiseStrength.OFF, help="Take out noise first; strong leaves little but the voice."
    )

    def apply(self, edit: Edit, ask: Ask) -> Edit:
        """Return the edit with its sound raised or lowered, and its loudness target set."""
        level = LoudnessTarget(self.lufs, self.peak_dbtp)  # also for sound that is added later
        if edit.sound is None:
            note = "normalise: the clip has no sound; left as it is"
            return edit.with_loudness_target(level).with_note(note)
        before = ask(LoudnessOf(edit.sound))
        if before.is_silence:
            note = "normalise: the sound is silence; left as it is"
            return edit.with_loudness_target(level).with_note(note)
        balanced = balance_sound(edit, edit.sound, ask)
        if balanced.note:
            edit = edit.with_note(f"normalise: {balanced.note}")
        cleaned = CleanedVoice(edit.with_sound(balanced.sound))
        if goal := GOALS.get(self.denoise):
            cleaned = clean_voice(cleaned.edit, goal, ask)
        return self._level_sound(cleaned, before, balanced, ask)

    def _level_sound(
        self, cleaned: CleanedVoice, before: Loudness, balanced: BalancedSound, ask: Ask
    ) -> Edit:
        """Level the sound of the cleaned edit, and tell what was done to it as it was `before`."""
        sound = cleaned.edit.sound
        if sound is None:
            return cleaned.edit
        measured = ask(LoudnessOf(sound))
        edit, gain_db = self._choose_gain(cleaned.edit, sound, measured, ask)
        reached = measured.integrated_lufs + gain_db
        return edit.with_sound(apply_gain(sound, gain_db)).with_explanation(
            self.name,
            _join_words(f"from {before.integrated_lufs:.1f} to {reached:.1f} LUFS", cleaned.words),
            from_lufs=round(before.integrated_lufs, 2),
            to_lufs=round(reached, 2),
            from_dbtp=round(before.true_peak_dbtp, 2),
            gain_db=round(gain_db, 2),
            denoise=str(self.denoise),
            noise_lowered_db=cleaned.reduced_db,
            **({"sides": str(balanced.fault)} if balanced.fault else {}),
        )

    def _choose_gain(
        self, edit: Edit, sound: Pad, measured: Loudness, ask: Ask
    ) -> tuple[Edit, float]:
        """Choose the gain of `sound`, dB; return it with the edit, whose target it sets."""
        wanted_db = self.lufs - measured.integrated_lufs
        room_db = find_room_db(edit, measured, ask)
        choice = choose_gain(min(wanted_db, room_db), measured, sound, ask)
        if choice.gain_db == wanted_db:
            level = LoudnessTarget(self.lufs, self.peak_dbtp)
            return edit.with_loudness_target(level), wanted_db
        reached = measured.integrated_lufs + choice.gain_db
        if choice.reason:
            advice = "; record closer to the microphone" if is_spoken(sound, ask) else ""
            edit = edit.with_note(
                f"normalise: {choice.reason}; raised by only {choice.gain_db:.0f} dB, to"
                f" {reached:.1f} LUFS{advice}"
            )
        level = LoudnessTarget(reached, self.peak_dbtp, asked_lufs=self.lufs)
        return edit.with_loudness_target(level), choice.gain_db

    @property
    def takes_out_noise(self) -> bool:
        """True where noise is removed."""
        return self.denoise is not DenoiseStrength.OFF

    def split_for_concat(self, *, narrated: bool) -> tuple[Self | None, Self | None]:  # noqa: ARG002
        """Split: each clip has its own noise and level; the whole is delivered at one level."""
        return self, self.model_copy(update={"denoise": DenoiseStrength.OFF})

    def explain_delivery(self, why: Explanation, facts: DeliveryFacts) -> Explanation:
        """Return `why` with the loudness of the delivered file instead of the target."""
        measured = facts.loudness
        if measured is None or why.clip:
            return why
        levels = dict(why.facts) | {
            "to_lufs": round(measured.integrated_lufs, 2),
            "to_dbtp": round(measured.true_peak_dbtp, 2),
        }
        text = (
            f"from {levels['from_lufs']:.1f} to {measured.integrated_lufs:.1f} LUFS,"
            f" peak {measured.true_peak_dbtp:.1f} dBTP"
        )
        noise = why.text.partition("; ")[2]
        return replace(why, text=_join_words(text, noise), facts=tuple(levels.items()))


def _join_words(levels: str, noise: str) -> str:
    """Join what was done to the loudness and to the noise."""
    return f"{levels}; {noise}" if noise else levels
