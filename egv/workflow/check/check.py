"""The publication checklist of clips, raw or finished: what is right and what to improve."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from pydantic import Field, ValidationError

from egv.app.plan.default_texts import find_spoken_language
from egv.app.plan.inputs import InputClip, find_clips
from egv.app.plan.order import RunOptions
from egv.app.plan.outputs import iter_ledgers, open_ledger
from egv.app.plan.recipes import load_recipe
from egv.app.plan.settings import Settings, load_settings
from egv.app.records.ledger import Ledger
from egv.app.records.ledger_lines import OutputRecord
from egv.app.records.printable import PrintableDocument, PrintableValue, SchemaName
from egv.app.records.results import ErrorResult
from egv.app.render.analyse import load_heard_clip
from egv.app.render.answers import Answers
from egv.app.run.posters import find_programme
from egv.core.cues.cue_timing import choose_reading_pace, describe_timing_faults
from egv.core.errors import EgvError, InputError, RecipeError, UsageError, name_cause
from egv.core.kit.channels import (
    CHECKED,
    ChannelLimits,
    explain_unknown_channel,
    is_outdated,
)
from egv.core.kit.kit import Kit
from egv.core.media.clip import Clip, Cue
from egv.core.media.spans import snap_span
from egv.core.project.recipe import RecipeFile
from egv.core.project.recipe_parts import Expectations
from egv.core.sound.track_choice import SPEECH
from egv.core.text.languages import parse_name_language
from egv.core.text.translation import UiLanguage
from egv.core.text.translations import choose_translation
from egv.steps.music import Music
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.library.kits import load_kit
from egv.tools.library.subtitle_files import find_clip_text_file, load_cues
from egv.tools.machine.shell import format_line_to_paste
from egv.tools.machine.working_folder import find_machine_fault
from egv.tools.store import cache
from egv.workflow.check.cures import MendingLine, build_cure
from egv.workflow.check.findings import (
    CheckFinding,
    CheckTopic,
    ClipMeasurements,
    FindingWeight,
    PictureMeasurements,
    SoundMeasurements,
)
from egv.workflow.check.measuring import measure_clip
from egv.workflow.check.mending import build_mending_line
from egv.workflow.check.rules import apply_rules
from egv.workflow.check.texts import format_tip
from egv.workflow.check.unmeasured import MeasuringGap, list_gaps

CHECK_SCHEMA = "egv/check@1"
LAST_CHECK = "checks"  # what the cache keeps of a finished video, for its share pack
SUBTITLES = (".srt", ".vtt")


class ClipFinding(PrintableValue):
    """A possible improvement: the measurement, a tip, the times it applies to, and a remedy."""

    topic: CheckTopic
    weight: FindingWeight
    case: str = ""
    tip: str
    facts: Mapping[str, float | int | str] = Field(default_factory=dict)
    times: tuple[float, ...] = ()
    cure: str = ""


class CheckedClip(PrintableValue):
    """The checklist of one clip: its findings, the topics without one, and those not measured."""

    input: str
    recipe: str = ""
    goal: str = Field(default="", description="What the video is for, as the recipe says.")
    findings: tuple[ClipFinding, ...] = ()
    fine: tuple[CheckTopic, ...] = Field(default=(), description="Measured, and nothing was found.")
    unmeasured: Mapping[CheckTopic, MeasuringGap] = Field(
        default_factory=dict, description="What this clip says nothing of, with the reason."
    )
    error: ErrorResult | None = None


class CheckReport(PrintableDocument):
    """The checklists of all clips, with the do's and don'ts of the kit."""

    schema_name: SchemaName = CHECK_SCHEMA
    ok: bool
    exit_code: int
    to_mend: int = Field(default=0, description="Findings to mend before sharing, in all clips.")
    tips: int = Field(default=0, description="Findings that are tips, in all clips.")
    clips: tuple[CheckedClip, ...]
    do: tuple[str, ...] = ()
    dont: tuple[str, ...] = ()
    limits_checked: str = Field(
        default="", description="The day the limits of channels were checked, if over a year ago."
    )
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
    channel: str = ""


@dataclass(frozen=True, slots=True)
class ExpectedRecipe:
    """The recipe that a clip is compared with: its name, its expectations, and its goal."""

    name: str
    expectations: Expectations
    goal: str = ""

    @classmethod
    def from_recipe(cls, recipe: RecipeFile, tongue: UiLanguage) -> ExpectedRecipe:
        """Take what `recipe` expects, and its goal in `tongue`."""
        return cls(recipe.name, recipe.expect, choose_translation(recipe.goal, tongue))


NO_RECIPE = ExpectedRecipe("", Expectations())


@dataclass(frozen=True, slots=True)
class CheckWish:
    """The recipe that a clip is held against, else the one that made it, and a channel, if any."""

    recipe: ExpectedRecipe | None = None
    channel: ChannelLimits | None = None


def examine_clips(
    order: CheckOrder, tongue: UiLanguage, on_clip: Callable[[str], None] = lambda _: None
) -> CheckReport:
    """Examine every clip of `order`; a clip that fails does not stop the others.

    Before each clip `on_clip` is told which one it is, as `[1/3] name`.
    Raises UsageError for an unknown name, and RecipeError or KitError for a faulty recipe or kit.
    """
    settings = load_settings(RunOptions(kit=order.kit, space=order.space))
    recipe = load_recipe(order.recipe).spec if order.recipe else None
    kit = load_kit(settings.choose_kit(recipe.kit if recipe else ""))
    clips = _find_ordered_clips(order, open_ledger(settings))
    channel = _find_ordered_channel(order.channel, kit)
    expected = ExpectedRecipe.from_recipe(recipe, tongue) if recipe else None
    wish = CheckWish(expected, channel)
    language = find_spoken_language((), settings, kit)
    checked, codes = [], []
    for number, clip in enumerate(clips, start=1):
        on_clip(f"[{number}/{len(clips)}] {clip.display_name}")
        try:
            known = _find_ledger(clip.path, settings)
            checked.append(examine_clip(clip, wish, known, tongue, language))
        except (EgvError, OSError) as error:
            fault = _to_known_error(error, clip.display_name)
            told = ErrorResult.from_error(fault)
            checked.append(CheckedClip(input=clip.display_name, error=told))
            codes.append(fault.exit_code)
    code = _choose_exit_code(checked, codes, strict=order.strict)
    do, dont = kit.spec.guidelines.choose_advice(tongue)
    return CheckReport(
        ok=code == 0,
        exit_code=code,
        to_mend=count_findings(checked, FindingWeight.FIX),
        tips=count_findings(checked, FindingWeight.TIP),
        clips=tuple(checked),
        do=do,
        dont=dont,
        limits_checked=CHECKED.isoformat() if channel and is_outdated(date.today()) else "",
        contact=_find_contact(kit),
    )


def _find_ordered_channel(word: str, kit: Kit) -> ChannelLimits | None:
    """Find the channel that `word` names. Raises UsageError for one that egv does not know."""
    channel = kit.spec.find_channel(word)
    if word and channel is None:
        raise UsageError(f"--for {word}: {explain_unknown_channel(word)}")
    return channel


def _find_ordered_clips(order: CheckOrder, ledger: Ledger) -> tuple[InputClip, ...]:
    """Find the clips of `order`; videos that egv made only where they are named."""
    named = tuple(Path(word) for word in order.inputs)
    return find_clips(
        order.inputs,
        (),
        recursive=order.recursive,
        is_output=lambda path: path in ledger and path not in named,
    )


def _find_ledger(path: Path, settings: Settings) -> Ledger:
    """Find the ledger that lists the video at `path`, else the usual one."""
    usual, *near = iter_ledgers(path, settings)
    return next((ledger for ledger in (usual, *near) if path in ledger), usual)


def count_findings(clips: Iterable[CheckedClip], weight: FindingWeight) -> int:
    """Count the findings of `weight` in all `clips`."""
    return sum(finding.weight is weight for clip in clips for finding in clip.findings)


def _to_known_error(error: EgvError | OSError, shown: str) -> EgvError:
    """Convert `error` of the clip `shown`, which may not be allowed to be read, to an EgvError."""
    if isinstance(error, EgvError):
        return error
    return find_machine_fault(error) or InputError(
        f"{shown}: it cannot be read ({name_cause(error)}); look at its drive"
    )


def _choose_exit_code(checked: Sequence[CheckedClip], codes: Sequence[int], *, strict: bool) -> int:
    if codes:
        return 3 if len(codes) < len(checked) else codes[0] if len({*codes}) == 1 else 1
    return 4 if strict and any(clip.findings for clip in checked) else 0


def _find_contact(kit: Kit) -> str:
    return kit.spec.owner.contact or ""


def examine_clip(
    clip: InputClip,
    wish: CheckWish,
    ledger: Ledger,
    tongue: UiLanguage,
    language: str = "",
) -> CheckedClip:
    """Examine `clip` against `wish`, else against the recipe that made it.

    Of sound tracks in several languages, `language` (ISO 639-1) is measured. Raises InputError
    where the clip cannot be read.
    """
    path = clip.path
    found = load_heard_clip(path, SPEECH, language, Answers(clips=(path,)))
    media = found.clip
    made = ledger.find_latest_record(path)
    recipe = wish.recipe or (_find_expected_recipe(made, tongue) if made else None)
    programme = find_programme(media, made)
    looks, sounds = measure_clip(media, programme, NO_CONTEXT)
    measured = replace(
        _collect_measurements(media, looks, sounds, made, ledger),
        tracks=found.choice,
        cards_s=float(media.duration - programme.duration),
        channel=wish.channel,
        size_bytes=path.stat().st_size,
    )
    expect = (recipe or NO_RECIPE).expectations
    findings = apply_rules(measured, expect, says_length=recipe is not None)
    line = build_mending_line(path, measured.seconds, made, ledger)
    told = {finding.topic for finding in findings}
    gaps = {topic: gap for topic, gap in list_gaps(measured, expect).items() if topic not in told}
    checked = CheckedClip(
        input=clip.display_name,
        recipe=(recipe or NO_RECIPE).name,
        goal=(recipe or NO_RECIPE).goal,
        findings=tuple(_to_clip_finding(finding, line, tongue) for finding in findings),
        fine=tuple(topic for topic in CheckTopic if topic not in told and topic not in gaps),
        unmeasured={topic: gaps[topic] for topic in CheckTopic if topic in gaps},
    )
    return _keep_check(made, checked)


def _keep_check(made: OutputRecord | None, checked: CheckedClip) -> CheckedClip:
    """Keep the check of a finished video, indexed under its clips too: a purge of them takes it."""
    if made is None:
        return checked
    of = (made.content, *made.about.sources.values())
    cache.store_text(LAST_CHECK, made.content, checked.model_dump_json(), of)
    return checked


def recall_last_check(content: str) -> CheckedClip | None:
    """Recall the last check of the finished video with this `content`, where this machine made one.

    A video that was changed since has another content.
    """
    for text in cache.iter_stored_texts(LAST_CHECK, content):
        with contextlib.suppress(ValidationError):
            return CheckedClip.model_validate_json(text)
    return None


def _find_expected_recipe(record: OutputRecord, tongue: UiLanguage) -> ExpectedRecipe | None:
    """Find the expectations of the recipe that made a video; None where it is unknown here."""
    try:
        return ExpectedRecipe.from_recipe(load_recipe(record.about.recipe).spec, tongue)
    except RecipeError:
        return None


def _collect_measurements(
    media: Clip,
    looks: PictureMeasurements,
    sounds: SoundMeasurements | None,
    record: OutputRecord | None,
    ledger: Ledger,
) -> ClipMeasurements:
    width, height = media.video.upright_size
    cues, language = _find_subtitles(media, record, ledger)
    rate = Fraction(media.video.frame_rate)
    return ClipMeasurements(
        width=width,
        height=height,
        seconds=float(media.duration),
        looks=looks,
        sounds=sounds,
        cues=cues,
        faults=tuple(
            describe_timing_faults(_snap_cues(cues, rate), choose_reading_pace(language, rate))
        ),
        licence=_find_licence(record),
        finished=record is not None,
    )


def _find_subtitles(
    media: Clip, record: OutputRecord | None, ledger: Ledger
) -> tuple[tuple[Cue, ...], str]:
    """Find the subtitles of a clip, beside it or in it, and their language ("" if unknown)."""
    for name in record.all_sidecars if record else ():
        file = ledger.locate_file(name)
        if file.suffix in SUBTITLES and file.is_file():
            return load_cues(file), file.suffixes[-2].lstrip(".") if len(file.suffixes) > 1 else ""
    beside = find_clip_text_file(media.path)
    if beside and beside.suffix.lower() in SUBTITLES:
        return load_cues(beside), parse_name_language(beside)
    track = next((text_track for text_track in media.text_tracks if text_track.cues), None)
    return (track.cues, track.language) if track else ((), "")


def _snap_cues(cues: Sequence[Cue], rate: Fraction) -> list[Cue]:
    """Snap `cues` to whole frames: subtitle files give times in milliseconds."""
    return [Cue(span, cue.text) for cue in cues if (span := snap_span(cue.span, rate))]


def _find_licence(record: OutputRecord | None) -> str | None:
    """The licence of a finished video's music; None where egv added no music."""
    for step in record.result.get("steps", ()) if record else ():
        if step.get("step") == Music.name:
            return str(step.get("facts", {}).get("licence", ""))
    return None


def _to_clip_finding(finding: CheckFinding, line: MendingLine, tongue: UiLanguage) -> ClipFinding:
    cure = build_cure(finding, line)
    return ClipFinding(
        topic=finding.topic,
        weight=finding.weight,
        case=finding.case,
        tip=format_tip(finding, tongue),
        facts={name: _to_plain_value(value) for name, value in finding.facts.items()},
        times=tuple(round(at, 2) for at in finding.times),
        cure=format_line_to_paste(["egv", *cure]) if cure else "",
    )


def _to_plain_value(value: object) -> float | int | str:
    if isinstance(value, int | str):
        return value
    return round(value, 2) if isinstance(value, float) else str(value)
