"""`egv share`: packs that are ready to post, and a weekly overview of them."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from egv.cli.commands.printing import Action, AsJson, print_result
from egv.cli.screen.terminal import Terminal
from egv.core.errors import UsageError
from egv.core.text.translation import detect_ui_language


def share_pack(
    clips: Annotated[list[str], typer.Argument(metavar="CLIP...")],
    said: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=TEXT", help="Fill in a post.")
    ] = None,
    as_json: AsJson = False,
) -> Action:
    """Put all that posting a video needs in one folder."""
    texts = dict(map(_parse_text_option, said or ()))

    def pack(terminal: Terminal) -> int:
        from egv.workflow.share.policy import create_packs

        made = create_packs(clips, texts, detect_ui_language(os.environ), date.today())
        return print_result(terminal, made, made.to_lines(), as_json=as_json)

    return pack


def share_digest(
    folder: Annotated[Path | None, typer.Argument(metavar="[FOLDER]")] = None,
    week: Annotated[
        str, typer.Option("--week", metavar="WEEK", help="Such as 2026-W47. [this week]")
    ] = "",
    as_json: AsJson = False,
) -> Action:
    """Write the overview of a week's packs, to post, adapt or skip."""

    def write(terminal: Terminal) -> int:
        from egv.workflow.share.policy import write_weekly_digest

        made = write_weekly_digest(folder, week, detect_ui_language(os.environ), date.today())
        return print_result(terminal, made, made.to_lines(), as_json=as_json)

    return write


SHARE_VERBS = (share_pack, share_digest)


def _parse_text_option(word: str) -> tuple[str, str]:
    name, sign, text = word.partition("=")
    if not sign or not name:
        raise UsageError(f"--set {word}: write NAME=TEXT, such as --set name=Maria")
    return name, text


SHARE_PAGES = {
    "egv share": """\
  egv share pack out/clip.mp4
  egv share digest --week 2026-W47

Put all that posting a video needs in one folder, and write an overview of a
week's packs. egv posts nothing itself, and nothing leaves your machine.

Usage: egv share pack CLIP... [--set NAME=TEXT]...
       egv share digest [FOLDER] [--week WEEK]
""",
    "egv share pack": """\
  egv share pack out/clip.mp4
  egv share pack out/ --set name="Maria Jansen"

Put all that posting a video needs in share/NAME/ beside it: the video in every
format, a poster, subtitles, transcript, chapters, a text for each channel of
the recipe ('package' there) with open places [ ] to fill in, and a checklist.
CLIP is a finished video, the clip it was made of, or a folder.

Usage: egv share pack CLIP... [--set NAME=TEXT]...

  --set NAME=TEXT  Fill in a place of the posts. Repeatable.
  --json           Print one JSON document.

Nothing that is private is packed, no draft that awaits approval, nothing of who
took back their consent; for outside the organisation ('audience: external')
everybody in it must have agreed. The exit code is then 4.
""",
    "egv share digest": """\
  egv share digest --week 2026-W47

Write an overview of the share packs of a week, as a page and as Markdown, with
three choices for each video: copy & post, adapt & share, or skip. It goes to
share/ in FOLDER, or in the usual output folder.

Usage: egv share digest [FOLDER] [--week WEEK] [--json]

  --week WEEK  Such as 2026-W47. [this week]
""",
}
