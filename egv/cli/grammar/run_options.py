"""The options of a whole line, valid anywhere on it: those of the run, and those of the screen."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from egv.app.plan.order import RunOptions, declare_run_option
from egv.cli.grammar.options import Option, list_options
from egv.core.errors import UsageError
from egv.core.graph.input_guards import hide_guards
from egv.core.text.faults import describe_validation_error

Model = TypeVar("Model", bound=BaseModel)


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


class ScreenOptions(BaseModel):
    """The options for the output on the screen, chosen by a person or a script."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    as_json: bool = declare_run_option(
        False, flag="--json", help="Print the result as one JSON document."
    )
    progress: ProgressMode = declare_run_option(ProgressMode.AUTO, help="How progress is shown.")
    log_format: LogFormat = declare_run_option(LogFormat.TEXT, help="For people or GitHub.")
    no_colour: bool = declare_run_option(
        False, flag="--no-color", help="No colours, on any line of egv; also NO_COLOR=1."
    )
    no_input: bool = declare_run_option(False, help="Never ask for what is missing.")
    edit: bool = declare_run_option(False, help="Edit the subtitles in your own editor first.")
    verbose: bool = declare_run_option(False, short="-v", help="Also show each ffmpeg command.")
    exact: bool = declare_run_option(
        False, short="-vv", help="Show them with the guards before each input."
    )
    quiet: bool = declare_run_option(False, short="-q", help="Show errors only.")
    opens_result: bool = declare_run_option(
        False, flag="--open", help="Open what was made with your own viewer."
    )

    @property
    def shows_commands(self) -> bool:
        """True where the ffmpeg commands are shown, whole or without their guards."""
        return self.verbose or self.exact

    def format_shown_command(self, line: str) -> str:
        """Format an ffmpeg command as it is to be shown."""
        return line if self.exact else hide_guards(line)


def list_line_options() -> tuple[Option, ...]:
    """List the options that are valid anywhere on a line, in the order of the help."""
    return (*list_options(RunOptions), *list_options(ScreenOptions))


def build_line_options(given: Mapping[str, Any]) -> tuple[RunOptions, ScreenOptions]:
    """Build the options of a line from `given`, by field. Raises UsageError with every fault."""
    faults: list[str] = []
    run = _build_options(RunOptions, given, faults)
    screen = _build_options(ScreenOptions, given, faults)
    if run is None or screen is None:
        raise UsageError("; ".join(faults), hint="egv run --help")
    if screen.shows_commands and screen.quiet:
        fault = "--verbose and --quiet cannot be used together; keep one"
        raise UsageError(fault, hint="egv run --help")
    return run, screen


def _build_options(model: type[Model], given: Mapping[str, Any], faults: list[str]) -> Model | None:
    """Build `model` from its part of `given`; None where this added to `faults`."""
    names = {option.field: option.name for option in list_options(model)}
    try:
        return model.model_validate({field: given[field] for field in names if field in given})
    except ValidationError as error:
        faults += [
            f"{names[str(fault['loc'][0])]} {describe_validation_error(dict(fault))}"
            for fault in error.errors()
        ]
        return None
