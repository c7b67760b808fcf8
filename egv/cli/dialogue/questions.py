"""Questions at the terminal for texts that a recipe needs and the command line does not give."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from egv.app.plan.order import TextAnswer
from egv.cli.dialogue.answers import can_answer, read_answer
from egv.cli.grammar.chain import CommandLine
from egv.cli.screen.terminal import OutputStream
from egv.core.text.translation import Translated, UiLanguage, detect_ui_language
from egv.core.text.translations import choose_translation
from egv.core.text.variables import MissingText

STDIN = "-"
AT_MOST = Translated("hoogstens {count} tekens", "at most {count} characters")
NEEDED = Translated(
    "hier is een antwoord nodig; met Ctrl-C stop je",
    "an answer is needed here; press Ctrl-C to stop",
)

WHO_MADE_IT = Translated(
    "Wie heeft dit gemaakt? Alleen om makers te tellen; het komt niet in beeld [Enter: niemand]:",
    "Who made this? Only to count makers; it is not shown [Enter: nobody]:",
)
LONGEST_NAME = 120  # characters


def can_ask(line: CommandLine) -> bool:
    """True where a user is at the terminal, and standard input is free for answers."""
    reads_names = STDIN in line.order.options.files_from
    return not line.screen.no_input and not reads_names and can_answer()


def ask_missing_texts(
    wanted: Sequence[MissingText], voice: OutputStream
) -> tuple[TextAnswer, ...] | None:
    """Ask for all `wanted` texts; None when the input ends.

    With several clips, each one is asked about; Enter alone gives the proposed or previous answer.
    """
    tongue = detect_ui_language(os.environ)
    several = len({missing_text.clip for missing_text in wanted}) > 1
    before: dict[str, str] = {}
    answers = []
    for missing_text in wanted:
        clip = f"{missing_text.clip}: " if several else ""
        usual = _choose_usual_answer(missing_text, before)
        text = _ask_text(clip, missing_text, usual, voice, tongue)
        if text is None:
            return None
        before[missing_text.name] = text
        answers.append(TextAnswer(missing_text.clip, missing_text.name, text))
    return tuple(answers)


def ask_maker(voice: OutputStream) -> str:
    """Ask who made the clips; "" where the person would rather not say."""
    tongue = detect_ui_language(os.environ)
    voice.print_question(f"{WHO_MADE_IT.render(tongue)} ")
    return read_answer().strip()[:LONGEST_NAME]


def list_common_answers(answers: Sequence[TextAnswer], clips: int) -> dict[str, str]:
    """List the texts, by name, that were given for each of `clips` clips, and are the same.

    Only these fit on one line: `--set` goes before what any clip says itself.
    """
    given: dict[str, list[str]] = {}
    for answer in answers:
        given.setdefault(answer.name, []).append(answer.text)
    return {
        name: texts[0]
        for name, texts in given.items()
        if len(set(texts)) == 1 and len(texts) == clips
    }


def _choose_usual_answer(wanted: MissingText, before: Mapping[str, str]) -> str:
    """Choose the answer that Enter alone gives: the proposed one if it fits, else the previous."""
    is_proposed = wanted.proposal and not wanted.var.explain_fault(wanted.proposal)
    return wanted.proposal if is_proposed else before.get(wanted.name, "")


def _ask_text(
    clip: str, wanted: MissingText, usual: str, voice: OutputStream, tongue: UiLanguage
) -> str | None:
    var = wanted.var
    if var.choices:
        may_be = f" ({', '.join(var.choices)})"
    else:
        may_be = f" ({AT_MOST.render(tongue, count=var.max_chars)})" if var.max_chars else ""
    again = f" [{usual}]" if usual else ""
    while True:
        prompt = choose_translation(var.prompt, tongue) or wanted.name
        voice.print_question(f"{clip}{prompt}{may_be}{again} ")
        line = read_answer()
        if not line:
            return None
        text = line.strip() or usual
        if text and not (fault := var.explain_fault(text)):
            return text
        voice.print_line(fault if text else NEEDED.render(tongue))
