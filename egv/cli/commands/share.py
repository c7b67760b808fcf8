"""`egv share`: packs that are ready to post, and a weekly overview of them."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from egv.cli.binding.command import Command
from egv.cli.binding.printing import AsJson, print_result
from egv.cli.dialogue.opening import OpensResult, open_made_files
from egv.cli.screen.terminal import Terminal
from egv.core.errors import UsageError
from egv.core.text.translation import detect_ui_language


def share_pack(
    terminal: Terminal,
    clips: Annotated[
        list[str],
        typer.Argument(
            metavar="CLIP...", help="A finished video, the clip it was made of, or a folder."
        ),
    ],
    post_texts: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=TEXT", help="Fill in a place of the posts."),
    ] = None,
    opens_result: OpensResult = False,
    as_json: AsJson = False,
) -> int:
    """Put all that posting a video needs in one folder.

    That is share/NAME/ beside the video: it in every format, a poster, subtitles, transcript,
    chapters, texts to post for each channel of the recipe ('package' there), of which you choose
    one, and a checklist.
    """
    from egv.workflow.share.policy import create_packs

    if not as_json:
        terminal.err.print_line("egv: putting together all that posting needs")
    texts = dict(map(_parse_text_option, post_texts or ()))
    made = create_packs(clips, texts, detect_ui_language(os.environ), date.today())
    code = print_result(terminal, made, made.to_lines(), as_json=as_json)
    if opens_result:
        open_made_files(made.folders, terminal.err)
    return code


def share_digest(
    terminal: Terminal,
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FOLDER]", help="Folder with videos.", show_default="the output folder"
        ),
    ] = None,
    week: Annotated[
        str,
        typer.Option("--week", metavar="WEEK", help="Such as 2026-W47.", show_default="this week"),
    ] = "",
    as_json: AsJson = False,
) -> int:
    """Write the overview of a week's packs, to post, adapt or skip.

    It is a page and a Markdown file, in share/ in the folder, with three choices for each video:
    copy & post, adapt & share, or skip.
    """
    from egv.workflow.share.policy import write_weekly_digest

    made = write_weekly_digest(folder, week, detect_ui_language(os.environ), date.today())
    return print_result(terminal, made, made.to_lines(), as_json=as_json)


def _parse_text_option(word: str) -> tuple[str, str]:
    name, sign, text = word.partition("=")
    if not sign or not name:
        raise UsageError(f"--set {word}: write NAME=TEXT, such as --set name=Maria")
    return name, text


SHARE = Command(
    "share",
    group_text="""\
Put all that posting a video needs in one folder; a weekly overview.

egv posts nothing itself, and nothing leaves your machine.""",
    examples=("egv share pack out/clip.mp4", "egv share digest --week 2026-W47"),
    commands=(
        Command(
            "pack",
            share_pack,
            examples=(
                "egv share pack out/clip.mp4",
                'egv share pack out/ --set name="Maria Jansen"',
            ),
            notes="""\
Nothing that is private is packed, no draft that awaits approval, nothing of who
took back their consent; for outside the organisation ('audience: external')
everybody in it must have agreed. The exit code is then 4.""",
        ),
        Command("digest", share_digest, examples=("egv share digest --week 2026-W47",)),
    ),
)
