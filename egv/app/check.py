"""The publication checklist of clips, raw or finished: what is right and what to improve."""

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
    """A possible improvement: the measurement, a tip, the times it applies to, and a remedy."""

    topic: Topic
    weight: Weight
    case: str = ""
    tip: str
    facts: Mapping[str, float | int | str] = Field(default_factory=dict)
    times: tuple[float, ...] = ()
    cure: str = ""


class Checked(Value):
    """The checklist of one clip: its findings; `fine` lists the topics without one."""

    input: str
    recipe: str = ""
    findings: tuple[Finding, ...] = ()
    fine: tuple[Topic, ...] = ()
    error: Fault | None = None


class CheckReport(Document):
    """The checklists of all clips, with the do's and don'ts of the kit."""

    schema_name: SchemaName = CHECK_SCHEMA
    ok: bool
    exit_code: int
    clips: tuple[Checked, ...]
    do: tuple[str, ...] = ()
    dont: tuple[str, ...] = ()
    contact: str = ""


@dataclass(frozen=True, slots=True)
class CheckOrder:
    """The clips to examine, and the recipe, kit and department to use."""

    inputs: tuple[str, ...]
    recipe: str = ""
    kit: str | None = None
    space: str | None = None
    recursive: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """The recipe that a clip is compared with: its name, and its expectations."""

    name: str
    expect: Expect


def check(order: CheckOrder, tongue: Tongue) -> CheckReport:
    """Examine every clip of `order`; a clip that fails does not stop the others.

    Raises UsageError for an unknown name, and RecipeError or KitError for a faulty recipe or kit.
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
    return 4 if strict and any(clip.findings for clip in checked) else 0


def _contact(kit: Kit) -> str:
    return kit.says.owner.contact or ""


def checked_clip(
    path: Path, shown: str, wish: Wish | None, ledger: Ledger, tongue: Tongue
) -> Checked:
    """Examine the clip at `path` against `wish`, else against the recipe that made it.

    Raises InputError where the clip cannot be read.
    """
    media = clip_at(path)
    made = ledger.latest_of(path)
    wish = wish or (_wish_of(made) if made else None)
    looks, sounds = look_and_listen(media)
    measured = _measured(media, looks, sounds, made, ledger)
    findings = found(measured, wish.expect if wish else Expect(), says_length=wish is not None)
    told = {finding.topic for finding in findings}
    return Checked(
        input=shown,
        recipe=wish.name if wish else "",
        findings=tuple(_finding(finding, path, tongue) for finding in findings),
        fine=tuple(topic for topic in Topic if topic not in told),
    )


def _wish_of(made: Made) -> Wish | None:
    """Find the expectations of the recipe that made a video; None where it is unknown here."""
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
    """Find the subtitles of a clip, beside it or in it, and their language ("" if unknown)."""
    for name in made.beside if made else ():
        file = ledger.folder / as_named(name)
        if file.suffix in SUBTITLES and file.is_file():
            return cues_at(file), file.suffixes[-2].lstrip(".") if len(file.suffixes) > 1 else ""
    beside = text_beside(media.path)
    if beside and beside.suffix in SUBTITLES:
        return cues_at(beside), ""
    track = next((text_track for text_track in media.text_tracks if text_track.cues), None)
    return (track.cues, track.language) if track else ((), "")


def _on_frames(cues: Sequence[Cue], rate: Fraction) -> list[Cue]:
    """Snap `cues` to whole frames: subtitle files give times in milliseconds."""
    spans = ((at_frame(cue.span.start, rate), at_frame(cue.span.end, rate)) for cue in cues)
    return [
        Cue(Span(start, end), cue.text)
        for cue, (start, end) in zip(cues, spans, strict=True)
        if start < end
    ]


def _licence(made: Made | None) -> str | None:
    """The licence of a finished video's music; None where egv added no music."""
    for step in made.result.get("steps", ()) if made else ():
        if step.get("step") == Music.name:
            return str(step.get("facts", {}).get("licence", ""))
    return None


def _finding(finding: Found, path: Path, tongue: Tongue) -> Finding:
    return Finding(
        topic=finding.topic,
        weight=finding.weight,
        case=finding.case,
        tip=tip_of(finding, tongue),
        facts={name: _plain(value) for name, value in finding.facts.items()},
        times=tuple(round(at, 2) for at in finding.times),
        cure=cure_of(finding).replace("CLIP", shlex.quote(str(path))),
    )


def _plain(value: object) -> float | int | str:
    if isinstance(value, int | str):
        return value
    return round(value, 2) if isinstance(value, float) else str(value)
