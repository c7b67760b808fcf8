"""The way to fit a picture to the requested formats; the run says which formats these are."""

from __future__ import annotations

from typing import ClassVar

from egv.core.picture.crop import Fit, Follow, Framing
from egv.core.programme.edit import Edit
from egv.core.programme.questions import Ask
from egv.core.programme.step import Step, declare_option


class Reframe(Step):
    """Say how the picture fills the formats asked for with --format: cut, blurred round, padded."""

    name: ClassVar[str] = "reframe"
    example: ClassVar[str] = "egv reframe --focus auto clip.mov --format portrait"

    fit: Fit | None = declare_option(
        None, help="How to fill the frame; else as the kit's format has it."
    )
    focus: Follow = declare_option(Follow.AUTO, help="What stays in view when it is cut.")

    def apply(self, edit: Edit, ask: Ask) -> Edit:  # noqa: ARG002
        """Return the edit with this framing for other shapes."""
        fit = self.fit or "as the format's own setting"
        return edit.with_framing(Framing(self.fit, self.focus)).with_explanation(
            self.name, f"fill formats: {fit}, focus {self.focus}", focus=str(self.focus)
        )
