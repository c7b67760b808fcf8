"""A sample programme that shows a kit: short and long sample texts on a still background."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from egv.core.delivery.deliver import Deliverable
from egv.core.media.clip import Clip, Cue, VideoStream
from egv.core.media.timing import Seconds, Span
from egv.core.programme.edit import Edit, create_edit
from egv.core.programme.layers import Bug, Bumpers, LowerThird, Subtitles

RATE = Fraction(8)  # Hz: only the end of a move is shown, and cards are drawn frame by frame
FRAMES = 32
ORDER = ("intro", "programme", "outro")
OTHER = "en"  # sample language of kits in other languages


@dataclass(frozen=True, slots=True)
class SampleTexts:
    """Sample texts for a video: spoken words, and titles and names."""

    title: str
    department: str
    name: str
    role: str
    said: str


@dataclass(frozen=True, slots=True)
class KitMoment:
    """A frame that shows the kit, and the name of the part it shows."""

    part: str
    frame: int


SHORT: Mapping[str, SampleTexts] = {
    "nl": SampleTexts("Onze week", "Beheer", "Noor de Wit", "Ingenieur", "Dit deden we deze week."),
    "en": SampleTexts("Our week", "Operations", "Nora White", "Engineer", "This is what we did."),
    "de": SampleTexts("Unsere Woche", "Betrieb", "Nora Weiß", "Technik", "Das war unsere Woche."),
    "fr": SampleTexts(
        "Notre semaine", "Réseau", "Éloïse Noël", "Ingénieure", "Voilà notre semaine."
    ),
}
LONG: Mapping[str, SampleTexts] = {
    "nl": SampleTexts(
        "Wat we in het derde kwartaal van onze klanten hebben geleerd",
        "Klantenservice en kwaliteitsmanagement",
        "Annemarie van den Bouwhuijsen-Oosterlaken",
        "Projectleider veiligheid en gezondheid, regio Noordoost",
        "Daarom beginnen we volgende maand op elke locatie met een eigen veiligheidsteam.",
    ),
    "en": SampleTexts(
        "What we have learned from our customers in the third quarter",
        "Customer service and quality management",
        "Alexandra Featherstonehaugh-Cholmondeley",
        "Programme manager for health and safety, north-east region",
        "That is why every location will have a safety team of its own from next month on.",
    ),
    "de": SampleTexts(
        "Was wir im dritten Quartal von unseren Kunden gelernt haben",
        "Kundendienst und Qualitätsmanagement",
        "Annegret Freifrau von Hohenberg-Weißenstein",
        "Projektleiterin Arbeitssicherheit und Gesundheit, Region Nordost",
        "Deshalb bekommt ab nächstem Monat jeder Standort sein eigenes Sicherheitsteam.",
    ),
    "fr": SampleTexts(
        "Ce que nous avons appris de nos clients au troisième trimestre",
        "Service clients et gestion de la qualité",
        "Marie-Françoise de La Rochefoucauld-Bayeux",
        "Responsable santé et sécurité, région du Nord-Est",
        "C’est pourquoi chaque site aura sa propre équipe de sécurité dès le mois prochain.",
    ),
}
# Other places that a kit's lines may have.
ELSE: Mapping[str, str] = {"stem": "clip", "date": "2026-01-31", "n": "1", "space": ""}


def choose_sample(language: str, samples: Mapping[str, SampleTexts]) -> SampleTexts:
    """Choose the sample in `language` (BCP 47), or in English."""
    return samples.get(language.partition("-")[0].lower(), samples[OTHER])


def build_ground_clip(path: Path, size: tuple[int, int]) -> Clip:
    """Build the facts about a background at `path` that egv drew itself."""
    wide, high = size
    length = FRAMES / RATE
    video = VideoStream(0, "h264", wide, high, "yuv420p", RATE, Seconds(0), length)
    return Clip(path, length, video, None)


def build_kit_sample(ground: Clip, sample: SampleTexts, language: str) -> Edit:
    """Build a programme that shows all parts of a kit over `ground`, with the texts of `sample`."""
    edit = create_edit(ground)
    whole = Span(Seconds(0), edit.duration)
    who = (("name", sample.name), ("role", sample.role))
    return (
        edit.with_cues((Cue(whole, sample.said),), language)
        .with_layer(Subtitles())
        .with_layer(LowerThird(whole.start, whole.duration, who))
        .with_layer(Bug())
        .with_bumpers(Bumpers(intro=True, outro=True))
        .with_texts({"title": sample.title, "department": sample.department, **dict(who)})
    )


def list_kit_moments(whole: Deliverable) -> Iterator[KitMoment]:
    """Yield the frames of a kit sample that show its parts, in order; missing parts have none."""
    intro, programme, outro = ORDER
    start = whole.programme_start
    if start > 1:
        yield KitMoment(intro, start * 2 // 3)
    yield KitMoment(programme, start + FRAMES // 2)
    if whole.frames > start + FRAMES:
        yield KitMoment(outro, whole.frames - 1)
