"""`--edit`: a person edits the text of the subtitles in an editor, before the video is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from egv.cli.dialogue.answers import can_answer
from egv.cli.grammar.chain import CommandLine
from egv.cli.grammar.command_text import format_command
from egv.cli.grammar.tokens import index_steps
from egv.cli.screen.terminal import Terminal
from egv.core.errors import UsageError
from egv.core.kit.plain_values import SidecarKind

if TYPE_CHECKING:
    from egv.app.plan.order import Order
    from egv.app.records.results import RunResult

SUBTITLE = "subtitle"  # the step whose text is edited
TextMaker = Callable[[CommandLine], "RunResult"]


def edit_text_first(
    line: CommandLine, words: list[str], terminal: Terminal, make_text: TextMaker
) -> CommandLine | None:
    """Let a person edit the text of the subtitles; return the line to run then.

    None where nothing was changed, or the text could not be made: that is told. `make_text` makes
    the text where there is none. Raises UsageError where nobody can edit, and for a faulty text.
    """
    from egv.app.run.text_to_edit import check_edited_text, find_text_to_edit, read_edit_state
    from egv.tools.machine.text_editor import edit_file, find_editor

    if line.order.options.dry_run:
        raise UsageError("--edit and --dry-run cannot be used together; keep one")
    if not (can_answer() and terminal.err.stream.isatty()):
        raise UsageError(
            "--edit: this opens a text editor, and needs a person at a terminal; change the"
            " subtitle file beside the video yourself, and run the line without --edit"
        )
    find_editor()
    found = find_text_to_edit(line.order)
    line = replace(line, order=found.order)
    path = found.path or _find_made_text(make_text(_make_text_line(line)))
    if found.recipe:
        terminal.err.print_line(
            f"egv: note: the video is made again with its recipe, {found.recipe}; if you gave"
            " other options then, give them again",
            "yellow",
        )
    terminal.err.print_line(f"egv: {path} is open in your editor; save it and close it")
    before = read_edit_state(path)
    edit_file(path)
    if read_edit_state(path) == before:
        terminal.err.print_line(
            f"egv: nothing was changed in {path}, so nothing is made. If your editor is still"
            " open, tell it in VISUAL to wait, such as: code --wait"
        )
        return None
    check_edited_text(path, format_command(words))
    return line


def _make_text_line(line: CommandLine) -> CommandLine:
    """Return `line` so that it makes the text alone, as an .srt file."""
    return replace(line, order=_order_text(line.order), is_preview=False)


def _order_text(order: Order) -> Order:
    from egv.app.plan.order import NamedStep

    step, only = index_steps()[SUBTITLE], {"emit": (SidecarKind.SRT,)}
    steps = tuple(
        replace(named, options={**named.options, **only}) if named.step is step else named
        for named in order.steps
    )
    if steps == order.steps:
        steps = (*steps, NamedStep(step, only))
    return replace(order, steps=steps)


def _find_made_text(result: RunResult) -> Path:
    made = [Path(name) for output in result.outputs for name in output.sidecars]
    if made:
        return made[0]
    failed = next((output.error for output in result.outputs if output.error), None)
    why = failed.message if failed else "nobody speaks in the clip"
    raise UsageError(f"--edit: there is no text to edit: {why}")
