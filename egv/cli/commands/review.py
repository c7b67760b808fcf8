"""`egv review`: approve, reject and comment on drafts, and list those that wait."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from egv.cli.binding.command import Command
from egv.cli.binding.printing import AsJson, IsQuiet, print_result
from egv.cli.dialogue.opening import OpensResult, open_made_files
from egv.cli.grammar.run_options import ScreenOptions
from egv.cli.screen.terminal import Terminal
from egv.core.text.translation import detect_ui_language


def list_note_categories() -> list[str]:
    """List the categories of a note."""
    from egv.app.run.review_history import NoteCategory

    return [*NoteCategory]


CLIP_HELP = "The draft, the finished video, or the clip that both are made of."
ClipWord = Annotated[str, typer.Argument(metavar="CLIP", help=CLIP_HELP)]
ByWord = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides.")]
OptionalByWord = Annotated[str, typer.Option("--by", metavar="NAME", help="Who says it.")]


@dataclass(frozen=True, slots=True)
class ApproveOptions:
    """The drafts to approve, and who approves them."""

    clips: Annotated[
        list[str],
        typer.Argument(metavar="CLIP...", help="Drafts; of a folder, every draft that waits."),
    ]
    by: ByWord
    note: Annotated[
        str,
        typer.Option(
            "--note", metavar="TEXT", help="What is good about it; kept with the approval."
        ),
    ] = ""
    as_json: AsJson = False
    quiet: IsQuiet = False


def review_approve(
    terminal: Terminal,
    options: ApproveOptions,
) -> int:
    """Approve drafts: make the finished videos and take the drafts away.

    They are made by the same recipe. A draft whose clip, kit or recipe changed since is refused
    (exit code 4): nobody has seen that video.
    """
    from egv.app.plan.order import Order
    from egv.cli.grammar.chain import CommandLine
    from egv.cli.screen.reporter import RunReporter
    from egv.cli.screen.screen import choose_screen
    from egv.workflow.review.actions import approve_drafts

    shown = ScreenOptions(as_json=options.as_json, quiet=options.quiet)
    with choose_screen(CommandLine(Order(tuple(options.clips)), shown), terminal) as screen:
        result = approve_drafts(options.clips, options.by, options.note, screen)
    words = ("review", "approve", *options.clips, "--by", options.by)
    RunReporter(shown, words, terminal).report_run(result)
    return result.exit_code


@dataclass(frozen=True, slots=True)
class ApplyOptions:
    """The verdict to apply, and the folder of its videos."""

    verdict: Annotated[
        Path, typer.Argument(metavar="VERDICT", help="The verdict.json that the page saved.")
    ]
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FOLDER]", help="Folder with videos.", show_default="the output folder"
        ),
    ] = None
    as_json: AsJson = False
    quiet: IsQuiet = False


def review_apply(terminal: Terminal, options: ApplyOptions) -> int:
    """Do what a reviewer saved on the review page: approve, reject, and keep the notes.

    It does what the commands do. A video that changed since the page was made is refused (exit
    code 4), the others go on. What was applied before is told, and not done again.
    """
    from egv.app.plan.order import Order
    from egv.cli.grammar.chain import CommandLine
    from egv.cli.screen.reporter import RunReporter
    from egv.cli.screen.screen import choose_screen
    from egv.workflow.review.verdicts import apply_verdict

    shown = ScreenOptions(as_json=options.as_json, quiet=options.quiet)
    words = ["review", "apply", str(options.verdict)]
    words += [str(options.folder)] if options.folder else []
    with choose_screen(CommandLine(Order(tuple(words[2:])), shown), terminal) as screen:
        result = apply_verdict(options.verdict, options.folder, screen)
    RunReporter(shown, words, terminal).report_run(result)
    return result.exit_code


def review_reject(
    terminal: Terminal,
    clip: ClipWord,
    by: ByWord,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What is to be different.")],
    as_json: AsJson = False,
) -> int:
    """Reject a draft, and say what should change.

    It stays where it is, until a changed clip or recipe makes a new one.
    """
    from egv.workflow.review.actions import reject_outputs
    from egv.workflow.review.listing import to_review_list

    tongue = detect_ui_language(os.environ)
    listing = to_review_list(reject_outputs(clip, by, note))
    return print_result(terminal, listing, listing.to_lines(tongue), as_json=as_json)


@dataclass(frozen=True, slots=True)
class NoteOptions:
    """The note: on which video, at which time, about what."""

    clip: ClipWord
    at: Annotated[str, typer.Argument(metavar="TIME", help="The time in the video, such as 0:12.")]
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The note itself.")]
    category: Annotated[
        str,
        typer.Option(
            "--category",
            metavar="WORD",
            help="About what: message, facts, privacy or brand.",
            autocompletion=list_note_categories,
        ),
    ]
    by: OptionalByWord = ""
    as_json: AsJson = False


def review_note(
    terminal: Terminal,
    options: NoteOptions,
) -> int:
    """Say something about the content of a video, at a time in it.

    How it was shot is a matter for 'egv check'.
    """
    from egv.workflow.review.actions import add_note
    from egv.workflow.review.listing import load_review_history

    tongue = detect_ui_language(os.environ)
    add_note(options.clip, options.at, options.text, options.category, options.by)
    history = load_review_history(options.clip)
    return print_result(terminal, history, history.to_lines(tongue), as_json=options.as_json)


def review_done(
    terminal: Terminal,
    clip: ClipWord,
    number: Annotated[
        int, typer.Argument(metavar="N", help="Number of the note: egv review list.")
    ],
    by: OptionalByWord = "",
    as_json: AsJson = False,
) -> int:
    """Say that a note was dealt with."""
    from egv.workflow.review.actions import resolve_note
    from egv.workflow.review.listing import load_review_history

    tongue = detect_ui_language(os.environ)
    resolve_note(clip, number, by)
    history = load_review_history(clip)
    return print_result(terminal, history, history.to_lines(tongue), as_json=as_json)


def review_list(
    terminal: Terminal,
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FOLDER]", help="Folder with videos.", show_default="the output folder"
        ),
    ] = None,
    only_open: Annotated[
        bool, typer.Option("--open", help="Only what waits: drafts and open notes.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """List outputs and their review state.

    Each is a draft, approved, rejected, or direct: without approval. Its notes stand below it.
    """
    from egv.workflow.review.listing import list_reviews

    listing = list_reviews(folder, only_open=only_open)
    return print_result(
        terminal, listing, listing.to_lines(detect_ui_language(os.environ)), as_json=as_json
    )


def review_history(terminal: Terminal, clip: ClipWord, as_json: AsJson = False) -> int:
    """Show everything that was said about a video, in order: who, when and what."""
    from egv.workflow.review.listing import load_review_history

    history = load_review_history(clip)
    return print_result(
        terminal, history, history.to_lines(detect_ui_language(os.environ)), as_json=as_json
    )


def review_page(
    terminal: Terminal,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder with videos.")],
    opens_result: OpensResult = False,
    as_json: AsJson = False,
) -> int:
    """Write a page for the review of all videos in a folder.

    FOLDER/review.html shows every video beside the clip it was made of, drafts first, with what is
    said in it, what egv did and why, loudness and light before and after, and notes. Who watches it
    approves, rejects and writes notes on it, and saves verdict.json; 'egv review apply' does the
    rest. The page needs no other file but the videos, which it links to, and sends nothing.
    """
    from egv.workflow.review.page import write_review_page

    if not as_json:
        terminal.err.print_line(f"egv: drawing the pictures of {folder}")
    made = write_review_page(folder, detect_ui_language(os.environ))
    code = print_result(terminal, made, made.to_lines(), as_json=as_json)
    if opens_result:
        open_made_files([made.file], terminal.err)
    return code


REVIEW = Command(
    "review",
    group_text="""\
