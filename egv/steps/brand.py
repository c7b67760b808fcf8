"""House style at the ends and in the corner: intro, outro and logo of the kit."""

from __future__ import annotations

from typing import ClassVar

from egv.core.programme.edit import Edit, Explanation
from egv.core.programme.layers import Bug, Bumpers
from egv.core.programme.questions import Ask
from egv.core.programme.step import DeliveryFacts, Step, declare_option


class Brand(Step):
    """Add the kit's intro, outro and corner logo, as far as the kit has them."""

    name: ClassVar[str] = "brand"
    example: ClassVar[str] = 'egv brand clip.mov --kit acme --title "Our week"'

    title: str = declare_option("", text="title", help="The headline of the intro card.")
    intro: bool = declare_option(True, help="Begin with the kit's intro.")
    outro: bool = declare_option(True, help="End with the kit's outro.")
    logo: bool = declare_option(True, help="Show the kit's logo in a corner.")

    @property
    def shown_kit_sections(self) -> tuple[str, ...]:
        """The sections of the kit whose lines of text are shown: those of the cards wanted."""
        return tuple(word for word in ("intro", "outro") if getattr(self, word))

    def apply(self, edit: Edit, ask: Ask) -> Edit:  # noqa: ARG002
        """Return the edit with the kit's intro, outro and logo, as wanted."""
        edit = edit.with_bumpers(Bumpers(self.intro, self.outro)).with_texts({"title": self.title})
        if self.logo:
            edit = edit.with_layer(Bug())
        wanted = [word for word in ("intro", "outro", "logo") if getattr(self, word)]
        return edit.with_explanation(self.name, ", ".join(wanted) or "nothing")

    def explain_delivery(self, why: Explanation, facts: DeliveryFacts) -> Explanation:
        """Return `why` with what was shown of the kit instead of what was wanted."""
        shown, kit = facts.branding, facts.kit_label
        text = (
            f"{', '.join(shown)} of {kit}"
            if shown
            else f"nothing: {kit} has no intro, outro or logo"
        )
        return Explanation(
            why.step, text, (("kit", kit), *((label.split()[0], True) for label in shown))
        )
