"""The texts of each clip's video: which source wins, and which texts are still missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from egv.app.inputs import Clip, day_of
from egv.app.joining import as_one
from egv.app.order import Order
from egv.app.plan import Plan
from egv.core.errors import RecipeError, UsageError
from egv.core.file_names import DATE, said_by
from egv.core.mistakes import like, nearest
from egv.core.step import text_fields
from egv.core.texts import filled, places_in
from egv.core.translations import every_text
from egv.core.vars import LINE, USUAL, Said, TextMissing, Wanted, Words, faults, missing, texts_of
from egv.tools.clip_files import said_beside

MOST_NAMED = 3  # clips in one sentence


def worded(clips: Sequence[Clip], plan: Plan, order: Order) -> tuple[Clip, ...]:
    """Resolve the texts of `clips`: of the line, a manifest, the notes, the file name, defaults.

    Where the plan joins the clips, they become one input that needs the required texts only once.
    Raises UsageError for a text that is not allowed, and MissingTextError for a required text
    nobody gave.
    """
    _check_columns(clips, plan)
    beside = _said_beside(clips)
    done = tuple(
        _worded(clip, number, said, plan, order)
        for number, (clip, said) in enumerate(zip(clips, beside, strict=True), start=1)
    )
    wrong = dict.fromkeys(fault for clip in done for fault in _faults(clip, plan))
    if wrong:
        raise UsageError("; ".join(wrong))
    if plan.join:
        done = (as_one(done, order.inputs, order.options.files_from),)
    wanted = [
        Wanted(clip.shown, name, plan.vars[name])
        for clip in done
        for name in missing(plan.vars, clip.words.said)
    ]
    if wanted:
        raise TextMissing(_needs(wanted, len(done), plan), wanted)
    return done


def _said_beside(clips: Sequence[Clip]) -> list[tuple[Said, ...]]:
    """Load the texts in the file beside each clip. Raises RecipeError with every fault in any."""
    said, wrong = [], []
    for clip in clips:
        try:
            said.append(said_beside(clip.path))
        except RecipeError as error:
            wrong.append(str(error))
    if wrong:
        raise RecipeError("\n".join(wrong))
    return said


def _worded(clip: Clip, number: int, beside: tuple[Said, ...], plan: Plan, order: Order) -> Clip:
    pattern = plan.recipe.file_names if plan.recipe else ""
    named = said_by(clip.path.stem, pattern) if pattern else {}
    known = {"stem": clip.path.stem, "kit": plan.kit.says.name, "n": str(number)}
    if plan.space:
        known["space"] = plan.space
    if DATE in named:
        known[DATE] = named.pop(DATE)
    elif _asks_date(plan):
        known[DATE] = day_of(clip.path)
    said = (
        *(Said(name, text, LINE) for name, text in plan.line),
        *clip.row,
        *(said_text for said_text in beside if said_text.name in plan.vars),
        *(Said(name, text, "file name") for name, text in named.items()),
        *(Said(a.name, a.text, "answer") for a in order.answers if a.clip == clip.shown),
    )
    texts = texts_of(plan.vars, said, known, plan.texts_of_kit)
    own = dict(_of_steps(plan, Words(texts, tuple(known.items())).texts))
    kept = (*(said_text for said_text in texts if said_text.name not in own), *own.values())
    unused = tuple(
        f"{said_text.source}: {said_text.name} fills nothing in this run{like(said_text.name, plan.vars)}"
        for said_text in beside
        if said_text.name not in plan.vars
    )
    notes = (*clip.notes, *unused, *_left_out(plan, kept))
    return replace(clip, words=Words(kept, tuple(known.items())), notes=notes)


def _left_out(plan: Plan, texts: Iterable[Said]) -> Iterator[str]:
    """List a note on each omitted text that the video would show and that nobody gives."""
    told = {said_text.name for said_text in texts if said_text.source not in USUAL}
    for omitted in plan.left_out:
        if not omitted.name or (omitted.name in plan.shown and omitted.name not in told):
            yield omitted.note
            told.add(omitted.name)  # the kit and the recipe may both omit this text


def _of_steps(plan: Plan, texts: dict[str, str]) -> Iterator[tuple[str, Said]]:
    """List the texts that the steps themselves state, by name; of one kind, the first counts."""
    first = {type(step): step for step in reversed(plan.asked)}
    for kind, step in first.items():
        for field, name in text_fields(kind).items():
            if said := getattr(step, field):
                yield name, Said(name, filled(said, texts), step.name)


def _asks_date(plan: Plan) -> bool:
    steps = [getattr(step, field) for step in plan.asked for field in text_fields(type(step))]
    defaults = [
        text
        for var in plan.vars.values()
        for given in (var.text, var.default)
        for _, text in every_text(given)
    ]
    return DATE in plan.places or any(DATE in places_in(line) for line in (*steps, *defaults))


def _check_columns(clips: Iterable[Clip], plan: Plan) -> None:
    """Raise UsageError for a manifest column that nothing in this run uses."""
    for clip in clips:
        for cell in clip.row:
            if cell.name not in plan.vars:
                manifest = cell.source.rpartition(":")[0]
                raise UsageError(
                    f"{manifest}: column '{cell.name}': nothing in this run is called so, and a"
                    f" column of your own begins with x-{nearest(cell.name, plan.vars)}"
                )


def _faults(clip: Clip, plan: Plan) -> Iterator[str]:
    for said, fault in faults(plan.vars, clip.words.said):
        of_clip = "" if said.source == LINE else f"{clip.shown}: "
        yield f"{of_clip}{said.name} ({said.source}): {fault}"


def _needs(wanted: Sequence[Wanted], clips: int, plan: Plan) -> str:
    """Describe in one sentence the missing texts, their clips, and the options that give them."""
    asked = {missing_text.name: missing_text.var.prompt for missing_text in wanted}
    texts = ", ".join(f"{name} ({ask})" if ask else name for name, ask in asked.items())
    names = list(dict.fromkeys(missing_text.clip for missing_text in wanted))
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    where = f" for {', '.join(names[:MOST_NAMED])}{more}" if clips > 1 else ""
    recipe = plan.recipe.name if plan.recipe else "egv"
    said = " ".join(f"--set {name}=TEXT" for name in asked)
    return f"{recipe}: it needs {texts}{where}; add {said}"
