"""The options of a whole run, valid anywhere on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from egv.app.plan.order import RunOptions, VerifyMode
from egv.cli.grammar.options import list_options
from egv.core.errors import UsageError
from egv.core.media.encoding import EncodeQuality
from egv.core.text.faults import describe_validation_error


class ProgressMode(StrEnum):
    """The way the screen shows progress."""

    AUTO = "auto"
    BAR = "bar"
    PLAIN = "plain"
    OFF = "off"


class LogFormat(StrEnum):
    """The reader of the messages: a person, or GitHub Actions."""

    TEXT = "text"
    GITHUB = "github"


@dataclass(frozen=True, slots=True)
class ScreenOptions:
    """The options for the output on the screen, chosen by a person or a script."""

    as_json: bool = False
    progress: ProgressMode = ProgressMode.AUTO
    log_format: LogFormat = LogFormat.TEXT
    verbose: bool = False
    quiet: bool = False
    no_input: bool = False


def declare_run_option(
    default: Any,
    *,
    help: str,  # noqa: A002
    ge: int | None = None,
    le: int | None = None,
    **spelling: str,
) -> Any:
    """Declare a run option; `short` adds a letter, `flag` and `metavar` replace derived values."""
    return Field(default=default, description=help, ge=ge, le=le, json_schema_extra={**spelling})


class RunWords(BaseModel):
    """Every run option as given on the line; None where it is not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    output: str | None = declare_run_option(
        None, short="-o", metavar="PATH", help="Folder (out/), file or template: out/{stem}.mp4."
    )
    recipe: str | None = declare_run_option(
        None,
        short="-r",
        metavar="RECIPE",
        help="Recipe: a name (egv recipe list) or a file.",
    )
    kit: str | None = declare_run_option(
        None, short="-k", metavar="KIT", help="Brand kit: a name (egv kit list) or a kit.yaml."
    )
    space: str | None = declare_run_option(
        None, metavar="SPACE", help="Department of egv.yaml: its kit and its output."
    )
    formats: tuple[str, ...] = declare_run_option(
        (),
        flag="--format",
        metavar="FORMAT",
        help="Also as landscape, portrait, square or feed.",
    )
    join: bool | None = declare_run_option(
        None, help="Make one video of all clips, in the order given."
    )
    practice: bool = declare_run_option(
        False, help="Quick and marked, to try out: it is remembered apart."
    )
    dry_run: bool = declare_run_option(False, short="-n", help="Show the plan and write nothing.")
    overwrite: bool = declare_run_option(
        False, help="Replace what egv did not make of the same clip."
    )
    quality: EncodeQuality = declare_run_option(
        EncodeQuality.GOOD, help="Encoding time against loss."
    )
    verify: VerifyMode = declare_run_option(
        VerifyMode.SAMPLED, help="How much of each output to check."
    )
    allow_damaged: bool = declare_run_option(False, help="Use what can be read of a damaged clip.")
    require_subtitles: bool = declare_run_option(
        False, help="Stop with exit code 5 for want of a speech model."
    )
    skip: tuple[str, ...] = declare_run_option(
        (), metavar="STEP", help="Leave a step of the recipe out."
    )
    variables: tuple[str, ...] = declare_run_option(
        (), flag="--set", metavar="NAME=VALUE", help="Say a text, such as title, name or role."
    )
    save_recipe: str | None = declare_run_option(
        None, metavar="FILE", help="Write this line as a recipe."
    )
    files_from: tuple[str, ...] = declare_run_option(
        (), metavar="FILE", help="Names of clips from a file, or a .csv with texts; - is stdin."
    )
    recursive: bool = declare_run_option(False, help="Look for clips in subfolders too.")
    jobs: int | None = declare_run_option(
        None, short="-j", metavar="N", ge=1, le=64, help="Clips at once (by cores and memory)."
    )
    fail_fast: bool = declare_run_option(False, help="Stop at the first clip that fails.")
    report: str | None = declare_run_option(
        None, metavar="FILE", help="Also write the result, as JSON."
    )
    as_json: bool = declare_run_option(
        False, flag="--json", help="Print the result as one JSON document."
    )
    progress: ProgressMode = declare_run_option(ProgressMode.AUTO, help="How progress is shown.")
    log_format: LogFormat = declare_run_option(
        LogFormat.TEXT, help="For people, or for GitHub Actions."
    )
    no_input: bool = declare_run_option(False, help="Never ask for a text that is missing.")
    verbose: bool = declare_run_option(False, short="-v", help="Also show each ffmpeg command.")
    quiet: bool = declare_run_option(False, short="-q", help="Show errors only.")

    @field_validator("variables")
    @classmethod
    def _check_pairs(cls, variables: tuple[str, ...]) -> tuple[str, ...]:
        for variable in variables:
            name, equals, _ = variable.partition("=")
            if not (name.replace("-", "_").isidentifier() and equals):
                raise ValueError(f"{variable} is not of the form NAME=VALUE; write it as one word")
        return variables

    @classmethod
    def from_words(cls, given: Mapping[str, Any]) -> RunWords:
        """Build the run words from `given`, by field. Raises UsageError with every fault."""
        try:
            words = cls.model_validate(dict(given))
        except ValidationError as error:
            names = {option.field: option.name for option in list_options(cls)}
            texts = [
                f"{names[str(detail['loc'][0])]} {describe_validation_error({**detail})}"
                for detail in error.errors()
            ]
            raise UsageError("; ".join(texts), hint="egv run --help") from None
        if words.verbose and words.quiet:
            fault = "--verbose and --quiet contradict each other; keep one"
            raise UsageError(fault, hint="egv run --help")
        return words

    def to_run_options(self, skip: tuple[str, ...]) -> RunOptions:
        """Convert to `RunOptions`, with `skip` as canonical step names."""
        pairs = (variable.partition("=") for variable in self.variables)
        return RunOptions(
            output=self.output,
            kit=self.kit,
            formats=self.formats,
            join=self.join,
            space=self.space,
            dry_run=self.dry_run,
            overwrite=self.overwrite,
            quality=self._effective_quality,
            practice=self.practice,
            require_subtitles=self.require_subtitles,
            verify=self.verify,
            allow_damaged=self.allow_damaged,
            recursive=self.recursive,
            jobs=self.jobs,
            fail_fast=self.fail_fast,
            files_from=self.files_from,
            skip=skip,
            variables=tuple((name, value) for name, _, value in pairs),
            save_recipe=self.save_recipe,
            report=self.report,
        )

    @property
    def _effective_quality(self) -> EncodeQuality:
        """The quality as given, else draft quality for a practice take."""
        is_said = "quality" in self.model_fields_set
        return EncodeQuality.DRAFT if self.practice and not is_said else self.quality

    def to_screen_options(self) -> ScreenOptions:
        """Convert to `ScreenOptions`."""
        return ScreenOptions(
            as_json=self.as_json,
            progress=self.progress,
            log_format=self.log_format,
            verbose=self.verbose,
            quiet=self.quiet,
            no_input=self.no_input,
        )
