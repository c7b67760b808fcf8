"""The contents of a return slip, and its two forms: a page, and plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from egv.core.media.timing import format_player_clock
from egv.core.programme.layers import Marking
from egv.core.text.translation import Translated, UiLanguage
from egv.core.text.visible_text import clean_text
from egv.tools.pages.page_look import NEUTRAL_LOOK, PageLook
from egv.tools.pages.pages import render_page
from egv.workflow.slip import texts
from egv.workflow.slip.deeds import Deed, DeedKind
from egv.workflow.slip.files import UNSEALED
from egv.workflow.slip.goods import MOST_GOODS, Good, Tip
from egv.workflow.slip.progress import Progress


@dataclass(frozen=True, slots=True)
class SlipFacts:
    """All that a slip tells: of the clip, what is good, what egv did, and whom to ask.

    `clip` and `maker` are names; `seconds` is the length of the video. `team` and `contact` are
    those of the kit, "" where it names none. `progress` is None where the maker did not ask for it.
    """

    clip: str
    seconds: float
    goods: tuple[Good, ...]
    deeds: tuple[Deed, ...]
    tip: Tip | None = None
    mark: str = ""
    maker: str = ""
    team: str = ""
    contact: str = ""
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class SlipPart:
    """A part of a slip: its heading, its sentences, and whether these are a list."""

    heading: str
    lines: tuple[str, ...]
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip in words: its title, the lines under that, its parts and its last line."""

    title: str
    subtitle: tuple[str, ...]
    parts: tuple[SlipPart, ...]
    closing: str


def build_slip(facts: SlipFacts, tongue: UiLanguage, today: date) -> Slip:
    """Put `facts` into words in `tongue`."""
    facts = replace(facts, clip=_to_line(facts.clip), maker=_to_line(facts.maker))
    subtitle = [facts.clip]
    if facts.maker:
        subtitle.append(texts.MAKER.render(tongue, maker=facts.maker))
    marks = {Marking.DRAFT.value: texts.DRAFT, Marking.PRACTICE.value: texts.PRACTICE}
    if facts.mark in marks:
        subtitle.append(marks[facts.mark].render(tongue))
    title = texts.PRACTICE_TITLE if facts.mark == Marking.PRACTICE else texts.TITLE
    return Slip(
        title.render(tongue),
        tuple(subtitle),
        tuple(_iter_parts(facts, tongue)),
        texts.DATED.render(tongue, day=today),
    )


def format_slip_text(slip: Slip) -> str:
    """Format `slip` as plain text, still unsealed."""
    return "\n".join([*_iter_text_lines(slip), "", UNSEALED, ""])


def format_slip_page(slip: Slip, tongue: UiLanguage, look: PageLook = NEUTRAL_LOOK) -> str:
    """Format `slip` as one HTML page in the style of `look`, still unsealed."""
    return render_page("slip.html", tongue, look, slip=slip, unsealed=UNSEALED)


def _iter_text_lines(slip: Slip) -> Iterator[str]:
    yield slip.title
    yield from slip.subtitle
    for part in slip.parts:
        yield from ("", part.heading)
        yield from (f"- {line}" if part.is_list else line for line in part.lines)
    yield from ("", slip.closing)


def _iter_parts(facts: SlipFacts, tongue: UiLanguage) -> Iterator[SlipPart]:
    goods = [_word_good(good, tongue) for good in facts.goods]
    if len(goods) < MOST_GOODS:
        clock = format_player_clock(facts.seconds)
        goods.append(texts.MADE_IT.render(tongue, length=clock))
    yield SlipPart(texts.GOODS_HEAD.render(tongue), tuple(goods), is_list=True)
    if facts.progress:
        lines = tuple(_iter_progress_lines(facts.progress, tongue))
        yield SlipPart(texts.PROGRESS_HEAD.render(tongue), lines)
    deeds = tuple(_word_deed(deed, tongue) for deed in facts.deeds)
    yield SlipPart(texts.DEEDS_HEAD.render(tongue), deeds, is_list=True)
    if facts.tip:
        tip = texts.TIPS[facts.tip.topic, facts.tip.case].render(tongue)
        yield SlipPart(texts.TIP_HEAD.render(tongue), (tip,))
    yield SlipPart(texts.ASK_HEAD.render(tongue), tuple(_iter_ask_lines(facts, tongue)))


def _word_good(good: Good, tongue: UiLanguage) -> str:
    clocks = {
        "length" if name == "seconds" else name: format_player_clock(value)
        for name, value in good.facts.items()
        if name in ("seconds", "low", "high") and isinstance(value, float)
    }
    return texts.GOODS[good.kind].render(tongue, **(good.facts | clocks))


def _word_deed(deed: Deed, tongue: UiLanguage) -> str:
    facts = dict(deed.facts)
    if deed.kind is DeedKind.SUBTITLED and facts["count"] == 1:
        return texts.ONE_SUBTITLE.render(tongue)
    if isinstance(formats := facts.get("formats"), tuple):
        facts |= {"count": len(formats), "formats": _word_formats(formats, tongue)}
    return texts.DEEDS[deed.kind].render(tongue, **facts)


def _word_formats(formats: Sequence[str], tongue: UiLanguage) -> str:
    return ", ".join(texts.FORMATS.get(f, Translated(f, f)).render(tongue) for f in formats)


def _iter_progress_lines(progress: Progress, tongue: UiLanguage) -> Iterator[str]:
    later = progress.count - 2
    if later < 0:
        yield texts.FIRST.render(tongue)
    elif later < len(texts.ORDINALS):
        yield texts.NTH.render(tongue, nth=texts.ORDINALS[later].render(tongue))
    else:
        yield texts.MANY.render(tongue, count=progress.count)
    if progress.gain_db:
        yield texts.CLEARER.render(tongue, db=round(progress.gain_db))


def _iter_ask_lines(facts: SlipFacts, tongue: UiLanguage) -> Iterator[str]:
    whom = ", ".join(filter(None, (facts.team, facts.contact)))
    yield texts.ASK.render(tongue, whom=whom) if whom else texts.NO_CONTACT.render(tongue)
    told = facts.team or facts.contact or texts.THAT_PERSON.render(tongue)
    yield texts.WITHDRAW.render(tongue, whom=told, clip=facts.clip)
    yield texts.REMOVED.render(tongue)


def _to_line(text: str) -> str:
    """Return `text` as one line of characters that are seen."""
    return " ".join(clean_text(text).split())
