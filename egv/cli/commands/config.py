"""`egv config`: the settings that hold here, and the JSON Schemas of what egv reads and writes."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from egv.cli.binding.command import Command
from egv.cli.binding.printing import AsJson, print_result
from egv.cli.screen.terminal import Terminal
from egv.core.errors import UsageError
from egv.core.text.faults import suggest_or_list

SCHEMAS = ("kit", "recipe", "project", "clip", "result")


def config_show(
    terminal: Terminal,
    origin: Annotated[
        bool,
        typer.Option(
            "--origin",
            help="Also say who says it: an option, a variable, a file with its line, or egv itself"
            " ('built-in').",
        ),
    ] = False,
    space: Annotated[
        str | None, typer.Option("--space", metavar="SPACE", help="As it is for a department.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Show every setting that holds here."""
    from egv.app.authoring.config import load_config

    config = load_config(space)
    return print_result(terminal, config, config.to_lines(origin=origin), as_json=as_json)


def config_schema(
    terminal: Terminal,
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="kit, recipe, project (egv.yaml), clip (CLIP.egv.yaml), or result (--json).",
            autocompletion=lambda: [*SCHEMAS],
        ),
    ],
) -> int:
    """Print the JSON Schema of a file that egv reads, or of what --json prints.

    With it an editor can complete and check a file. The files that egv begins for you name their
    schema, which lies in .egv/, in the first line.
    """
    if name not in SCHEMAS:
        fault = f"config schema: there is no schema for '{name}'{suggest_or_list(name, SCHEMAS)}"
        raise UsageError(fault, hint="egv config schema result")
    from egv.app.plan import editor_schemas

    terminal.print_json(json.dumps(editor_schemas.SCHEMAS[name](), indent=1))
    return 0


CONFIG = Command(
    "config",
    group_text="""\
Show the settings that hold here, and who says so.

It also prints the JSON Schemas of what egv reads and writes.""",
    examples=("egv config show --origin",),
    notes="""\
A setting is taken from the first of these that states it:

  an option on the line    -k, -r, -o; of a department: --space
  the environment          EGV_KIT, EGV_RECIPE, EGV_OUTPUT, EGV_LANGUAGE,
                           EGV_JOBS, EGV_SPACE
  egv.yaml                 the nearest one, from this folder upward
  your own egv.yaml        in your configuration folder, for every project
  built-in                 what egv itself does

Limits, so that no clip takes a machine or a night; 'limits' in egv.yaml says
the first three otherwise:

  memory       8 GB for one ffmpeg (max_memory_gb; on Linux)
  time         240 times the length of the clip, or of the videos made of
               it where they are longer (max_times_length)
  free disk    1.2 times what is to be made; under 5 GB it is told (min_free_gb)
  a clip       at most 12 hours, 70 megapixels and 2 TB; sides of 16 px or more,
               and none ten times the other""",
    commands=(
        Command(
            "show",
            config_show,
            examples=("egv config show", "egv config show --origin --space hr"),
        ),
        Command(
            "schema",
            config_schema,
            examples=(
                "egv config schema result > result.schema.json",
                "egv config schema kit > kit.schema.json",
            ),
        ),
    ),
)
