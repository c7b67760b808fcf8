"""What a recipe needs and nobody said, asked of whoever sits at the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from egv.app.order import Answer
from egv.cli.chain import Line
from egv.cli.terminal import Voice
from egv.core.tongue import Both, Tongue, tongue_of
from egv.core.vars import Wanted

STDIN = "-"
AT_MOST = Both("hoogstens {count} tekens", "at most {count} characters")
NEEDED = Both("hier is een antwoord nodig; met Ctrl-C stop je", "it needs an answer; Ctrl-C stops")


def may_ask(line: Line) -> bool:
    """Whether somebody is there to answer, and standard input is theirs to answer on."""
    reads_names = STDIN in line.order.options.files_from
    return not line.screen.no_input and not reads_names and sys.stdin.isatty()


def answers_to(wanted: Sequence[Wanted], voice: Voice) -> tuple[Answer, ...] | None:
    """An answer to everything that is `wanted`; None when whoever was asked goes away.

    Of several clips each is asked about, and Enter alone repeats the answer of the one before.
    """
    tongue = tongue_of(os.environ)
    several = len({each.clip for each in wanted}) > 1
    before: dict[str, str] = {}
    answers = []
    for each in wanted:
        clip = f"{each.clip}: " if several else ""
        text = _asked(clip, each, before.get(each.name, ""), voice, tongue)
        if text is None:
            return None
        before[each.name] = text
        answers.append(Answer(each.clip, each.name, text))
    return tuple(answers)


def _asked(clip: str, wanted: Wanted, before: str, voice: Voice, tongue: Tongue) -> str | None:
    var = wanted.var
    if var.choices:
        may_be = f" ({', '.join(var.choices)})"
    else:
        may_be = f" ({AT_MOST.within(tongue, count=var.max_chars)})" if var.max_chars else ""
    again = f" [{before}]" if before else ""
    while True:
        voice.ask(f"{clip}{var.prompt or wanted.name}{may_be}{again} ")
        line = sys.stdin.readline()
        if not line:
            return None
        text = line.strip() or before
        if text and not (fault := var.fault(text)):
            return text
        voice.say(fault if text else NEEDED.within(tongue))
