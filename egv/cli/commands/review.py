"""`egv review`: approve, reject and comment on drafts, and list those that wait."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from egv.cli.commands.printing import Action, AsJson, print_result
from egv.cli.grammar.run_options import ScreenOptions
from egv.cli.screen.terminal import Terminal
from egv.core.text.translation import detect_ui_language


def list_note_categories() -> list[str]:
    """List the categories of a note."""
    from egv.app.run.review_history import NoteCategory

    return [*NoteCategory]


ClipWord = Annotated[str, typer.Argument(metavar="CLIP")]
ByWord = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides.")]
OptionalByWord = Annotated[str, typer.Option("--by", metavar="NAME", help="Who says it.")]


def review_approve(
    clips: Annotated[list[str], typer.Argument(metavar="CLIP...")],
    by: ByWord,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Kept with it.")] = "",
    as_json: AsJson = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show errors only.")] = False,
) -> Action:
    """Approve drafts: make the finished videos and take the drafts away."""

    def decide(terminal: Terminal) -> int:
        from egv.app.plan.order import Order
        from egv.cli.grammar.chain import CommandLine
        from egv.cli.screen.reporter import RunReporter
        from egv.cli.screen.screen import choose_screen
        from egv.workflow.review.actions import approve_drafts

        options = ScreenOptions(as_json=as_json, quiet=quiet)
        with choose_screen(CommandLine(Order(tuple(clips)), options), terminal) as screen:
            result = approve_drafts(clips, by, note, screen)
        words = ("review", "approve", *clips, "--by", by)
        RunReporter(options, words, terminal).report_run(result)
        return result.exit_code

    return decide


def review_reject(
    clip: ClipWord,
    by: ByWord,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What is to be different.")],
    as_json: AsJson = False,
) -> Action:
    """Reject a draft, and say what should change."""

    def decide(terminal: Terminal) -> int:
        from egv.workflow.review.actions import reject_outputs
        from egv.workflow.review.listing import to_review_list

        tongue = detect_ui_language(os.environ)
        listing = to_review_list(reject_outputs(clip, by, note))
        return print_result(terminal, listing, listing.to_lines(tongue), as_json=as_json)

    return decide


def review_note(
    clip: ClipWord,
    at: Annotated[str, typer.Argument(metavar="TIME")],
    text: Annotated[str, typer.Argument(metavar="TEXT")],
    category: Annotated[
        str,
        typer.Option(
            "--category", metavar="WORD", autocompletion=list_note_categories, help="About what."
        ),
    ],
    by: OptionalByWord = "",
    as_json: AsJson = False,
) -> Action:
    """Say something about the content of a video, at a time in it."""

    def say(terminal: Terminal) -> int:
        from egv.workflow.review.actions import add_note
        from egv.workflow.review.listing import load_review_history

        tongue = detect_ui_language(os.environ)
        add_note(clip, at, text, category, by)
        history = load_review_history(clip)
        return print_result(terminal, history, history.to_lines(tongue), as_json=as_json)

    return say


def review_done(
    clip: ClipWord,
    number: Annotated[int, typer.Argument(metavar="N")],
    by: OptionalByWord = "",
    as_json: AsJson = False,
) -> Action:
    """Say that a note was dealt with."""

    def say(terminal: Terminal) -> int:
        from egv.workflow.review.actions import resolve_note
        from egv.workflow.review.listing import load_review_history

        tongue = detect_ui_language(os.environ)
        resolve_note(clip, number, by)
        history = load_review_history(clip)
        return print_result(terminal, history, history.to_lines(tongue), as_json=as_json)

    return say


def review_list(
    folder: Annotated[Path | None, typer.Argument(metavar="[FOLDER]")] = None,
    only_open: Annotated[
        bool, typer.Option("--open", help="Only what waits: drafts and open notes.")
    ] = False,
    as_json: AsJson = False,
) -> Action:
    """List outputs and their review state."""

    def show(terminal: Terminal) -> int:
        from egv.workflow.review.listing import list_reviews

        listing = list_reviews(folder, only_open=only_open)
        return print_result(
            terminal, listing, listing.to_lines(detect_ui_language(os.environ)), as_json=as_json
        )

    return show


def review_history(clip: ClipWord, as_json: AsJson = False) -> Action:
    """Show everything that was said about a video, in order."""

    def show(terminal: Terminal) -> int:
        from egv.workflow.review.listing import load_review_history

        history = load_review_history(clip)
        return print_result(
            terminal, history, history.to_lines(detect_ui_language(os.environ)), as_json=as_json
        )

    return show


def review_page(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER")], as_json: AsJson = False
) -> Action:
    """Write a page for the review of all videos in a folder."""

    def write(terminal: Terminal) -> int:
        from egv.workflow.review.page import write_review_page

        made = write_review_page(folder, detect_ui_language(os.environ))
        return print_result(terminal, made, made.to_lines(), as_json=as_json)

    return write


REVIEW_VERBS = (
    review_page,
    review_approve,
    review_reject,
    review_note,
    review_done,
    review_list,
    review_history,
)

REVIEW_PAGES = {
    "egv review": """\
  egv review page out/
  egv review approve out/clip.draft.mp4 --by "Jan Bos"

