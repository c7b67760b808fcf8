"""A notice for people in view, a consent form, and the record of processing (GDPR, article 30)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from egv.core.project.project import ConsentPolicy
from egv.core.text.translation import Translated, UiLanguage
from egv.core.text.wording import escape_markdown
from egv.tools.pages.page_look import NEUTRAL_LOOK, PageLook
from egv.tools.pages.pages import render_page
from egv.workflow.privacy.facts import PrivacyFacts

OPEN = Translated("[invullen: {what}]", "[fill in: {what}]")
WHOM = Translated("wie en hoe te bereiken", "who, and how to reach them")
HOW_LONG = Translated("hoe lang", "how long")
DAYS = Translated("{days} dagen na het maken", "{days} days after it was made")
DAYS_OF_SPACE = Translated("{space}: {days} dagen", "{space}: {days} days")
DATED = Translated("Opgesteld op {day}.", "Drawn up on {day}.")
CHECKED = Translated(
    "Dit is een voorzet uit de instellingen van egv, geen juridisch advies: laat je privacy officer"
    " ernaar kijken.",
    "This is a draft from egv's settings, not legal advice: have your privacy officer read it.",
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a paper: its heading, if any, and its paragraphs."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One page: its title, its parts, and fields to fill in by hand."""

    title: str
    sections: tuple[Section, ...]
    blanks: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()


NOTICE_TITLE = Translated("Er wordt gefilmd", "Filming in progress")
NOTICE: tuple[tuple[Translated, tuple[Translated, ...]], ...] = (
    (
        Translated("Wat er gebeurt", "What happens"),
        (
            Translated(
                "{organisation} maakt hier een video met en voor collega's. Je kunt in beeld komen"
                " of te horen zijn.",
                "{organisation} makes a video here, with and for colleagues. You may be seen or"
                " heard in it.",
            ),
            Translated(
                "Wil je dat niet? Zeg het tegen wie filmt, of ga uit beeld. Een reden hoeft niet.",
                "You would rather not? Tell whoever films, or step out of view. You need not say"
                " why.",
            ),
        ),
    ),
    (
        Translated("Waarvoor", "What for"),
        (
            Translated(
                "Uitleg, nieuws en kennismaken binnen de organisatie. Wie herkenbaar in een video"
                " voor buiten de organisatie komt, vragen we dat vooraf apart.",
                "To explain, share news and get to know each other inside the organisation. Whoever"
                " can be recognised in a video for outside it is asked separately beforehand.",
            ),
        ),
    ),
    (
        Translated("Hoe we ermee omgaan", "How it is handled"),
        (
            Translated(
                "De video wordt op onze eigen computer gemonteerd; er gaat niets naar een dienst op"
                " internet. Locatie en toestelgegevens worden uit het bestand gehaald.",
                "The video is edited on our own computer; nothing goes to a service on the"
                " internet. Location and device details are taken out of the file.",
            ),
            Translated("We bewaren de video: {kept}.", "We keep the video: {kept}."),
        ),
    ),
    (
        Translated("Jouw rechten", "Your rights"),
        (
            Translated(
                "Je mag de video zien, er bezwaar tegen maken en toestemming altijd intrekken. Dan"
                " halen we hem weg, ook de bijbehorende bestanden.",
                "You may see the video, object to it, and withdraw consent at any time. Then it is"
                " removed, with all files that belong to it.",
            ),
            Translated("Vraag het aan: {whom}.", "Ask: {whom}."),
            Translated(
                "Kom je er niet uit, dan kun je naar de toezichthouder: in Nederland de Autoriteit"
                " Persoonsgegevens.",
                "If that does not help, you can turn to the supervisory authority of your country.",
            ),
        ),
    ),
)

