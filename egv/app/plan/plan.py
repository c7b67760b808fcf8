"""Turn an order into a plan: recipe and line are merged into resolved steps, with a hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from egv.app.plan.default_texts import (
    CALL,
    OmittedText,
    build_unread_text_error,
    choose_text_language,
    collect_kit_texts,
    dump_shown_kit,
    find_omitted_texts,
    find_spoken_language,
    list_asked_names,
    list_shown_names,
    localise_kit_texts,
    localise_steps,
)
from egv.app.plan.order import Order, RunOptions
from egv.app.plan.outputs import list_format_templates
from egv.app.plan.recipes import load_recipe
from egv.app.plan.settings import SettingOrigin, Settings, build_line_settings
from egv.app.plan.steps import select_steps
from egv.core.errors import ConflictError, UsageError
from egv.core.kit.formats import SOURCE, explain_unknown_format, find_nearest_format, is_format
from egv.core.kit.kit import NO_KIT, Kit
from egv.core.kit.plain_values import SidecarKind
from egv.core.media.encoding import EncodeQuality
from egv.core.programme.finished_clock import FinishedText
from egv.core.programme.layers import Marking
from egv.core.programme.step import Step
from egv.core.programme.subtitling import SubtitlingStep
from egv.core.project.recipe import Recipe, RecipeFile, to_recipe_data
from egv.core.project.recipe_parts import Approval, OutputFile, RequiredOutput
from egv.core.sound.track_choice import SPEECH
from egv.core.text.path_words import is_path_word
from egv.core.text.placeholders import MAKER, SAID, escape_braces, list_places
from egv.core.text.run_notes import TITLE
from egv.core.text.variables import ClipTexts, TextValue, TextVariable, resolve_texts
from egv.core.text.yaml_model import explain_wrong_slug
from egv.tools.library.kit_places import NEUTRAL
from egv.tools.library.kits import load_kit
from egv.tools.library.recipes import SUFFIXES
from egv.tools.store.atomic_files import check_replaceable
from egv.tools.store.yaml_source import format_yaml, parse_yaml, read_yaml, write_yaml


@dataclass(frozen=True)
class Plan:
    """A resolved run plan: the steps as requested, and with every option filled in.

    `kit` is the brand kit and `kit_name` the name it was requested by; `recipe` is the recipe that
    was requested, `recipe_path` its file. `line_texts` are the texts given on the line, `texts` all
    known texts, by name. `files_by_format` are the formats to make, each with its file name
    template. `space` is the department. `join`: all clips make one video. `allow_damaged`: use the
    readable part of a damaged clip. `track` says which of several sound tracks are heard, and
    `spoken_language` (ISO 639-1) which of several languages, "" where nobody states one. `marking`
    is the reason why the videos may not be shared as they are, if any. `language` (ISO 639-1) is
    that of texts which nobody gives; `omitted_texts` are those of the kit and the recipe in other
    languages only. `needs_subtitles`: make no video without subtitles if there is no speech model.
    `corrected_text` is an edited subtitle file to read the subtitles from; nobody asks for it on
    the line, so it does not change the hash.
    """

    requested_steps: tuple[Step, ...]
    quality: EncodeQuality
    kit: Kit
    texts: tuple[tuple[str, str], ...] = ()
    kit_name: str = ""
    recipe: RecipeFile | None = None
    recipe_path: Path | None = None
    line_texts: tuple[tuple[str, str], ...] = ()
    files_by_format: Mapping[str, str] = field(default_factory=lambda: {SOURCE: ""})
    space: str = ""
    join: bool = False
    allow_damaged: bool = False
    track: str = SPEECH
    spoken_language: str = ""
    marking: Marking | None = None
    language: str = ""
    omitted_texts: tuple[OmittedText, ...] = ()
    needs_subtitles: bool = True
    corrected_text: FinishedText | None = None

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps with every option resolved, in the order they run."""
        if self.corrected_text is None:
            return self._resolved_steps
        path, is_timed = self.corrected_text.path, self.corrected_text.clock is not None
        return tuple(
            step.with_text_file(path, is_timed=is_timed)
            if isinstance(step, SubtitlingStep)
            else step
            for step in self._resolved_steps
        )

    @cached_property
    def _resolved_steps(self) -> tuple[Step, ...]:
        steps = (step.resolve_options(self.kit, dict(self.texts)) for step in self.requested_steps)
        if self.needs_subtitles:
            return tuple(steps)
        return tuple(
            step.make_optional() if isinstance(step, SubtitlingStep) else step for step in steps
        )

    @property
    def input_files(self) -> tuple[Path, ...]:
        """The files that the steps and the kit read."""
        return (
            *(path for step in self.steps for path in step.list_input_files()),
            *self.kit.input_files,
        )

    @property
    def asset_paths(self) -> tuple[Path, ...]:
        """The files whose bytes matter; the contents of a kit.yaml are in the hash already."""
        return tuple(path for path in self.input_files if path not in self.kit.sources)

    @cached_property
    def text_variables(self) -> dict[str, TextVariable]:
        """Every text that can be set: those of all videos, of the kit and of the recipe.

        The recipe has no default for a text that the kit gives itself.
        """
        recipe, kit = self.recipe or RecipeFile(name="none"), self.kit.spec
        of_recipe = {
            n: v.localise_default(self.language, recipe.language) for n, v in recipe.vars.items()
        }
        if CALL in of_recipe and kit.outro.cta.localise_line(self.language):
            of_recipe[CALL] = of_recipe[CALL].model_copy(update={"default": None})
        return {**dict.fromkeys((*SAID, MAKER), TextVariable()), **kit.vars, **of_recipe}

    @property
    def kit_texts(self) -> dict[str, str]:
        """The kit's own texts, by name; used where nobody gives one for a clip."""
        return collect_kit_texts(self.kit, self.text_variables)

    @cached_property
    def kit_places(self) -> frozenset[str]:
        """The placeholders in the kit's texts: only these texts change the output."""
        return frozenset(
            place for _, line in self.kit.spec.list_text_lines() for place in list_places(line)
        )

    @property
    def shown_text_names(self) -> frozenset[str]:
        """The names of the texts that the video may show."""
        return list_shown_names(self.requested_steps, self.kit)

    @property
    def sidecar_kinds(self) -> tuple[SidecarKind, ...]:
        """The kinds of sidecar when only sidecars are made; empty when a video is made."""
        steps = (step for step in self.steps if isinstance(step, SubtitlingStep))
        return tuple(dict.fromkeys(kind for step in steps for kind in step.sidecar_kinds))

    @property
    def subtitling_step(self) -> SubtitlingStep | None:
        """The first step that makes subtitles, if any."""
        steps = (step for step in self.steps if isinstance(step, SubtitlingStep))
        return next(steps, None)

    @property
    def narration(self) -> Path | None:
        """The sound file whose words replace those of the clips, if any."""
        return next((step.narration for step in self.steps if step.narration), None)

    @property
    def kit_label(self) -> str:
        """The kit as `name@version`; "" where nothing of a kit is shown."""
        return "" if self.kit is NO_KIT else self.kit.version_label

    @property
    def plan_hash(self) -> str:
        """`sha256:` and the hash of the resolved plan: equal plans, equal hash, on any line."""
        words = {
            "steps": [[step.name, step.model_dump(mode="json")] for step in self._resolved_steps],
            "quality": self.quality,
            "kit": dump_shown_kit(self.kit, self.requested_steps),
            "texts": sorted(entry for entry in self.texts if entry[0] in self.kit_places),
            "formats": sorted(self.files_by_format),
            **({TITLE: title} if (title := dict(self.texts).get(TITLE)) else {}),
            **({"join": True} if self.join else {}),
            **({"allow_damaged": True} if self.allow_damaged else {}),
            **({"track": self.track} if self.track != SPEECH else {}),
            **({"spoken_language": self.spoken_language} if self.spoken_language else {}),
            **({"marking": [self.marking, self.mark_language]} if self.marking else {}),
        }
        text = json.dumps(words, sort_keys=True, ensure_ascii=False)
        return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()

    @property
    def mark_language(self) -> str:
        """The language of the mark's word; that of a draft depends on nobody's terminal."""
        is_draft = self.marking is Marking.DRAFT
        return self.spoken_language or ("" if is_draft else self.language)

    @property
    def unmarked_plan(self) -> Plan:
        """This plan for videos without a mark."""
        return replace(self, marking=None)

    def with_texts(self, words: ClipTexts) -> Plan:
        """Return this plan with the texts of one clip."""
        return replace(self, texts=tuple(words.texts_by_name.items()))


