"""One automatic correction of exposure, contrast and white balance, then manual ones."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from egv.core.picture.colour_plan import (
    GAMMA,
    ColourCorrection,
    CorrectionMode,
    is_screen_recording,
    plan_correction,
)
from egv.core.picture.grade import apply_correction, apply_lut
from egv.core.picture.white_balance import MOST_WARMTH
from egv.core.programme.edit import Edit
from egv.core.programme.questions import Ask, ColourOf, LutAt
from egv.core.programme.step import Step, declare_kit_option, declare_option

KELVIN_PER_WARMTH = 7900  # around 6,500 K: 0.19 of ln(red / blue) is the step to 5,000 K


class ColourCorrect(Step):
    """Set exposure, contrast and white balance right, gently, by what the clip itself shows."""

    name: ClassVar[str] = "colour-correct"
    aliases: ClassVar[tuple[str, ...]] = ("color-correct", "colour", "color")
    example: ClassVar[str] = "egv colour-correct clip.mov --mode auto"
    is_per_clip: ClassVar[bool] = True

    mode: CorrectionMode = declare_kit_option(
        "colour.mode", CorrectionMode.GENTLE, help="How far to correct what the clip measures."
    )
    exposure: float = declare_option(0.0, ge=-3, le=3, help="Brighter or darker by hand, stops.")
    contrast: float = declare_option(1.0, ge=0.5, le=2, help="Contrast by hand, 1 leaves it.")
    saturation: float = declare_option(
        1.0, ge=0, le=3, help="Saturation by hand, 1 leaves it, 0 is grey."
    )
    temperature: float = declare_option(
        0.0, ge=-100, le=100, help="White balance by hand: below 0 colder, above warmer."
    )
    lut: Path | None = declare_kit_option("colour.lut", None, help="A .cube look, applied last.")

    def apply(self, edit: Edit, ask: Ask) -> Edit:
        """Return the edit with its picture corrected; screens and good clips stay unchanged."""
        colour = ask(ColourOf(edit.clock)) if self.mode is not CorrectionMode.OFF else None
        if colour and is_screen_recording(colour):
            edit = edit.with_note(
                "colour-correct: this looks like a screen recording; left as it is"
            )
        found = plan_correction(colour, self.mode) if colour else ColourCorrection()
        wanted = self._add_manual(found)
        picture = apply_correction(edit.picture, wanted)
        if self.lut:
            look = ask(LutAt(self.lut))
            picture = apply_lut(picture, look.file or self.lut, look.dimensions)
        text = (
            ", ".join((*describe_correction(found), *self._describe_manual()))
            or "nothing to correct"
        )
        return edit.with_picture(picture).with_explanation(
            self.name,
            text,
            mode=str(self.mode),
            stops=round(wanted.gain_stops, 2),
            lift=round(wanted.lift_stops, 2),
            warmth=round(wanted.warmth, 3),
            contrast=round(wanted.contrast, 3),
            saturation=wanted.saturation,
        )

    def list_input_files(self) -> tuple[Path, ...]:
        """List the LUT file."""
        return (self.lut,) if self.lut else ()

    def _add_manual(self, found: ColourCorrection) -> ColourCorrection:
        return ColourCorrection(
            gain=found.gain * 2 ** (self.exposure / GAMMA),
            warmth=found.warmth + self.temperature / 100 * MOST_WARMTH,
            contrast=found.contrast * self.contrast,
            lift=found.lift,
            saturation=self.saturation,
        )

    def _describe_manual(self) -> tuple[str, ...]:
        parts = (
            (self.exposure, f"exposure {self.exposure:+g} as set"),
            (self.contrast != 1, f"contrast {self.contrast:g}"),
            (self.saturation != 1, f"saturation {self.saturation:g}"),
            (self.temperature, f"temperature {self.temperature:+g}"),
            (self.lut, f"look {self.lut.name}" if self.lut else ""),
        )
        return tuple(words for given, words in parts if given)


def describe_correction(correction: ColourCorrection) -> tuple[str, ...]:
    """Describe an automatic correction in a viewer's words."""
    kelvin = round(abs(correction.warmth) * KELVIN_PER_WARMTH / 50) * 50
    raised = correction.contrast - 1
    parts = (
        (correction.gain_stops >= 0.05, f"{correction.gain_stops:.1f} stop brighter"),
        (raised >= 0.005, f"contrast raised by {raised:.0%}"),
        (correction.lift_stops >= 0.05, f"dark tones {correction.lift_stops:.1f} stop brighter"),
        (kelvin >= 100, f"about {kelvin} K {'warmer' if correction.warmth > 0 else 'cooler'}"),
    )
    return tuple(words for given, words in parts if given)