Approve or reject drafts, and say what is to be different.

A recipe that says 'approval: review' makes drafts: marked in the picture and
called CLIP.draft.mp4. Approving one makes the finished video. What is said is
only added to .egv/reviews.jsonl, and a line that is changed later does not
count.""",
    examples=("egv review page out/", 'egv review approve out/clip.draft.mp4 --by "Jan Bos"'),
    notes="CLIP is the draft, the finished video, or the clip that both are made of.",
    commands=(
        Command("page", review_page, examples=("egv review page out/",)),
        Command(
            "approve",
            review_approve,
            examples=(
                'egv review approve out/clip.draft.mp4 --by "Jan Bos"',
                'egv review approve out/ --by "Jan Bos" --note "Strong opening"',
            ),
        ),
        Command(
            "apply",
            review_apply,
            examples=("egv review apply verdict.json", "egv review apply verdict.json out/"),
        ),
        Command(
            "reject",
            review_reject,
            examples=(
                'egv review reject out/clip.draft.mp4 --by "Jan Bos" --note "Blur the names"',
            ),
        ),
        Command(
            "note",
            review_note,
            examples=(
                'egv review note out/clip.draft.mp4 0:12 "It is 40 people" --category facts',
            ),
        ),
        Command("done", review_done, examples=("egv review done out/clip.draft.mp4 1",)),
        Command("list", review_list, examples=("egv review list --open", "egv review list out/")),
        Command("history", review_history, examples=("egv review history out/clip.mp4",)),
    ),
)
