"""The contract every step file fulfils, and the ways to declare a step's options."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from egv.core.ask import Ask
from egv.core.edit import Edit
from egv.core.errors import UsageError
from egv.core.kit import Kit
from egv.core.mistakes import fault_text
from egv.core.texts import filled


def option(
    default: Any,
    *,
    help: str,  # noqa: A002
    text: str = "",
    metavar: str = "",
    **bounds: Any,
) -> Any:
    """A step field: a CLI option, a recipe key, a row of the README and of the JSON Schema.

    `text` is the place in a kit's lines that it fills, `metavar` what help calls its value.
    """
    extra: dict[str, Any] = {"text": text, "metavar": metavar}
    said = {name: word for name, word in extra.items() if word}
    return Field(default=default, description=help, json_schema_extra=said or None, **bounds)


def from_kit(
    path: str,
    builtin: Any,
    *,
    help: str,  # noqa: A002
    metavar: str = "",
    **bounds: Any,
) -> Any:
    """An option that a brand kit can set at `path`; None until the planner fills it in."""
    extra = {"kit": path, "builtin": builtin, **({"metavar": metavar} if metavar else {})}
    return Field(default=None, description=help, json_schema_extra=extra, **bounds)


def builtin_of(field: FieldInfo) -> Any:
    """The value an option has when no line, recipe or kit says otherwise."""
    extra = field.json_schema_extra
    return extra["builtin"] if isinstance(extra, Mapping) and "builtin" in extra else field.default


class Step(BaseModel):
    """One edit, held as a frozen value. A subclass adds options and what it does to an Edit."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    name: ClassVar[str]
    aliases: ClassVar[tuple[str, ...]] = ()
    example: ClassVar[str]
    of_each_clip: ClassVar[bool] = False  # in a programme of several; else of the whole
    gives_voice: ClassVar[bool] = False  # words that are not those of the clips
    hears_voice: ClassVar[bool] = False  # whatever gives a voice has to come before it

    def check_words(self) -> None:
        """Raise UsageError if line, recipe and kit leave out what this step cannot do without."""

    def check(self, edit: Edit, ask: Ask) -> None:
        """Raise EgvError if this step cannot be done on the clip, `edit`; asked before any work."""

    def foreseen(self, edit: Edit, ask: Ask) -> Edit:  # noqa: ARG002
        """The clip, `edit`, as the checks of later steps must know it; told without any work."""
        return edit

    def apply(self, edit: Edit, ask: Ask) -> Edit:
        """The edit with this step done."""
        raise NotImplementedError

    def parted(self, *, narrated: bool) -> tuple[Self | None, Self | None]:  # noqa: ARG002
        """What of this step is done to each clip of several, and what to the whole programme.

        `narrated` says that a step before it gave the programme a voice of its own.
        """
        return (self, None) if self.of_each_clip else (None, self)

    def files(self) -> tuple[Path, ...]:
        """The files this step reads, so that a change in one of them makes the output anew."""
        return ()

    def resolved(self, kit: Kit | None = None, texts: Mapping[str, str] | None = None) -> Self:
        """This step with nothing left open: as `kit` has it, or as it is built in without one.

        Its texts have their places filled from `texts`; one that the words left empty is the text
        of that name.
        """
        changes: dict[str, Any] = {}
        for name, field in type(self).model_fields.items():
            said, extra = getattr(self, name), field.json_schema_extra
            extra = extra if isinstance(extra, Mapping) else {}
            if said is None and "kit" in extra:
                changes[name] = kit.setting(str(extra["kit"])) if kit else extra["builtin"]
            if "text" in extra:
                known = texts or {}
                changes[name] = filled(said, known) if said else known.get(str(extra["text"]), "")
        return self.model_copy(update=changes)

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Self:
        """The step with `options`, by field name. Raises UsageError with every fault in words."""
        try:
            return cls.model_validate(dict(options))
        except ValidationError as error:
            raise UsageError("; ".join(fault_texts(cls, error))) from None


def text_fields(step: type[Step]) -> dict[str, str]:
    """The fields of `step` that hold a text, with the name of the text that each is."""
    extras = {name: field.json_schema_extra for name, field in step.model_fields.items()}
    return {
        name: str(extra["text"])
        for name, extra in extras.items()
        if isinstance(extra, Mapping) and "text" in extra
    }


def word_of(model: type[BaseModel], name: str) -> str:
    """What people call the field `name`: its alias, where its own name is taken."""
    field = model.model_fields.get(name)
    return (field.alias if field else None) or name


def flag_of(word: str) -> str:
    """The command-line spelling of a field's word: `peak_dbtp` is `--peak-dbtp`."""
    return "--" + word.replace("_", "-")


def fault_texts(step: type[Step], error: ValidationError) -> list[str]:
    """Each fault pydantic found in the options: `normalise: --lufs 3 is above the limit -5`."""
    return [
        f"{step.name}: {flag_of(str(fault['loc'][0]))} {fault_text(dict(fault))}"
        if fault["loc"]
        else f"{step.name}: {fault_text(dict(fault))}"
        for fault in error.errors()
    ]
