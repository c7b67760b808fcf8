"""The contract that every step file fulfils, and functions that declare a step's options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.config import JsonDict
from pydantic.fields import FieldInfo

from egv.core.errors import UsageError
from egv.core.programme.edit import Edit, Explanation
from egv.core.programme.questions import Ask
from egv.core.sound.loudness import Loudness
from egv.core.text.faults import describe_validation_error
from egv.core.text.placeholders import fill_places

if TYPE_CHECKING:
    from egv.core.kit.kit import Kit

T = TypeVar("T")


def declare_option(
    default: T,
    *,
    help: str,  # noqa: A002
    text: str = "",
    metavar: str = "",
    **bounds: Any,
) -> T:
    """Declare a step field: CLI option, recipe key, part of `docs/using.md` and the JSON Schema.

    `text` names the placeholder in a kit's lines that the option's value fills; `metavar` is the
    name of the value in the help.
    """
    extra = {"text": text, "metavar": metavar}
    said: JsonDict = {name: word for name, word in extra.items() if word}
    field: T = Field(default=default, description=help, json_schema_extra=said or None, **bounds)
    return field


def declare_kit_option(
    path: str,
    default: T,
    *,
    help: str,  # noqa: A002
    metavar: str = "",
    **bounds: Any,
) -> T:
    """Declare an option that a brand kit can set at `path`.

    The planner takes the kit's value where neither the command line nor a recipe gives one;
    `default` holds without a kit.
    """
    extra: JsonDict = {"kit": path, **({"metavar": metavar} if metavar else {})}
    field: T = Field(default=default, description=help, json_schema_extra=extra, **bounds)
    return field


def find_kit_path(field: FieldInfo) -> str:
    """Return the place in a kit that can set the option `field`; "" where a kit cannot."""
    extra = field.json_schema_extra
    return str(extra.get("kit", "")) if isinstance(extra, Mapping) else ""


@dataclass(frozen=True, slots=True)
class DeliveryFacts:
    """The facts about a delivered video that change what a step says of itself.

    `branding` lists what was shown of the kit `kit_label`; `loudness` is that of the delivered
    file, None where no loudness was asked for.
    """

    branding: tuple[str, ...] = ()
    kit_label: str = ""
    loudness: Loudness | None = None


class Step(BaseModel):
    """One edit, as a frozen value. A subclass adds its options and its effect on an Edit.

    `model_fields_set` names the given options, and those that `resolve_options` has filled in.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    name: ClassVar[str]
    aliases: ClassVar[tuple[str, ...]] = ()
    example: ClassVar[str]
    is_per_clip: ClassVar[bool] = False  # applied to each clip of several; else to the whole
    is_repeatable: ClassVar[bool] = False  # written twice on a line it is done twice
    gives_voice: ClassVar[bool] = False  # adds words that are not from the clips
    hears_voice: ClassVar[bool] = False  # every step that gives a voice has to come before it
    names_speaker: ClassVar[bool] = False  # its texts are about the person who speaks in a clip

    @model_validator(mode="before")
    @classmethod
    def _leave_null_to_kit(cls, options: object) -> object:
        """Read `lufs: null` as an option that is not given, so that the kit's value is used."""
        if not isinstance(options, Mapping):
            return options
        of_kit = {
            find_option_name(cls, name)
            for name, field in cls.model_fields.items()
            if find_kit_path(field)
        }
        return {
            key: value for key, value in options.items() if value is not None or key not in of_kit
        }

    def check_required_options(self) -> None:
        """Raise UsageError if the command line, recipe and kit leave out a required option."""

    def check_clip(self, edit: Edit, ask: Ask) -> None:
        """Raise EgvError if this step cannot be done on the clip, `edit`, before any work."""

    def preview_effect(self, edit: Edit, ask: Ask) -> Edit:  # noqa: ARG002
        """Return the clip, `edit`, as the checks of later steps should see it; no work is done."""
        return edit

    def apply(self, edit: Edit, ask: Ask) -> Edit:
        """Return the edit with this step done."""
        raise NotImplementedError

    def split_for_concat(self, *, narrated: bool) -> tuple[Self | None, Self | None]:  # noqa: ARG002
        """Split this step into a part for each clip and a part for the whole programme.

        `narrated` is True where an earlier step gave the programme a voice of its own.
        """
        return (self, None) if self.is_per_clip else (None, self)

    @property
    def narration(self) -> Path | None:
        """The sound file whose words this step puts in the place of those of the clips."""
        return None

    @property
    def takes_out_noise(self) -> bool:
        """True where the sound depends on the filter for voices of this machine."""
        return False

    @property
    def shown_kit_sections(self) -> tuple[str, ...]:
        """The sections of a kit whose lines of text this step shows, such as `intro`."""
        return ()

    @classmethod
    def reads_kit(cls) -> bool:
        """True where a kit can set an option or fill a text of this step."""
        extras = (field.json_schema_extra for field in cls.model_fields.values())
        return any(isinstance(extra, Mapping) and {"kit", "text"} & {*extra} for extra in extras)

    def list_input_files(self) -> tuple[Path, ...]:
        """List the files that this step reads: a change in one calls for a new output."""
        return ()

    def explain_delivery(self, why: Explanation, facts: DeliveryFacts) -> Explanation:  # noqa: ARG002
        """Return this step's explanation `why`, corrected by what was delivered in the end."""
        return why

    def resolve_options(
        self, kit: Kit | None = None, texts: Mapping[str, str] | None = None
    ) -> Self:
        """Return this step with every option filled in: those not given are taken from `kit`.

        Places in its texts are filled from `texts`; an empty text takes the text of that name.
        """
        changes: dict[str, object] = {}
        for name, field in type(self).model_fields.items():
            path = find_kit_path(field)
            if kit and path and name not in self.model_fields_set:
                changes[name] = kit.get_setting(path)
        known = texts or {}
        for name, text in list_text_fields(type(self)).items():
            said = getattr(self, name)
            changes[name] = fill_places(said, known) if said else known.get(text, "")
        return self.model_copy(update=changes)

    @classmethod
    def from_options(cls, options: Mapping[str, object]) -> Self:
        """Build the step from `options`, by field name. Raises UsageError with every fault."""
        try:
            return cls.model_validate(dict(options))
        except ValidationError as error:
            raise UsageError("; ".join(describe_option_faults(cls, error))) from None


def list_text_fields(step: type[Step]) -> dict[str, str]:
    """List the text fields of `step`, each with the name of its text."""
    extras = {name: field.json_schema_extra for name, field in step.model_fields.items()}
    return {
        name: str(extra["text"])
        for name, extra in extras.items()
        if isinstance(extra, Mapping) and "text" in extra
    }


def find_option_name(model: type[BaseModel], name: str) -> str:
    """Return the public name of the field `name`: its alias, where there is one."""
    field = model.model_fields.get(name)
    return (field.alias if field else None) or name


def format_flag(word: str) -> str:
    """Format the command-line flag of a field: `peak_dbtp` is `--peak-dbtp`."""
    return "--" + word.replace("_", "-")


def describe_option_faults(step: type[Step], error: ValidationError) -> list[str]:
    """Describe every wrong option: `normalise: --lufs 3 is above the limit -5`."""
    described = []
    for detail in error.errors():
        flag = f"{format_flag(str(detail['loc'][0]))} " if detail["loc"] else ""
        described.append(f"{step.name}: {flag}{describe_validation_error(dict(detail))}")
    return described