Approve, reject and comment on videos whose recipe says 'approval: review'.
'egv run' makes drafts of these: marked in the picture and called
CLIP.draft.mp4. Approving one makes the finished video. What is said is only
added to .egv/reviews.jsonl, and a line that is changed later does not count.

Usage: egv review page FOLDER
       egv review approve CLIP... --by NAME [--note TEXT]
       egv review reject CLIP --by NAME --note TEXT
       egv review note CLIP TIME TEXT --category WORD [--by NAME]
       egv review done CLIP N [--by NAME]
       egv review list [--open] [FOLDER]
       egv review history CLIP

CLIP is the draft, the finished video, or the clip that both are made of. Each
verb takes --json.
""",
    "egv review page": """\
  egv review page out/

Write FOLDER/review.html: every video in the folder beside the clip it was made
of, drafts first, with what is said in it, what egv did and why, loudness and
light before and after, notes, and the commands to approve, reject or make it
again. The page needs no other file but the videos, which it links to, and
sends nothing anywhere.

Usage: egv review page FOLDER [--json]
""",
    "egv review approve": """\
  egv review approve out/clip.draft.mp4 --by "Jan Bos"
  egv review approve out/ --by "Jan Bos" --note "Strong opening"

Approve drafts: make the finished videos by the same recipe, and take the
drafts away. Of a folder, every draft that waits. A draft whose clip, kit or
recipe changed since is refused (exit code 4): nobody has seen that video.

Usage: egv review approve CLIP... --by NAME [OPTIONS]

  --by NAME    Who approves.
  --note TEXT  What is good about it; kept with the approval.
  --json       Print one JSON document.
  -q, --quiet  Show errors only.
""",
    "egv review reject": """\
  egv review reject out/clip.draft.mp4 --by "Jan Bos" --note "Blur the names"

Reject a draft, and say what is to be different. It stays where it is, until a
changed clip or recipe makes a new one.

Usage: egv review reject CLIP --by NAME --note TEXT [--json]
""",
    "egv review note": """\
  egv review note out/clip.draft.mp4 0:12 "It is 40 people" --category facts

Say something about a video, at a time in it. Notes are about the content:
message, facts, privacy or brand. How it was shot is a matter for 'egv check'.

Usage: egv review note CLIP TIME TEXT --category WORD [--by NAME] [--json]
""",
    "egv review done": """\
  egv review done out/clip.draft.mp4 1

Say that note N was dealt with; 'egv review list' numbers them.

Usage: egv review done CLIP N [--by NAME] [--json]
""",
    "egv review list": """\
  egv review list --open
  egv review list out/ --json

List outputs, how each stands (draft, approved, rejected, or direct: without
approval) and the notes on it; with --open only what waits for somebody.

Usage: egv review list [--open] [FOLDER] [--json]
""",
    "egv review history": """\
  egv review history out/clip.mp4

Show all that was said of a video, in order: who, when and what.

Usage: egv review history CLIP [--json]
""",
}