def plan_run(order: Order, settings: Settings | None = None) -> Plan:
    """Plan `order` under `settings`; without these, under the settings of the line itself.

    Raises UsageError or RecipeError with every fault.
    """
    options = order.options
    settings = settings or build_line_settings(options)
    named = settings.choose_recipe(order.recipe)
    recipe = None if named is None else load_recipe(named)
    spec = recipe.spec if recipe else None
    recipe_steps = recipe.steps if recipe else ()
    found = _load_kit_texts(select_steps(recipe_steps, order), order, spec, settings)
    recipe_steps, of_steps = localise_steps(recipe_steps, spec, found.language)
    of_recipe = find_omitted_texts(spec, found.kit, found.language)
    plan = Plan(
        select_steps(recipe_steps, order),
        options.encode_quality,
        found.kit,
        kit_name=found.name,
        recipe=spec,
        recipe_path=recipe.path if recipe else None,
        line_texts=options.variables,
        files_by_format=list_format_templates(spec, options.formats, settings.values.formats),
        space=settings.space,
        join=_is_one_video(spec, options),
        allow_damaged=options.allow_damaged,
        track=options.track,
        spoken_language=found.spoken_language,
        language=found.language,
        omitted_texts=(*found.omitted_texts, *of_steps, *of_recipe),
        needs_subtitles=_is_subtitle_required(order, spec),
    )
    plan = replace(plan, marking=_choose_marking(plan, options))
    _check_line_texts(plan, options, settings.output)
    _check_formats(plan, settings)
    given = (TextValue(name, text, "--set") for name, text in plan.line_texts)
    plan = plan.with_texts(ClipTexts(resolve_texts(plan.text_variables, given, {}, plan.kit_texts)))
    for step in plan.steps:
        step.check_required_options()
    return plan


