"""The sample clip that comes with egv, and the command line that each recipe runs on it.

The sample and its text are in the wheel (under 3 MB), so a demonstration needs no network. It needs
no speech model either: the text beside a clip is timed without one. For Dutch users the same
picture gets a Dutch voice, and a name of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from egv.app.plan.settings import SettingOrigin, Settings
from egv.app.records.results import RunResult, Totals
from egv.core.errors import ConflictError, RecipeError
from egv.core.graph.ffmpeg_command import OutputSpec, compile_outputs
from egv.core.graph.pads import Pad, Source
from egv.core.project.recipe import Recipe
from egv.core.text.faults import suggest_or_list
from egv.core.text.translation import Translated, UiLanguage
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.ffmpeg.runner import run_ffmpeg
from egv.tools.library.recipes import BUILT_IN
from egv.tools.store.atomic_files import write_new_file
from egv.tools.store.shipped import find_shipped_folder
from egv.tools.store.unfinished import open_work_folder

EXAMPLES = find_shipped_folder("examples")
SAMPLE = "sample.mp4"
VOICES = {UiLanguage.NL: "voice.nl.m4a"}  # in English the sample speaks itself
NAMES = {UiLanguage.NL: "voorbeeld", UiLanguage.EN: "sample"}
SCRIPTS = {UiLanguage.NL: "sample.script.nl.txt", UiLanguage.EN: "sample.script.txt"}
NOTES = "sample.clip.yml"
KIT = "acme"
FIRST = "welcome"  # the recipe of a demonstration that names none
TITLES = {
    "announcement": Translated("We nemen ons nieuws zelf op", "We record our news ourselves"),
    "behind-the-scenes": Translated("Achter onze camera", "Behind our camera"),
    "how-to": Translated("Zo neem je een goede video op", "How to record a good video"),
    "interview-duo": Translated("Twee vragen over video", "Two questions about video"),
    "knowledge-transfer": Translated("Wat ik weet over licht", "What I know about light"),
    "leader-message": Translated("Film het zelf", "Film it yourself"),
    "quick-tip": Translated("Veeg eerst je lens schoon", "Wipe your lens first"),
    "screencast": Translated("Je scherm opnemen", "Record your screen"),
    "social": Translated("Je telefoon is een studio", "Your phone is a studio"),
    "success-story": Translated("Onze eerste video in een dag", "Our first video in a day"),
    "training": Translated("Les 1: licht en geluid", "Lesson 1: light and sound"),
    "weekly-update": Translated("Onze week in een minuut", "Our week in a minute"),
}
TEXTS = {
    "name": Translated("Maria", "Maria"),
    "role": Translated("Communicatie", "Communications"),
    "department": Translated("Communicatie", "Communications"),
    "host": Translated("Jan", "Jan"),
    "host_role": Translated("Redacteur", "Editor"),
}
COPIED = {"c:v": "copy", "c:a": "copy", "movflags": "+faststart", "fflags": "+bitexact"}


def choose_demo_recipes(
    names: tuple[str, ...] = (), *, all_of_them: bool = False
) -> tuple[str, ...]:
    """List the recipes to show: those named, else the first, or all that come with egv.

    Raises RecipeError for a name that is not one of these.
    """
    known = tuple(sorted(path.stem for path in BUILT_IN.glob("[!_]*.yaml")))
    for name in names:
        if name not in known:
            raise RecipeError(
                f"{name}: egv has no built-in recipe of this name{suggest_or_list(name, known)}"
            )
    return names or (known if all_of_them else (FIRST,))


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


def find_sample(folder: Path, tongue: UiLanguage) -> Path:
    """Find the place in `folder` of the sample in which `tongue` is spoken."""
    return folder / f"{NAMES[tongue]}.mp4"


def write_sample(folder: Path, tongue: UiLanguage) -> Path:
    """Write the sample that speaks `tongue`, and its text, to `folder`, unless they are there.

    Raises ConflictError where another file has the same name.
    """
    clip = find_sample(folder, tongue)
    texts = {".txt": SCRIPTS[tongue], ".egv.yaml": NOTES}
    wanted = {clip: _load_sample(tongue)} | {
        clip.with_suffix(ending): (EXAMPLES / name).read_bytes() for ending, name in texts.items()
    }
    for place, raw in wanted.items():
        if place.exists() and place.read_bytes() != raw:
            fault = "this file exists and is not the sample, so it is left as it is"
            raise ConflictError(f"{place}: {fault}; choose another folder with -o")
    for place, raw in wanted.items():
        if not place.exists():
            write_new_file(place, raw)
    return clip


def _load_sample(tongue: UiLanguage) -> bytes:
    """Load the sample; where it is to speak another language, its picture with that voice."""
    picture = EXAMPLES / SAMPLE
    if tongue not in VOICES:
        return picture.read_bytes()
    with open_work_folder() as work:
        pads = (Pad(Source(picture), "v", 0), Pad(Source(EXAMPLES / VOICES[tongue]), "a", 0))
        place = work / SAMPLE
        run_ffmpeg(compile_outputs((OutputSpec(pads, str(place), COPIED),)), RenderContext(work))
        return place.read_bytes()


def build_demo_line(
    recipe: Recipe, sample: Path, settings: Settings, quality: str, tongue: UiLanguage
) -> tuple[str, ...]:
    """Build the line for `recipe` and the sample in `tongue`, with the project's kit if any."""
    title = TITLES.get(recipe.spec.name, Translated("", ""))
    texts = {name: text.render(tongue) for name, text in {"title": title, **TEXTS}.items()}
    wanted = {name: texts[name] for name in recipe.spec.vars if texts.get(name)}
    given = [word for name, text in wanted.items() for word in ("--set", f"{name}={text}")]
    spoken = ("subtitle", "--language", tongue.value) if tongue in VOICES else ()
    kit = ("-k", KIT) if settings.find_setting("kit").origin is SettingOrigin.BUILT_IN else ()
    several = ".{format}" if len({video.format for video in recipe.spec.outputs}) > 1 else ""
    output = sample.parent / f"{recipe.spec.name}{several}.mp4"
    line = ("run", "-r", recipe.spec.name, str(sample), *spoken, *kit, *given, "--quality", quality)
    # A demonstration is no video of the project: it is for looking only.
    practice = ("--practice",) if settings.home else ()
    return (*line, *practice, "-o", str(output))
