"""The sample clip that comes with egv, and the command line that each recipe runs on it.

The sample and its text are in the wheel (under 2 MB), so a demonstration needs no network. It needs
no speech model either: the text beside a clip is timed without one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from egv.app.plan.settings import SettingOrigin, Settings
from egv.app.records.results import RunResult, Totals
from egv.core.errors import ConflictError, RecipeError
from egv.core.project.recipe import Recipe
from egv.core.text.faults import suggest_or_list
from egv.tools.library.recipes import BUILT_IN
from egv.tools.store.atomic_files import write_new_file
from egv.tools.store.shipped import find_shipped_folder

EXAMPLES = find_shipped_folder("examples")
SAMPLE = {
    "sample.mp4": "sample.mp4",
    "sample.txt": "sample.script.txt",
    "sample.egv.yaml": "sample.clip.yml",
}
KIT = "acme"
TITLES = {
    "announcement": "We record our news ourselves",
    "behind-the-scenes": "Behind our camera",
    "how-to": "How to record a good video",
    "interview-duo": "Two questions about video",
    "knowledge-transfer": "What I know about light",
    "screencast": "Record your screen",
    "social": "Your phone is a studio",
    "training": "Lesson 1: light and sound",
    "weekly-update": "Our week in a minute",
}
TEXTS = {
    "name": "Maria",
    "role": "Communications",
    "department": "Communications",
    "host": "Jan",
    "host_role": "Editor",
}


def choose_demo_recipes(names: tuple[str, ...] = ()) -> tuple[str, ...]:
    """List the recipes to show: those named, else all that come with egv.

    Raises RecipeError for a name that is not one of these.
    """
    known = tuple(sorted(path.stem for path in BUILT_IN.glob("[!_]*.yaml")))
    for name in names:
        if name not in known:
            raise RecipeError(
                f"{name}: egv has no built-in recipe of this name{suggest_or_list(name, known)}"
            )
    return names or known


def sum_demo_results(results: Sequence[RunResult]) -> RunResult:
    """Combine the results of several runs into one."""
    codes = [result.exit_code for result in results]
    errors = [result.error for result in results if result.error]
    code = max(codes) if max(codes) > 100 or len(set(codes)) == 1 else 3
    outputs = tuple(output for result in results for output in result.outputs)
    return RunResult(
        ok=code == 0,
        exit_code=code,
        outputs=outputs,
        error=errors[0] if errors else None,
        totals=Totals.from_outputs(outputs),
    )


def write_sample(folder: Path) -> Path:
    """Write the sample and its text to `folder`, unless they are there already.

    Raises ConflictError where another file has the same name.
    """
    for name, source in SAMPLE.items():
        place, raw = folder / name, (EXAMPLES / source).read_bytes()
        if not place.exists():
            write_new_file(place, raw)
        elif place.read_bytes() != raw:
            fault = "this file exists and is not the sample, so it is left as it is"
            raise ConflictError(f"{place}: {fault}; choose another folder with -o")
    return folder / "sample.mp4"


def build_demo_line(
    recipe: Recipe, sample: Path, settings: Settings, quality: str
) -> tuple[str, ...]:
    """Build the command line for `recipe` and the sample, with the project's kit if it has one."""
    texts = {"title": TITLES.get(recipe.spec.name, ""), **TEXTS}
    wanted = {name: texts[name] for name in recipe.spec.vars if texts.get(name)}
    said = [word for name, text in wanted.items() for word in ("--set", f"{name}={text}")]
    kit = ("-k", KIT) if settings.find_setting("kit").origin is SettingOrigin.BUILT_IN else ()
    several = ".{format}" if len({video.format for video in recipe.spec.outputs}) > 1 else ""
    output = sample.parent / f"{recipe.spec.name}{several}.mp4"
    line = ("run", "-r", recipe.spec.name, str(sample), *kit, *said, "--quality", quality)
    # A demonstration is no video of the project: it is for looking only.
    practice = ("--practice",) if settings.home else ()
    return (*line, *practice, "-o", str(output))
