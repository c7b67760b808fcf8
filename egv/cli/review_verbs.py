"""`egv review`: approve or reject drafts, say what is to be different, and see what waits."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from egv.cli.run_options import ScreenOptions
from egv.cli.terminal import Terminal
from egv.cli.verbs import Action, AsJson, told
from egv.core.tongue import tongue_of


def categories() -> list[str]:
    """What a note can be about."""
    from egv.core.reviews import Category

    return [*Category]


Clip = Annotated[str, typer.Argument(metavar="CLIP")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides.")]
PerhapsBy = Annotated[str, typer.Option("--by", metavar="NAME", help="Who says it.")]


def review_approve(
    clips: Annotated[list[str], typer.Argument(metavar="CLIP...")],
    by: By,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Kept with it.")] = "",
    as_json: AsJson = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show errors only.")] = False,
) -> Action:
    """Approve drafts: make the finished videos and take the drafts away."""

    def decide(terminal: Terminal) -> int:
        from egv.app.decisions import approve
        from egv.app.order import Order
        from egv.cli.chain import Line
        from egv.cli.report import Report
        from egv.cli.screen import screen_for

        options = ScreenOptions(as_json=as_json, quiet=quiet)
        with screen_for(Line(Order(tuple(clips)), options), terminal) as screen:
            result = approve(clips, by, note, screen)
        words = ("review", "approve", *clips, "--by", by)
        Report(options, words, terminal).tell(result)
        return result.exit_code

    return decide


def review_reject(
    clip: Clip,
    by: By,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What is to be different.")],
    as_json: AsJson = False,
) -> Action:
    """Reject a draft, and say what is to be different."""

    def decide(terminal: Terminal) -> int:
        from egv.app.decisions import reject
        from egv.app.review_listing import listing_of

        tongue = tongue_of(os.environ)
        listing = listing_of(reject(clip, by, note))
        return told(terminal, listing, listing.lines(tongue), as_json=as_json)

    return decide


def review_note(
    clip: Clip,
    at: Annotated[str, typer.Argument(metavar="TIME")],
    text: Annotated[str, typer.Argument(metavar="TEXT")],
    category: Annotated[
        str,
        typer.Option("--category", metavar="WORD", autocompletion=categories, help="About what."),
    ],
    by: PerhapsBy = "",
    as_json: AsJson = False,
) -> Action:
    """Say something about the content of a video, at a time in it."""

    def say(terminal: Terminal) -> int:
        from egv.app.decisions import add_note
        from egv.app.review_listing import review_history

        tongue = tongue_of(os.environ)
        add_note(clip, at, text, category, by)
        history = review_history(clip)
        return told(terminal, history, history.lines(tongue), as_json=as_json)

    return say


def review_done(
    clip: Clip,
    number: Annotated[int, typer.Argument(metavar="N")],
    by: PerhapsBy = "",
    as_json: AsJson = False,
) -> Action:
    """Say that a note was dealt with."""

    def say(terminal: Terminal) -> int:
        from egv.app.decisions import note_done
        from egv.app.review_listing import review_history

        tongue = tongue_of(os.environ)
        note_done(clip, number, by)
        history = review_history(clip)
        return told(terminal, history, history.lines(tongue), as_json=as_json)

    return say


def review_list(
    folder: Annotated[Path | None, typer.Argument(metavar="[FOLDER]")] = None,
    only_open: Annotated[
        bool, typer.Option("--open", help="Only what waits: drafts and open notes.")
    ] = False,
    as_json: AsJson = False,
) -> Action:
    """List outputs and how they stand."""

    def show(terminal: Terminal) -> int:
        from egv.app.review_listing import review_list

        listing = review_list(folder, only_open=only_open)
        return told(terminal, listing, listing.lines(tongue_of(os.environ)), as_json=as_json)

    return show


def review_history(clip: Clip, as_json: AsJson = False) -> Action:
    """Show all that was said of a video, in order."""

    def show(terminal: Terminal) -> int:
        from egv.app.review_listing import review_history

        history = review_history(clip)
        return told(terminal, history, history.lines(tongue_of(os.environ)), as_json=as_json)

    return show


def review_page(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER")], as_json: AsJson = False
) -> Action:
    """Write a page on which all videos of a folder are looked at and decided upon."""

    def write(terminal: Terminal) -> int:
        from egv.app.review_page import review_page

        made = review_page(folder, tongue_of(os.environ))
        return told(terminal, made, made.lines(), as_json=as_json)

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
