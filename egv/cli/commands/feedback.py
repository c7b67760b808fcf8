"""`egv feedback`: say something, see what is open, take it up and answer it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from egv.cli.binding.command import Command
from egv.cli.binding.printing import AsJson, print_result
from egv.cli.screen.terminal import Terminal
from egv.core.text.translation import Translated, UiLanguage, detect_ui_language

THANKS = Translated("Dank je, het staat genoteerd als {number}.", "Thank you, noted as {number}.")
TAKEN = Translated("{number} is opgepakt.", "{number} is picked up.")
ANSWERED = Translated("{number} is beantwoord.", "{number} is answered.")
READ = Translated("Nieuw genoteerd: {count}.", "Newly noted: {count}.")
NumberWord = Annotated[int, typer.Argument(metavar="N", help="Its number in the list.", min=1)]
NameWord = Annotated[str, typer.Option("--name", metavar="NAME", help="Yours, if you like.")]


def feedback_add(
    terminal: Terminal,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What you want to say.")],
    name: NameWord = "",
) -> int:
    """Say what goes well or could be better, without a name unless you give one."""
    from egv.workflow.feedback.log import add_feedback, open_feedback

    item = add_feedback(open_feedback(), text, name)
    terminal.out.print_line(THANKS.render(_find_tongue(), number=item.number))
    return 0


def feedback_list(
    terminal: Terminal,
    only_open: Annotated[bool, typer.Option("--open", help="Only what has no answer yet.")] = False,
    as_json: AsJson = False,
) -> int:
    """List what was said, who took it up, and the answers."""
    from egv.workflow.feedback.log import load_feedback, open_feedback

    found = load_feedback(open_feedback(), only_open=only_open)
    return print_result(terminal, found, found.to_lines(_find_tongue()), as_json=as_json)


def feedback_pick_up(terminal: Terminal, number: NumberWord, name: NameWord = "") -> int:
    """Take something up: others see that it is in hand."""
    from egv.workflow.feedback.log import open_feedback, pick_up_feedback

    pick_up_feedback(open_feedback(), number, name)
    terminal.out.print_line(TAKEN.render(_find_tongue(), number=number))
    return 0


def feedback_done(
    terminal: Terminal,
    number: NumberWord,
    answer: Annotated[str, typer.Option("--answer", metavar="TEXT", help="What you did with it.")],
) -> int:
    """Answer something; the next digest shows what was said and what you did."""
    from egv.workflow.feedback.log import answer_feedback, open_feedback

    answer_feedback(open_feedback(), number, answer)
    terminal.out.print_line(ANSWERED.render(_find_tongue(), number=number))
    return 0


def feedback_import(
    terminal: Terminal,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE.json", help="Saved by the page of egv share digest."),
    ] = None,
) -> int:
    """Note why people skipped videos, and the causes of failed clips since the last time.

    The page of 'egv share digest' saves the reasons in a file. Failed clips are counted by their
    cause, without a name.
    """
    from egv.workflow.feedback.log import import_failures, import_reasons, open_feedback

    tongue, ledger = _find_tongue(), open_feedback()
    found = import_reasons(ledger, file) if file else import_failures(ledger, tongue)
    terminal.out.print_line(READ.render(tongue, count=len(found)))
    return 0


def _find_tongue() -> UiLanguage:
    return detect_ui_language(os.environ)


FEEDBACK = Command(
    "feedback",
    group_text="""\
Say what goes well or could be better; and see what came of it.

Your words are kept in .egv/ of the project, without your name unless you give it.""",
    examples=('egv feedback "too many steps"', "egv feedback list --open"),
    usual="add",
    commands=(
        Command("add", feedback_add, examples=('egv feedback add "too many steps"',)),
        Command("list", feedback_list, examples=("egv feedback list --open",)),
        Command("pick-up", feedback_pick_up, examples=("egv feedback pick-up 3 --name Mo",)),
        Command(
            "done", feedback_done, examples=('egv feedback done 3 --answer "one step less now"',)
        ),
        Command("import", feedback_import, examples=("egv feedback import skipped.json",)),
    ),
)
