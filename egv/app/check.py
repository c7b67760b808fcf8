"""The publication checklist of clips, raw or finished: what is fine, and what would help."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pydantic import Field

from egv.app.documents import Document, SchemaName, Value
from egv.app.inputs import clips_in
from egv.app.ledger import Ledger
from egv.app.order import RunOptions
from egv.app.outputs import open_ledger
from egv.app.recipes import recipe_named
from egv.app.results import Fault
from egv.app.settings import settings_for
from egv.core.check_values import Found, Looks, Measured, Sounds, Topic, Weight
from egv.core.check_words import cure_of, tip_of
from egv.core.checks import found
from egv.core.cue_rules import pace_of, violations
from egv.core.errors import EgvError, RecipeError
from egv.core.file_names import as_named
from egv.core.kit import Kit
from egv.core.media import Cue, Media
from egv.core.recipe_parts import Expect
from egv.core.records import Made
from egv.core.timing import Span, at_frame
from egv.core.tongue import Tongue
from egv.steps.music import Music
from egv.tools.check_measuring import look_and_listen
from egv.tools.clips import clip_at
from egv.tools.kits import kit_called
from egv.tools.text_files import cues_at, text_beside

CHECK_SCHEMA = "egv/check@1"
SUBTITLES = (".srt", ".vtt")


class Finding(Value):
    """Something that could be better: what was measured, a tip, when it is so, what mends it."""

    topic: Topic
    weight: Weight
    case: str = ""
    tip: str
    facts: Mapping[str, float | int | str] = Field(default_factory=dict)
    times: tuple[float, ...] = ()
    cure: str = ""


class Checked(Value):
    """One clip: its findings; `fine` names what was looked at and is right."""

    input: str
    recipe: str = ""
    findings: tuple[Finding, ...] = ()
    fine: tuple[Topic, ...] = ()
    error: Fault | None = None


class CheckReport(Document):
    """The checklist of every clip, and the kit's own do's and don'ts."""

    schema_name: SchemaName = CHECK_SCHEMA
    ok: bool
    exit_code: int
    clips: tuple[Checked, ...]
    do: tuple[str, ...] = ()
    dont: tuple[str, ...] = ()
    contact: str = ""


@dataclass(frozen=True, slots=True)
class CheckOrder:
    """What is to be looked at, and by whose wishes."""

    inputs: tuple[str, ...]
    recipe: str = ""
    kit: str | None = None
    space: str | None = None
    recursive: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """The recipe that a clip is held against, by name; none where nobody named one."""

    name: str
    expect: Expect


def check(order: CheckOrder, tongue: Tongue) -> CheckReport:
    """Look at every clip of `order`, each failing alone.

    Raises UsageError for a name that stands for nothing, RecipeError or KitError for one that is
    wrong.
    """
    settings = settings_for(RunOptions(kit=order.kit, space=order.space))
    ledger = open_ledger(settings)
    recipe = recipe_named(order.recipe) if order.recipe else None
    kit = kit_called(settings.kit(recipe.says.kit if recipe else ""))
    named = tuple(Path(word) for word in order.inputs)
    clips = clips_in(
        order.inputs,
        (),
        recursive=order.recursive,
        is_output=lambda path: path in ledger and path not in named,
    )
    wish = Wish(recipe.says.name, recipe.says.expect) if recipe else None
    checked, codes = [], []
    for clip in clips:
        try:
            checked.append(checked_clip(clip.path, clip.shown, wish, ledger, tongue))
        except EgvError as error:
            checked.append(Checked(input=clip.shown, error=Fault.of(error)))
            codes.append(error.exit_code)
    code = _exit_code(checked, codes, strict=order.strict)
    return CheckReport(
        ok=code == 0,
        exit_code=code,
        clips=tuple(checked),
        do=kit.says.guidelines.do,
        dont=kit.says.guidelines.dont,
        contact=_contact(kit),
    )


