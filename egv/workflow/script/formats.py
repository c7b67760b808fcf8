"""The check of a text, and what laying it out did, as lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from egv.core.media.timing import format_player_clock
from egv.core.text.translation import UiLanguage
from egv.workflow.script import texts
from egv.workflow.script.check import LanguageSource, ReadScript, ScriptReport
from egv.workflow.script.findings import ScriptTopic, measure_sentences
from egv.workflow.script.layout import ScriptLayout

MOST_SHOWN = 5  # findings of one topic; --json has them all


def format_report_lines(report: ScriptReport, tongue: UiLanguage) -> Iterator[str]:
    """Yield the check for a terminal: the verdict, the suggestions, and how the text was read."""
    yield format_verdict(report, tongue)
    if report.findings:
        yield texts.TIP_COUNT.render(tongue, len(report.findings))
    else:
        yield texts.NOTHING.render(tongue)
    found = Counter(finding.topic for finding in report.findings)
    shown = Counter[ScriptTopic]()
    for finding in report.findings:
        shown[finding.topic] += 1
        if shown[finding.topic] > MOST_SHOWN:
            continue
        tip = finding.tip
        yield "  " + (
            texts.ON_LINE.render(tongue, line=finding.line, tip=tip) if finding.line else tip
        )
        rest = found[finding.topic] - MOST_SHOWN
        if shown[finding.topic] == MOST_SHOWN and rest > 0:
            yield f"  {texts.AND_MORE.render(tongue, count=rest)}"
    yield from format_set_aside(report.courtesy_lines, report.quoted_lines, tongue)
    if not report.is_marked:
        yield texts.UNMARKED.render(tongue)
    yield format_language(report.language, report.language_from, tongue)


def format_verdict(report: ScriptReport, tongue: UiLanguage) -> str:
    """Format whether the text fits the time, as one line."""
    low, high = report.ideal
    verdict = (
        texts.TOO_LONG
        if report.seconds > high
        else texts.TOO_SHORT
        if report.seconds < low
        else texts.FITS
    )
    return verdict.render(
        tongue,
        length=format_player_clock(round(report.seconds)),
        words=report.words,
        low=format_player_clock(round(low)),
        high=format_player_clock(round(high)),
    )


def format_layout_lines(
    script: ReadScript, layout: ScriptLayout, tongue: UiLanguage
) -> Iterator[str]:
    """Yield what laying a text out did: how much is said, and what is set aside."""
    if layout.is_marked:
        yield texts.KEPT_MARKS.render(tongue)
    seconds = measure_sentences(layout.sentences, script.text).seconds
    length = format_player_clock(round(seconds))
    count, beats = len(layout.sentences), len(layout.beats)
    yield texts.LAID_OUT.render(tongue, count, beats=beats, length=length)
    if layout.left_over:
        yield texts.LEFT_COUNT.render(tongue, len(layout.left_over))
    recipe = script.recipe.localise_wording(tongue)
    empty = [
        str(beat.beat)
        for beat, sentences in zip(recipe.script, layout.beats, strict=True)
        if not sentences
    ]
    if empty:
        yield texts.EMPTY_BEATS.render(tongue, beats=", ".join(empty))
    message = script.text.message
    courtesies, quoted = (
        [line.number for line in lines] for lines in (message.courtesies, message.quoted)
    )
    yield from format_set_aside(courtesies, quoted, tongue)
    yield format_language(script.text.language, script.language_from, tongue)


def format_language(language: str, source: LanguageSource, tongue: UiLanguage) -> str:
    """Format the language in which a text was read, and how to hear its real length."""
    taken = texts.TAKEN_AS if source is LanguageSource.TEXT else texts.TAKEN_UNSURE
    return taken.render(tongue, language=texts.format_languages(language, tongue))


def format_set_aside(
    courtesies: Sequence[int], quoted: Sequence[int], tongue: UiLanguage
) -> Iterator[str]:
    """Yield which lines are a greeting or a signature, and which are quoted."""
    for numbers, text in ((courtesies, texts.COURTESY_LINES), (quoted, texts.QUOTED_LINES)):
        if numbers:
            yield text.render(tongue, lines=_format_numbers(numbers))


def _format_numbers(numbers: Sequence[int]) -> str:
    """Format ascending numbers, those in a row as one range: `1, 4-7`."""
    ranges = list[tuple[int, int]]()
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return ", ".join(f"{low}" if low == high else f"{low}-{high}" for low, high in ranges)