@dataclass(frozen=True, slots=True)
class _KitTexts:
    """The kit of a run by its name, its texts in one language, and those it has in others only."""

    name: str
    kit: Kit = NO_KIT
    language: str = ""
    omitted_texts: tuple[OmittedText, ...] = ()
    spoken_language: str = ""


def _load_kit_texts(
    steps: Sequence[Step], order: Order, recipe: RecipeFile | None, settings: Settings
) -> _KitTexts:
    """Load the kit of a run, with its texts in the language of the videos.

    A run that shows nothing of a kit, and for which nobody names one, loads none.
    """
    name = settings.choose_kit(recipe.kit if recipe else "")
    if not _needs_kit(steps, order, settings):
        return _KitTexts(name, spoken_language=find_spoken_language(steps, settings))
    kit = load_kit(name)
    language = choose_text_language(steps, settings, kit)
    spoken = find_spoken_language(steps, settings, kit)
    kit, omitted = localise_kit_texts(kit, language)
    localised = localise_kit(kit, settings.values.language)
    return _KitTexts(name, localised, language, omitted, spoken)


def _needs_kit(steps: Iterable[Step], order: Order, settings: Settings) -> bool:
    """True where something of the kit is shown, or where somebody named one on the line."""
    options = order.options
    return (
        any(step.reads_kit() for step in steps)
        or order.recipe is not None
        or bool(options.formats or options.variables or options.practice or options.space)
        or "{" in settings.output
        or settings.find_setting("kit").origin is SettingOrigin.LINE
    )


def _is_one_video(recipe: RecipeFile | None, options: RunOptions) -> bool:
    """True where all clips make one video: as the line says, else as the recipe says."""
    if options.join is not None:
        return options.join
    return recipe is not None and recipe.join


def _is_subtitle_required(order: Order, recipe: RecipeFile | None) -> bool:
    """True where subtitles were requested on the line, or are required by it or by the recipe."""
    is_named = any(issubclass(named.step, SubtitlingStep) for named in order.steps)
    is_required = recipe is not None and RequiredOutput.SUBTITLES in recipe.require
    return recipe is None or is_named or is_required or order.options.require_subtitles


