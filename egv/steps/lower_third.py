"""The lower third: the speaker's name and role, shown for a few seconds."""

from __future__ import annotations

from typing import ClassVar

from egv.core.media.timing import Seconds, format_clock
from egv.core.programme.edit import Edit
from egv.core.programme.layers import LOWER_THIRD, LowerThird
from egv.core.programme.questions import Ask
from egv.core.programme.step import Step, declare_kit_option, declare_option
from egv.core.text.visible_text import clean_text


class LowerThirdStep(Step):
    """Show a name and a role in the kit's style, for a few seconds, clear of any subtitle."""

    name: ClassVar[str] = LOWER_THIRD
    example: ClassVar[str] = 'egv lower-third clip.mov --name "Maria Jansen" --role Engineer'
    is_per_clip: ClassVar[bool] = True
    is_repeatable: ClassVar[bool] = True
    names_speaker: ClassVar[bool] = True

    person: str = declare_option("", alias="name", text="name", help="Who it is.")
    role: str = declare_option("", text="role", help="What they do; the second line.")
    start: float = declare_kit_option(
        "lower_third.start", 1.0, ge=0, le=36000, help="When it appears, s."
    )
    duration: float = declare_kit_option(
        "lower_third.duration", 5.0, ge=1, le=600, help="How long it stays, s."
    )

    @property
    def shown_kit_sections(self) -> tuple[str, ...]:
        """The section of the kit whose lines of text are shown."""
        return ("lower_third",)

    def apply(self, edit: Edit, ask: Ask) -> Edit:  # noqa: ARG002
        """Return the edit with a lower third."""
        person, role = clean_text(self.person), clean_text(self.role)
        if not (person or role):  # a recipe shows one only to those who give a name
            return edit
        texts = {"name": person, "role": role}
        start, duration = Seconds(str(self.start)), Seconds(str(self.duration))
        plate = LowerThird(start, duration, tuple(texts.items()))
        span = plate.find_shown_span(edit.duration)
        start_s, duration_s = float(span.start), float(span.duration)
        if (start_s, duration_s) != (self.start, self.duration):
            edit = edit.with_note(
                f"lower-third: the video ends at {format_clock(edit.duration)}, so the name is"
                " shown"
                f" from {start_s:.1f} s for {duration_s:.1f} s"
            )
        earlier = (other.find_shown_span(edit.duration) for other in edit.lower_thirds)
        if any(other.overlap(span) for other in earlier):
            edit = edit.with_note(
                f"lower-third: at {start_s:.3g} s another name is shown too, so {person or role}"
                " stands above it; give one of them another --start"
            )
        if not edit.lower_thirds:
            edit = edit.with_texts(texts)  # the first person named is the one on the cards
        shown = ", ".join(filter(None, (person, role)))
        return edit.with_layer(plate).with_explanation(
            self.name,
            f"{shown}, from {start_s:.3g} s for {duration_s:.3g} s",
            name=person,
            role=role,
            start_s=round(start_s, 3),
            duration_s=round(duration_s, 3),
        )
