"""The help pages: an example first, then the explanation, within 40 lines of 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from egv.cli.commands.check import CHECK_PAGES
from egv.cli.commands.guide import GUIDE_PAGES
from egv.cli.commands.kit import KIT_PAGES
from egv.cli.commands.model import MODEL_PAGES
from egv.cli.commands.project import PROJECT_PAGES
from egv.cli.commands.purge import PRIVACY_PAGES
from egv.cli.commands.recipe import RECIPE_PAGES
from egv.cli.commands.report import FIGURE_PAGES
from egv.cli.commands.review import REVIEW_PAGES
from egv.cli.commands.share import SHARE_PAGES
from egv.cli.grammar.completion import summarise_step
from egv.cli.grammar.options import Option, list_options
from egv.cli.grammar.run_options import list_line_options
from egv.cli.grammar.tokens import HELP, PREVIEW, RUN, StepType, index_steps
from egv.steps import STEPS

WIDTH = 80
HEADLINE = 60
OFTEN = ("output", "kit", "formats", "dry_run", "as_json")

MAIN = """\
egv turns raw clips into finished videos, in one encode, on your own machine.

  egv run raw/ -k acme -o ready/           finished videos in your house style
  egv trim clip.mov -o out.mp4 --start 2   one step on one clip
  egv trim normalise --lufs -14 raw/*.mov  a chain of steps

Usage: egv STEP [OPTIONS] [STEP [OPTIONS]]... CLIP... [RUN OPTIONS]
       egv run [-r RECIPE] CLIP... [RUN OPTIONS]

Steps, in any order and number (egv STEP --help):
{steps}

Recipes, set-up, review and sharing (egv WORD --help):
  run, preview    Do what a recipe says; show first what that will make.
  recipe, kit     List, show, begin and check recipes and brand kits.
  init, demo      Begin a project with a brand kit; see all on a sample clip.
  guide, check    Short how-tos; say what clips still need to be shared.
  review, share   Approve drafts; put all that posting needs in one folder.
  report, purge   Show how many videos were made; forget what may not be kept.
  model, doctor   Fetch speech models; say what this machine has and lacks.
  config          Show the settings that hold here, and who says so.

Run options, anywhere on the line (all of them: egv run --help):
{options}

Exit codes: 0 all done, 1 failed, 2 wrong words or files, before any work, 3 in
part, 4 a gate, 5 the machine lacks something, 129, 130, 143 stopped.
"""

RECIPE = """\
  egv run -r weekly-update raw/ --set title="Our week" -o finished/

Do what a recipe says to every clip; 'egv recipe list' names them. A step named
on the line overrides its options in the recipe, or is added to it.

Usage: egv run [-r RECIPE] CLIP... [STEP [OPTIONS]]... [RUN OPTIONS]

Run options, anywhere on the line, with a step in front too:
{options}
"""

LOOK = """\
  egv preview clip.mov -k acme
  egv preview clip.mov -r weekly-update --set title="Our week" --set name=Maria

Show what 'egv run' will make of a clip, in a fraction of its time: a sheet of
nine stills, dressed as they will be, and a small sample of ten seconds. They
go to preview/ in the output folder, or to -o, as CLIP.preview.png and .mp4.
No run takes them for its own: the one that follows makes all.

Usage: egv preview [-r RECIPE] CLIP... [STEP [OPTIONS]]... [RUN OPTIONS]

Steps, recipe and options are those of 'egv run': egv run --help
"""

STEP = """\
  {example}

{summary}
{also}
Usage: egv {name} [OPTIONS] [STEP [OPTIONS]]... CLIP... [RUN OPTIONS]

Options of {name}:
{options}

Options of the run, such as -o, -n and --json: egv run --help
"""

VERBS = {
    **KIT_PAGES,
    **RECIPE_PAGES,
    **MODEL_PAGES,
    **PROJECT_PAGES,
    **CHECK_PAGES,
    **GUIDE_PAGES,
    **FIGURE_PAGES,
    **SHARE_PAGES,
    **REVIEW_PAGES,
    **PRIVACY_PAGES,
    "egv doctor": """\
  egv doctor
  egv doctor --json

Say what this machine has and what it lacks: ffmpeg and its parts, Python
packages, the speech model, fonts, memory, free disk, the cache; and what to do
about it. Nothing is written or sent. The exit code is 0 when nothing is
missing, else 5; advice alone is no lack.

Usage: egv doctor [--json]
""",
}


def find_help_topic(words: Sequence[str]) -> str | None:
    """Find the help page that a line asks for: a step, `run`, `preview` or "" for the main page.

    None where the line asks for no help.
    """
    before = words[: words.index("--")] if "--" in words else words
    asked = [at for at, word in enumerate(before) if word in HELP]
    if not asked:
        return None
    steps = [step for step in before[: asked[0]] if step in index_steps()]
    if steps:
        return steps[-1]
    return next((word for word in (RUN, PREVIEW) if word in before[: asked[0]]), "")


def build_help_page(topic: str) -> str:
    """Build the help page of a step, of `run` or `preview`, or the main page."""
    if topic == RUN:
        return RECIPE.format(options=format_option_rows(list_line_options()))
    if topic == PREVIEW:
        return LOOK
    if topic:
        return _build_step_page(index_steps()[topic])
    often = [option for option in list_line_options() if option.field in OFTEN]
    return MAIN.format(
        steps=format_table([(step.name, _shorten_summary(step)) for step in STEPS]),
        options=format_option_rows(often),
    )


def format_option_rows(options: Sequence[Option]) -> str:
    """Format `options`, one in each row, with its meaning and default."""
    indent = "    " if any(len(option.flags) > 1 for option in options) else ""
    return format_table(
        [(_format_spelling(option, indent), _describe_option(option)) for option in options]
    )


def format_table(pairs: Sequence[tuple[str, str]]) -> str:
    """Format a table: words on the left, their meaning on the right, wrapped."""
    left = max(len(words) for words, _ in pairs) + 4
    lines = []
    for words, meaning in pairs:
        first, *more = textwrap.wrap(meaning, WIDTH - left) or [""]
        lines += [f"  {words:<{left - 2}}{first}".rstrip(), *(" " * left + line for line in more)]
    return "\n".join(lines)


def _build_step_page(step: StepType) -> str:
    also = f"Also written: {', '.join(step.aliases)}.\n" if step.aliases else ""
    return STEP.format(
        name=step.name,
        example=step.example,
        summary=textwrap.fill(summarise_step(step), WIDTH),
        also=also,
        options=format_option_rows(list_options(step)),
    )


def _format_spelling(option: Option, indent: str) -> str:
    flags = ", ".join(option.flags)
    if option.off_spelling:
        flags += f"/{option.off_spelling}"
    value = " WORD" if option.choices else f" {option.metavar}" if option.metavar else ""
    return f"{'' if len(option.flags) > 1 else indent}{flags}{value}"


def _describe_option(option: Option) -> str:
    choices = f" ({', '.join(option.choices)})." if option.choices else "."
    again = " Repeatable." if option.repeatable else ""
    default = f" [{option.default}]" if option.default else ""
    return f"{option.help.removesuffix('.')}{choices}{again}{default}"


def _shorten_summary(step: StepType) -> str:
    """Shorten a step's summary at a comma, to fit beside its name."""
    text = summarise_step(step)
    return text if len(text) <= HEADLINE else f"{text[: text.rfind(', ', 0, HEADLINE)]}."