def _exit_code(checked: Sequence[Checked], codes: Sequence[int], *, strict: bool) -> int:
    if codes:
        return 3 if len(codes) < len(checked) else codes[0] if len({*codes}) == 1 else 1
    return 4 if strict and any(each.findings for each in checked) else 0


def _contact(kit: Kit) -> str:
    return kit.says.owner.contact or ""


def checked_clip(
    path: Path, shown: str, wish: Wish | None, ledger: Ledger, tongue: Tongue
) -> Checked:
    """What is found in the clip at `path`, held against `wish`, else against its own recipe's.

    Raises InputError where it cannot be read.
    """
    media = clip_at(path)
    made = ledger.latest_of(path)
    wish = wish or (_wish_of(made) if made else None)
    looks, sounds = look_and_listen(media)
    measured = _measured(media, looks, sounds, made, ledger)
    findings = found(measured, wish.expect if wish else Expect(), says_length=wish is not None)
    told = {each.topic for each in findings}
    return Checked(
        input=shown,
        recipe=wish.name if wish else "",
        findings=tuple(_finding(each, path, tongue) for each in findings),
        fine=tuple(topic for topic in Topic if topic not in told),
    )


def _wish_of(made: Made) -> Wish | None:
    """What the recipe that a video was made with wants of it; none where it is not known here."""
    try:
        return Wish(made.about.recipe, recipe_named(made.about.recipe).says.expect)
    except RecipeError:
        return None


def _measured(
    media: Media, looks: Looks, sounds: Sounds | None, made: Made | None, ledger: Ledger
) -> Measured:
    assert media.video is not None
    width, height = media.video.upright
    cues, language = _subtitles(media, made, ledger)
    rate = Fraction(media.video.frame_rate)
    return Measured(
        width=width,
        height=height,
        seconds=float(media.duration),
        looks=looks,
        sounds=sounds,
        cues=cues,
        faults=tuple(violations(_on_frames(cues, rate), pace_of(language, rate))),
        licence=_licence(made),
        finished=made is not None,
    )


def _subtitles(media: Media, made: Made | None, ledger: Ledger) -> tuple[tuple[Cue, ...], str]:
    """The subtitles of a clip and their language, empty when unknown: beside it, or in it."""
    for name in made.beside if made else ():
        file = ledger.folder / as_named(name)
        if file.suffix in SUBTITLES and file.is_file():
            return cues_at(file), file.suffixes[-2].lstrip(".") if len(file.suffixes) > 1 else ""
    beside = text_beside(media.path)
    if beside and beside.suffix in SUBTITLES:
        return cues_at(beside), ""
    track = next((each for each in media.text_tracks if each.cues), None)
    return (track.cues, track.language) if track else ((), "")


def _on_frames(cues: Sequence[Cue], rate: Fraction) -> list[Cue]:
    """`cues` on whole frames: a file says their times in milliseconds."""
    spans = ((at_frame(cue.span.start, rate), at_frame(cue.span.end, rate)) for cue in cues)
    return [
        Cue(Span(start, end), cue.text)
        for cue, (start, end) in zip(cues, spans, strict=True)
        if start < end
    ]


def _licence(made: Made | None) -> str | None:
    """Who allows the music of a finished video; None where it has none that egv laid under it."""
    for step in made.result.get("steps", ()) if made else ():
        if step.get("step") == Music.name:
            return str(step.get("facts", {}).get("licence", ""))
    return None


def _finding(each: Found, path: Path, tongue: Tongue) -> Finding:
    return Finding(
        topic=each.topic,
        weight=each.weight,
        case=each.case,
        tip=tip_of(each, tongue),
        facts={name: _plain(value) for name, value in each.facts.items()},
        times=tuple(round(at, 2) for at in each.times),
        cure=cure_of(each).replace("CLIP", shlex.quote(str(path))),
    )


def _plain(value: object) -> float | int | str:
    if isinstance(value, int | str):
        return value
    return round(value, 2) if isinstance(value, float) else str(value)
