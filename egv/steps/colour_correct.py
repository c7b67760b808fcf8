"""One automatic correction of exposure, contrast and white balance, then manual ones."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from egv.core.ask import Ask, ColourOf, LutAt
from egv.core.colour import GAMMA, MOST_WARMTH, Correction, Mode, correction_for, is_drawn
from egv.core.edit import Edit
from egv.core.grade import graded, looked_up
from egv.core.step import Step, from_kit, option

KELVIN_PER_WARMTH = 7900  # around 6,500 K: 0.19 of ln(red / blue) is the step to 5,000 K


class ColourCorrect(Step):
    """Set exposure, contrast and white balance right, gently, by what the clip itself shows."""

    name: ClassVar[str] = "colour-correct"
    aliases: ClassVar[tuple[str, ...]] = ("color-correct", "colour", "color")
    example: ClassVar[str] = "egv colour-correct clip.mov --mode auto"
    of_each_clip: ClassVar[bool] = True

    mode: Mode | None = from_kit(
        "colour.mode", Mode.GENTLE, help="How far to correct what the clip measures."
    )
    exposure: float = option(0.0, ge=-3, le=3, help="Brighter or darker by hand, stops.")
    contrast: float = option(1.0, ge=0.5, le=2, help="Contrast by hand, 1 leaves it.")
    saturation: float = option(1.0, ge=0, le=3, help="Saturation by hand, 1 leaves it, 0 is grey.")
    temperature: float = option(
        0.0, ge=-100, le=100, help="White balance by hand: below 0 colder, above warmer."
    )
    lut: Path | None = from_kit("colour.lut", None, help="A .cube look, applied last.")

    def apply(self, edit: Edit, ask: Ask) -> Edit:
        """Return the edit with its picture corrected; screens and good clips stay unchanged."""
        assert self.mode is not None
        colour = ask(ColourOf(edit.clock)) if self.mode is not Mode.OFF else None
        if colour and is_drawn(colour):
            edit = edit.with_note(
                "colour-correct: this looks like a screen recording; left as it is"
            )
        found = correction_for(colour, self.mode) if colour else Correction()
        wanted = self._with_manual(found)
        picture = graded(edit.picture, wanted)
        if self.lut:
            picture = looked_up(picture, self.lut, ask(LutAt(self.lut)).dimensions)
        text = ", ".join((*told(found), *self._told_manual())) or "nothing to correct"
        return edit.with_picture(picture).with_why(
            self.name,
            text,
            mode=str(self.mode),
            stops=round(wanted.stops, 2),
            haze=round(wanted.black, 3),
            warmth=round(wanted.warmth, 3),
            contrast=wanted.contrast,
            saturation=wanted.saturation,
        )

    def files(self) -> tuple[Path, ...]:
        """List the LUT file."""
        return (self.lut,) if self.lut else ()

    def _with_manual(self, found: Correction) -> Correction:
        return Correction(
            black=found.black,
            gain=found.gain * 2 ** (self.exposure / GAMMA),
            warmth=found.warmth + self.temperature / 100 * MOST_WARMTH,
            contrast=self.contrast,
            saturation=self.saturation,
        )

    def _told_manual(self) -> tuple[str, ...]:
        said = (
            (self.exposure, f"exposure {self.exposure:+g} by hand"),
            (self.contrast != 1, f"contrast {self.contrast:g}"),
            (self.saturation != 1, f"saturation {self.saturation:g}"),
            (self.temperature, f"temperature {self.temperature:+g}"),
            (self.lut, f"look {self.lut.name}" if self.lut else ""),
        )
        return tuple(words for given, words in said if given)


def told(correction: Correction) -> tuple[str, ...]:
    """Describe an automatic correction in a viewer's words."""
    kelvin = round(abs(correction.warmth) * KELVIN_PER_WARMTH / 50) * 50
    said = (
        (correction.stops >= 0.05, f"{correction.stops:.1f} stop brighter"),
        (correction.black >= 0.005, f"{correction.black:.0%} haze taken away"),
        (kelvin >= 100, f"about {kelvin} K {'warmer' if correction.warmth > 0 else 'cooler'}"),
    )
    return tuple(words for given, words in said if given)