FORM_TITLE = Translated("Toestemming voor een video", "Consent to a video")
FORM_INTRO = Translated(
    "Ik kom in beeld of ben te horen in een video van {organisation}. Ik vind het goed dat die"
    " gebruikt wordt:",
    "I am seen or heard in a video by {organisation}. I agree that it is used:",
)
FORM_CHOICES = (
    Translated("☐ binnen de organisatie", "☐ inside the organisation"),
    Translated(
        "☐ ook buiten de organisatie: website, sociale media",
        "☐ outside the organisation too: website, social media",
    ),
)
FORM_RIGHTS = Translated(
    "Ik mag dit altijd intrekken, zonder reden en zonder gevolgen, bij: {whom}. Wat met mijn"
    " toestemming al gedeeld was, wordt weggehaald waar dat kan. De video wordt bewaard: {kept}.",
    "I may withdraw this at any time, without a reason and without consequences, with: {whom}. What"
    " was shared already is removed where that is possible. The video is kept: {kept}.",
)
FORM_BLANKS = (
    Translated("Naam", "Name"),
    Translated("Video of onderwerp", "Video or subject"),
    Translated("Geldig tot en met", "Valid until and including"),
    Translated("Datum", "Date"),
    Translated("Handtekening", "Signature"),
    Translated("Nummer van dit formulier", "Number of this form"),
)
FORM_KEPT = Translated(
    "Voor wie de video maakt: zet dit in CLIP.egv.yaml naast de clip, en bewaar het formulier.",
    "For whoever makes the video: write this in CLIP.egv.yaml beside the clip, and keep the form.",
)
FORM_YAML = Translated(
    'people: [{{name: "NAAM", scope: [internal], until: JJJJ-MM-DD, evidence: "formulier NR"}}]',
    'people: [{{name: "NAME", scope: [internal], until: YYYY-MM-DD, evidence: "form NO"}}]',
)

RECORD_TITLE = Translated("Register van verwerkingen: video", "Record of processing: video")
RECORD: tuple[tuple[Translated, Translated], ...] = (
    (
        Translated("Verwerkingsverantwoordelijke", "Controller"),
        Translated("{organisation}; contact: {whom}", "{organisation}; contact: {whom}"),
    ),
    (
        Translated("Doel", "Purpose"),
        Translated(
            "Video's van en voor medewerkers: uitleg, nieuws, kennismaken, werving",
            "Videos by and for employees: explaining, news, getting to know each other, recruiting",
        ),
    ),
    (
        Translated("Grondslag", "Legal basis"),
        Translated("{basis}", "{basis}"),
    ),
    (
        Translated("Betrokkenen", "Data subjects"),
        Translated(
            "Medewerkers en anderen die in beeld of te horen zijn, en wie de video maakt",
            "Employees and others who are seen or heard, and whoever makes the video",
        ),
    ),
    (
        Translated("Gegevens", "Data"),
        Translated(
            "Beeld, stem, naam, functie en afdeling; gesproken tekst als ondertitel; toestemming",
            "Picture, voice, name, role and department; spoken text as subtitles; consent",
        ),
    ),
    (
        Translated("Ontvangers", "Recipients"),
        Translated(
            "Het publiek van elke video: team, organisatie of daarbuiten, zoals in het recept",
            "The audience of each video: team, organisation or outside, as its recipe says",
        ),
    ),
    (
        Translated("Verwerkers en doorgifte", "Processors and transfers"),
        Translated(
            "Geen bij het maken: egv werkt op de eigen computer en verstuurt niets. Waar de video"
            " daarna staat, vul je zelf aan",
            "None while it is made: egv works on your own computer and sends nothing. Add where the"
            " videos are kept afterwards",
        ),
    ),
    (Translated("Bewaartermijn", "Retention"), Translated("{kept}", "{kept}")),
    (
        Translated("Beveiliging", "Security"),
        Translated(
            "Locatie en toestelgegevens worden verwijderd; de administratie van egv kent mensen"
            " alleen als pseudoniem; cijfers over minder dan drie makers worden niet getoond;"
            " verwijderen met egv purge, met een logboek zonder namen",
            "Location and device details are removed; egv's own records know people by pseudonyms"
            " only; figures of fewer than three makers are not shown; removal with egv purge, with"
            " a log without names",
        ),
    ),
)
BASIS_CONSENT = Translated(
    "Toestemming (AVG, artikel 6 lid 1a), per persoon vastgelegd naast de clip",
    "Consent (GDPR, article 6(1)(a)), recorded for each person beside the clip",
)
BASIS_OPEN = Translated(
    "grondslag; egv vraagt nu niet naar toestemming (privacy: consent)",
    "legal basis; egv does not ask for consent now (privacy: consent)",
)


