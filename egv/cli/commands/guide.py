"""`egv guide`: short how-tos, offline."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from egv.cli.binding.command import Command
from egv.cli.binding.printing import AsJson, print_result
from egv.cli.screen.terminal import Terminal
from egv.core.text.translation import detect_ui_language


def list_guide_topics() -> list[str]:
    """List the names of the how-tos in the user's language."""
    from egv.app.authoring.guide import TOPICS

    tongue = detect_ui_language(os.environ)
    return [topic.render(tongue) for topic in TOPICS]


def guide(
    terminal: Terminal,
    topic: Annotated[
        str,
        typer.Argument(
            metavar="[TOPIC]",
            help="first-video, framing-and-light, speaking, script, subtitles, sharing or privacy.",
            show_default="a list of them",
            autocompletion=list_guide_topics,
        ),
    ] = "",
    as_json: AsJson = False,
) -> int:
    """Show a short how-to.

    Each fits on one screen and needs no network. They are in Dutch or English, as EGV_LANG (nl or
    en) or your system says; the names of both languages are understood.
    """
    from egv.app.authoring.guide import find_guide, list_guides

    tongue = detect_ui_language(os.environ)
    found = find_guide(topic, tongue) if topic else list_guides(tongue)
    return print_result(terminal, found, found.to_lines(), as_json=as_json)


GUIDE = Command("guide", guide, examples=("egv guide", "egv guide first-video"))
