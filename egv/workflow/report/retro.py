"""A page to look back on a quarter together: its figures, three questions, and what was agreed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from egv.core.errors import UsageError
from egv.core.text.translation import Translated, UiLanguage
from egv.core.text.wording import escape_markdown
from egv.tools.store.atomic_files import write_new_file
from egv.workflow.report.formats import format_report_markdown
from egv.workflow.report.report import Survey, compute_report, list_answered
from egv.workflow.report.texts import QUESTIONS

LAST_TIME = Translated("Wat we vorige keer zeiden", "What we said last time")
NOTHING_WRITTEN = Translated(
    "In {file} is bij de vragen niets ingevuld.",
    "Nothing was written under the questions of {file}.",
)
SAID = Translated("Jullie zeiden, wij deden", "You said, we did")
STILL_OPEN = Translated("Nog zonder antwoord", "Without an answer yet")


def write_retro(survey: Survey, folder: Path, tongue: UiLanguage) -> Path:
    """Write the page of the survey's period into `folder`, and return its path.

    Raises ConflictError where it exists: people write in it; UsageError for a period without one
    before it.
    """
    period, earlier = survey.period, survey.period.previous
    if earlier is None:
        fault = f"--period {period.name}: there is nothing before it to look back from"
        raise UsageError(f"{fault}; give a quarter such as 2026-Q4")
    path = folder / f"{period.name}.md"
    before = folder / f"{earlier.name}.md"
    parts = [
        format_report_markdown(compute_report(survey), tongue).rstrip(),
        *_list_feedback(survey, tongue),
        *_list_last_answers(before, tongue),
    ]
    folder.mkdir(parents=True, exist_ok=True)
    write_new_file(path, "\n\n".join(parts) + "\n")
    return path


def read_answers(text: str) -> tuple[str, ...]:
    """Read what people wrote under the questions of a page, in either language, as lines."""
    questions = {f"**{q.render(tongue)}**" for q in QUESTIONS for tongue in UiLanguage}
    answers, is_answer = [], False
    for line in text.splitlines():
        said = line.strip()
        if said in questions:
            is_answer = True
        elif said.startswith("#"):
            is_answer = False
        elif said and is_answer:
            answers.append(said.lstrip("-*• ").removeprefix("[ ] ").removeprefix("[x] "))
    return tuple(answers)


def _list_feedback(survey: Survey, tongue: UiLanguage) -> Iterator[str]:
    if done := list_answered(survey):
        yield f"## {SAID.render(tongue)}"
        yield "\n".join(
            f"- {escape_markdown(item.text)}\n  {escape_markdown(item.answer)}" for item in done
        )
    if left := [item for item in survey.feedback if item.is_open]:
        yield f"## {STILL_OPEN.render(tongue)}"
        yield "\n".join(f"- {item.number}: {escape_markdown(item.text)}" for item in left)


def _list_last_answers(before: Path, tongue: UiLanguage) -> Iterator[str]:
    """List the answers of the page before this one as boxes to tick, if there is one."""
    if not before.is_file():
        return
    yield f"## {LAST_TIME.render(tongue)}"
    answers = read_answers(before.read_text(encoding="utf-8", errors="replace"))
    yield (
        "\n".join(f"- [ ] {answer}" for answer in answers)
        or NOTHING_WRITTEN.render(tongue, file=before.name)
    )
