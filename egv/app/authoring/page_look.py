"""The look of a page where nobody loaded a kit: that of the project, a department or a recipe."""

from __future__ import annotations

from egv.app.plan.order import RunOptions
from egv.app.plan.settings import load_settings
from egv.core.errors import EgvError
from egv.tools.library.kits import load_kit
from egv.tools.pages.page_look import NEUTRAL_LOOK, PageLook, build_page_look


def find_page_look(space: str = "", kit: str | None = None, kit_of_recipe: str = "") -> PageLook:
    """Find the look of pages in the working folder; its kit is chosen as for a run in `space`.

    Neutral where that kit has a fault: a page says other things, and opens whatever a kit does.
    """
    try:
        settings = load_settings(RunOptions(space=space or None, kit=kit))
        return build_page_look(load_kit(settings.choose_kit(kit_of_recipe)))
    except EgvError:
        return NEUTRAL_LOOK
