"""The texts of each clip's video: which source wins, and which texts are still missing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from egv.app.plan.default_texts import list_kit_places
from egv.app.plan.inputs import InputClip, find_recording_day
from egv.app.plan.joining import join_clips, sort_by_recording
from egv.app.plan.order import Order
from egv.app.plan.plan import Plan
from egv.core.errors import RecipeError, UsageError
from egv.core.media.clip_names import propose_title
from egv.core.programme.step import list_text_fields
from egv.core.project.recipe_parts import JoinOrder
from egv.core.text.faults import suggest_name, suggest_or_list
from egv.core.text.file_names import DATE, parse_file_name
from egv.core.text.placeholders import fill_places, list_places
from egv.core.text.run_notes import TITLE
from egv.core.text.translation import detect_ui_language
from egv.core.text.translations import choose_translation, iter_translations
from egv.core.text.variables import (
    LINE,
    USUAL,
    ClipTexts,
    MissingText,
    MissingTextError,
    TextValue,
    find_text_faults,
    list_missing_names,
    resolve_texts,
)
from egv.tools.library.clip_notes import list_clip_texts

PROPOSAL = "name of the file"  # origin of a text that nobody gave as one
PROPOSED = (
    f"{TITLE}: the name of the file is shown as the title; for another one, add --set title=TEXT"
)
MOST_NAMED = 3  # clips in one sentence


def resolve_clip_texts(
    clips: Sequence[InputClip], plan: Plan, order: Order
) -> tuple[InputClip, ...]:
    """Resolve the texts of `clips`: of the line, a manifest, the notes, the file name, defaults.

    Where the plan joins the clips, they become one input that needs the required texts only once.
    Raises UsageError for a text that is not allowed, and MissingTextError for a required text
    nobody gave.
    """
    _check_manifest_columns(clips, plan)
    if plan.join and plan.recipe and plan.recipe.join_order is JoinOrder.RECORDED:
        clips = sort_by_recording(clips, order.inputs)
    beside = _load_clip_texts(clips)
    done = tuple(
        _resolve_one_clip(clip, number, own_texts, plan, order)
        for number, (clip, own_texts) in enumerate(zip(clips, beside, strict=True), start=1)
    )
    wrong = dict.fromkeys(fault for clip in done for fault in _describe_text_faults(clip, plan))
    if wrong:
        raise UsageError("; ".join(wrong))
    if plan.join:
        done = (join_clips(done, order.inputs, order.options.files_from),)
    wanted = [
        MissingText(
            clip.display_name,
            name,
            plan.text_variables[name],
            propose_title(clip.path.stem) if name == TITLE and not plan.join else "",
        )
        for clip in done
        for name in list_missing_names(plan.text_variables, clip.clip_texts.given_texts)
    ]
    if wanted:
        fault = _describe_missing_texts(wanted, len(done), plan)
        raise MissingTextError(fault, wanted, len(done))
    return done


def _load_clip_texts(clips: Sequence[InputClip]) -> list[tuple[TextValue, ...]]:
    """Load the texts in the file beside each clip. Raises RecipeError with every fault in any."""
    loaded, wrong = [], []
    for clip in clips:
        try:
            loaded.append(list_clip_texts(clip.path))
        except RecipeError as error:
            wrong.append(str(error))
    if wrong:
        raise RecipeError("\n".join(wrong))
    return loaded


def _resolve_one_clip(
    clip: InputClip, number: int, beside: tuple[TextValue, ...], plan: Plan, order: Order
) -> InputClip:
    pattern = plan.recipe.file_names if plan.recipe else ""
    doubts: tuple[str, ...] = ()
    named = parse_file_name(clip.path.stem, pattern) if pattern else {}
    known = {"stem": clip.path.stem, "kit": plan.kit.spec.name, "n": str(number)}
    if plan.space:
        known["space"] = plan.space
    if DATE in named:
        known[DATE] = named.pop(DATE)
    elif _has_date_place(plan):
        found = find_recording_day(clip.path)
        known[DATE] = found.day.isoformat()
        doubts = (found.note,) if found.note else ()
    stated = (
        *(TextValue(name, text, LINE) for name, text in plan.line_texts),
        *clip.manifest_texts,
        *(said_text for said_text in beside if said_text.name in plan.text_variables),
        *(TextValue(name, text, "file name") for name, text in named.items()),
        *(
            TextValue(a.name, a.text, "answer")
            for a in order.answers
            if a.clip == clip.display_name
        ),
    )
    texts = resolve_texts(plan.text_variables, stated, known, plan.kit_texts)
    texts += tuple(_list_proposed_titles(clip, plan, texts))
    own = dict(_list_step_texts(plan, ClipTexts(texts, tuple(known.items())).texts_by_name))
    kept = (*(said_text for said_text in texts if said_text.name not in own), *own.values())
    notes = (
        *(*clip.notes, *doubts, *_list_unused_notes(plan, beside)),
        *_list_omission_notes(plan, kept),
        *(PROPOSED for said_text in kept if said_text.source == PROPOSAL),
        *_list_empty_step_notes(order, plan, kept),
    )
    return replace(clip, clip_texts=ClipTexts(kept, tuple(known.items())), notes=notes)


def _list_proposed_titles(
    clip: InputClip, plan: Plan, texts: Iterable[TextValue]
) -> Iterator[TextValue]:
    """List the title that the file name of `clip` is, where a title is shown and nobody gives one.

    Clips that are joined have names of their own, and none of them is the name of the whole.
    """
    var = plan.text_variables[TITLE]
    is_open = not var.required and all(said_text.name != TITLE for said_text in texts)
    is_shown = TITLE in list_kit_places(plan.requested_steps, plan.kit) and not plan.sidecar_kinds
    if is_open and is_shown and not plan.join:
        title = propose_title(clip.path.stem)
        if title and not var.explain_fault(title):
            yield TextValue(TITLE, title, PROPOSAL)


def _list_empty_step_notes(order: Order, plan: Plan, texts: Iterable[TextValue]) -> Iterator[str]:
    """List a note on each step that the line names to show who speaks, and that knows nobody."""
    said = {said_text.name: said_text.text for said_text in texts}
    named = {named_step.step for named_step in order.steps}
    for step in plan.requested_steps:
        fields = list_text_fields(type(step))
        own = (getattr(step, field) or said.get(name) for field, name in fields.items())
        if step.names_speaker and type(step) in named and not any(own):
            yield (
                f"{step.name}: neither a name nor a role is given, so no name plate is shown; add"
                " --set name=TEXT"
            )


def _list_unused_notes(plan: Plan, beside: Iterable[TextValue]) -> Iterator[str]:
    """List a note on each text in the file beside a clip that nothing in this run uses."""
    for said_text in beside:
        if said_text.name not in plan.text_variables:
            near = suggest_name(said_text.name, plan.text_variables)
            yield f"{said_text.source}: {said_text.name} is not used in this run{near}"


def _list_omission_notes(plan: Plan, texts: Iterable[TextValue]) -> Iterator[str]:
    """List a note on each omitted text that the video would show and that nobody gives."""
    given_names = {said_text.name for said_text in texts if said_text.source not in USUAL}
    for omitted in plan.omitted_texts:
        if not omitted.name or (
            omitted.name in plan.shown_text_names and omitted.name not in given_names
        ):
            yield omitted.note
            given_names.add(omitted.name)  # the kit and the recipe may both omit this text


def _list_step_texts(plan: Plan, texts: dict[str, str]) -> Iterator[tuple[str, TextValue]]:
    """List the texts that the steps themselves state, by name; of one kind, the first counts."""
    first = {type(step): step for step in reversed(plan.requested_steps)}
    for kind, step in first.items():
        for field, name in list_text_fields(kind).items():
            if line := getattr(step, field):
                yield name, TextValue(name, fill_places(line, texts), step.name)


def _has_date_place(plan: Plan) -> bool:
    steps = [
        getattr(step, field)
        for step in plan.requested_steps
        for field in list_text_fields(type(step))
    ]
    defaults = [
        text
        for var in plan.text_variables.values()
        for given in (var.text, var.default)
        for _, text in iter_translations(given)
    ]
    return DATE in plan.kit_places or any(DATE in list_places(line) for line in (*steps, *defaults))


def _check_manifest_columns(clips: Iterable[InputClip], plan: Plan) -> None:
    """Raise UsageError for a manifest column that nothing in this run uses."""
    for clip in clips:
        for cell in clip.manifest_texts:
            if cell.name not in plan.text_variables:
                manifest = cell.source.rpartition(":")[0]
                raise UsageError(
                    f"{manifest}: column '{cell.name}': no text of this run has this name;"
                    " start the name of a column of your own with"
                    f" x-{suggest_or_list(cell.name, plan.text_variables)}"
                )


def _describe_text_faults(clip: InputClip, plan: Plan) -> Iterator[str]:
    for value, fault in find_text_faults(plan.text_variables, clip.clip_texts.given_texts):
        of_clip = "" if value.source == LINE else f"{clip.display_name}: "
        yield f"{of_clip}{value.name} ({value.source}): {fault}"


def _describe_missing_texts(wanted: Sequence[MissingText], clips: int, plan: Plan) -> str:
    """Describe in one sentence the missing texts, their clips, and the options that give them."""
    tongue = detect_ui_language(os.environ)
    prompts = {missing.name: choose_translation(missing.var.prompt, tongue) for missing in wanted}
    texts = ", ".join(f"{name} ({ask})" if ask else name for name, ask in prompts.items())
    names = list(dict.fromkeys(missing_text.clip for missing_text in wanted))
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    where = f" for {', '.join(names[:MOST_NAMED])}{more}" if clips > 1 else ""
    recipe = plan.recipe.name if plan.recipe else "egv"
    options = " ".join(f"--set {name}=TEXT" for name in prompts)
    return f"{recipe}: this needs {texts}{where}; add {options}"