def build_notice(facts: PrivacyFacts, tongue: UiLanguage, today: date) -> Paper:
    """Build the one-page notice that hangs where people may come into view."""
    texts = _fill_places(facts, tongue)
    sections = tuple(
        Section(head.render(tongue), tuple(line.render(tongue, **texts) for line in lines))
        for head, lines in NOTICE
    )
    return Paper(NOTICE_TITLE.render(tongue), sections, closing=_list_closing(tongue, today))


def build_form(facts: PrivacyFacts, tongue: UiLanguage, today: date) -> Paper:
    """Build the consent form that a person in the video signs."""
    texts = _fill_places(facts, tongue)
    sections = (
        Section("", (FORM_INTRO.render(tongue, **texts),)),
        Section("", tuple(choice.render(tongue) for choice in FORM_CHOICES)),
        Section("", (FORM_RIGHTS.render(tongue, **texts),)),
    )
    kept = (FORM_KEPT.render(tongue), FORM_YAML.render(tongue))
    blanks = tuple(blank.render(tongue) for blank in FORM_BLANKS)
    return Paper(
        FORM_TITLE.render(tongue), sections, blanks, (*kept, *_list_closing(tongue, today))
    )


def build_record(facts: PrivacyFacts, tongue: UiLanguage, today: date) -> Paper:
    """Build the record of processing activities (GDPR, article 30)."""
    texts = _fill_places(facts, tongue)
    sections = tuple(
        Section(head.render(tongue), (line.render(tongue, **texts),)) for head, line in RECORD
    )
    return Paper(RECORD_TITLE.render(tongue), sections, closing=_list_closing(tongue, today))


def format_paper_markdown(paper: Paper) -> str:
    """Format a paper as Markdown, which a word processor or an intranet takes."""
    return "\n\n".join(_list_paragraphs(paper)) + "\n"


def format_paper_page(paper: Paper, tongue: UiLanguage, look: PageLook = NEUTRAL_LOOK) -> str:
    """Format a paper as one HTML page in the style of `look`, to print."""
    return render_page("paper.html", tongue, look, paper=paper)


def _list_paragraphs(paper: Paper) -> Iterator[str]:
    yield f"# {escape_markdown(paper.title)}"
    for section in paper.sections:
        if section.heading:
            yield f"## {escape_markdown(section.heading)}"
        yield from map(escape_markdown, section.lines)
    for blank in paper.blanks:
        yield f"{escape_markdown(blank)}: {'_' * 40}"
    yield from map(escape_markdown, paper.closing)


def _fill_places(facts: PrivacyFacts, tongue: UiLanguage) -> dict[str, str]:
    def leave_open(what: Translated) -> str:
        return OPEN.render(tongue, what=what.render(tongue))

    asked = ", ".join(filter(None, (facts.team, facts.contact)))
    has_consent = facts.consent is not ConsentPolicy.OFF
    return {
        "organisation": facts.organisation,
        "whom": asked or leave_open(WHOM),
        "kept": _describe_retention(facts, tongue) or leave_open(HOW_LONG),
        "basis": BASIS_CONSENT.render(tongue) if has_consent else leave_open(BASIS_OPEN),
    }


def _describe_retention(facts: PrivacyFacts, tongue: UiLanguage) -> str:
    usual = [DAYS.render(tongue, days=facts.retention_days)] if facts.retention_days else []
    own = (
        DAYS_OF_SPACE.render(tongue, space=space, days=days)
        for space, days in facts.retention_by_space.items()
    )
    return "; ".join((*usual, *own))


def _list_closing(tongue: UiLanguage, today: date) -> tuple[str, ...]:
    return (DATED.render(tongue, day=today), CHECKED.render(tongue))