def _choose_marking(plan: Plan, options: RunOptions) -> Marking | None:
    """Choose the reason why videos may not be shared yet: practice, or a pending approval.

    Files without a video bear no mark, so there are no drafts of them.
    """
    if options.practice:
        return Marking.PRACTICE
    is_reviewed = plan.recipe is not None and plan.recipe.approval is Approval.REVIEW
    return Marking.DRAFT if is_reviewed and not plan.sidecar_kinds else None


def _check_formats(plan: Plan, settings: Settings) -> None:
    """Raise UsageError for a format that neither egv nor the kit has."""
    of_project = settings.values.formats
    origin = f"{settings.describe_origin('formats')}: formats" if of_project else "--format"
    known = plan.kit.spec.format_names
    for word in plan.files_by_format:
        if not is_format(word, known):
            said = origin if word in of_project else "--format"
            near = find_nearest_format(word, known)
            fault = f"{said} {word}: {explain_unknown_format(word, known)}"
            raise UsageError(fault, token=word, did_you_mean=near)


def localise_kit(kit: Kit, language: str) -> Kit:
    """Return `kit` for clips in `language` (ISO 639-1); "" leaves it unchanged."""
    if not language:
        return kit
    update = {"language": language, "languages": (language,)}
    return replace(kit, spec=kit.spec.model_copy(update=update))


def _check_line_texts(plan: Plan, options: RunOptions, output: str) -> None:
    """Check the texts on the line: each is read, given once, and every requirement can be met."""
    if options.require_subtitles and not any(
        isinstance(step, SubtitlingStep) for step in plan.requested_steps
    ):
        fault = "--require-subtitles: no step of this run makes subtitles"
        raise UsageError(f"{fault}; add the step 'subtitle', or remove this option")
    names = [name for name, _ in plan.line_texts]
    templates = (output, *plan.files_by_format.values())
    in_names = (place for line in templates for place in list_places(line))
    readable = {*plan.shown_text_names, *in_names, *list_asked_names(plan.recipe), MAKER}
    for name, text in plan.line_texts:
        if name not in readable:
            known = (readable & {*plan.text_variables}) - {MAKER}
            raise build_unread_text_error(name, text, known)
        if names.count(name) > 1:
            raise UsageError(f"--set {name}: given twice; keep one")


def write_recipe(
    plan: Plan, place: Path, *, names_source: bool = False, overwrite: bool = False
) -> None:
    """Write the plan as a recipe from which `egv run -r` makes the same plan.

    With `names_source` it also says that the clip keeps its shape, which goes without saying unless
    the project has formats. A recipe there that says the same stays, with its comments. Raises
    ConflictError for another one, unless `overwrite`: somebody may have corrected it.
    """
    check_replaceable(place, "egv/recipe", "--save-recipe")
    kit = "" if plan.kit_name == NEUTRAL else plan.kit_name
    if is_path_word(kit, SUFFIXES):
        kit = str(Path(kit).absolute())
    name = place.stem if not explain_wrong_slug(place.stem) else "saved"
    spec = plan.recipe or RecipeFile(name=name)
    known = {**spec.vars}
    for text_name, text in plan.line_texts:
        if text_name == MAKER:  # who made this clip, not those to come
            continue
        var = known.get(text_name) or plan.kit.spec.vars.get(text_name, TextVariable())
        known[text_name] = var.model_copy(update={"required": False, "text": escape_braces(text)})
    outputs = tuple(
        OutputFile(format=word, file=file) for word, file in plan.files_by_format.items()
    )
    if outputs == (OutputFile(),) and not names_source:
        outputs = ()
    update = {"name": name, "kit": kit, "vars": known, "outputs": outputs, "join": plan.join}
    if plan.needs_subtitles and plan.subtitling_step:
        update["require"] = (RequiredOutput.SUBTITLES,)
    spec = spec.model_copy(update=update)
    data = to_recipe_data(Recipe(spec, plan.requested_steps))
    if overwrite or not place.exists():
        write_yaml(place, data)
    elif read_yaml(place).data != parse_yaml(format_yaml(data), str(place)).data:
        raise ConflictError(
            f"--save-recipe {place}: another recipe is there, perhaps corrected by hand; give"
            " another name, or add --overwrite to replace it"
        )
