"""Pictures of a kit in use, made by what makes videos: each format, with short and long texts."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from egv.app.answers import Answers
from egv.app.commit import commit, commit_text, part_beside
from egv.app.kit_page import GENERATOR, KitPage, Panel
from egv.app.order import RunOptions
from egv.app.outputs import output_folder
from egv.app.prepare import check_writable
from egv.app.results import OutputResult, RunResult, Status
from egv.app.settings import settings_for
from egv.app.stills import Dressing, write_still
from egv.app.usual_texts import kit_within, texts_of_kit
from egv.core.ask import Ask, Question, ShotsIn, T
from egv.core.compile import compile_command
from egv.core.dress import IMAGE
from egv.core.errors import ConflictError, UsageError
from egv.core.excerpt import still_at
from egv.core.formats import format_words
from egv.core.graph import Pad, Source, filtered
from egv.core.kit import Kit
from egv.core.media import Media
from egv.core.mistakes import nearest
from egv.core.shape import safe_area
from egv.core.specimen import (
    ELSE,
    FRAMES,
    LONG,
    ORDER,
    RATE,
    SHORT,
    Sample,
    ground_media,
    moments,
    sample_in,
    specimen,
)
from egv.core.steady import repeat_image
from egv.tools import ffmpeg
from egv.tools.contact_sheet import Row, title_of, write_rows
from egv.tools.ground import write_ground
from egv.tools.kits import kit_called
from egv.tools.processes import check_wanted, gathered, work_folder
from egv.tools.safe_lines import write_with_lines

FOLDER = "preview"  # below that of the outputs
PAGE, SHEET = "index.html", "sheet.png"
TITLE = "egv kit preview"  # how one is told from a file that somebody else made
STILL_PX = 540  # the short side
SHEET_PX, TALL_PX = 240, 720  # how high stills are on the sheet, and at most in a format's picture
AT_ONCE = 2
INTRA = {"c:v": "libx264", "preset": "ultrafast", "crf": "8", "g": "1", "pix_fmt": "yuv420p"}


@dataclass(frozen=True, slots=True)
class _Shown:
    """A format with its stills, clean and with lines, and what could not be shown."""

    word: str
    panels: tuple[Panel, ...]
    lined: tuple[Path, ...]
    notes: tuple[str, ...]
    seconds: float


def kit_preview(
    word: str, folder: Path | None, formats: Sequence[str], *, overwrite: bool
) -> RunResult:
    """A picture of each of `formats` (none: all there are), a sheet of them, and a page.

    Raises KitError for a kit that is wrong, UsageError for a format it lacks, ConflictError for a
    file in the way that is no preview.
    """
    kit = kit_called(word)
    known = format_words(kit.says.formats)
    for each in formats:
        if each not in known:
            raise UsageError(f"--format {each}: there is no such format{nearest(each, known)}")
    home = folder or _usual_folder() / kit.says.name
    words = tuple(dict.fromkeys(formats)) or known
    files = [home / f"{each}.png" for each in words]
    _check([*files, home / SHEET, home / PAGE], overwrite=overwrite)
    with work_folder() as work:
        shown = gathered(lambda word: _shown(kit, word, work), words, AT_ONCE)
        _write(kit, shown, home)
    return RunResult(outputs=tuple(_results(word, kit, shown, home)))


def _usual_folder() -> Path:
    return output_folder(settings_for(RunOptions()).output) / FOLDER


def _check(files: Sequence[Path], *, overwrite: bool) -> None:
    ffmpeg.binary()
    check_writable({path.absolute().parent for path in files})
    for path in files:
        if path.exists() and not (overwrite or _is_preview(path)):
            raise ConflictError(
                f"{path}: the file exists and is no preview; add --overwrite to replace it,"
                " or choose another -o"
            )


def _is_preview(path: Path) -> bool:
    if path.suffix == ".png":
        return title_of(path).startswith(TITLE)
    return path.is_file() and GENERATOR in path.read_text(encoding="utf-8", errors="replace")[:400]


def _shown(kit: Kit, word: str, work: Path) -> _Shown:
    """The format `word` of `kit`, in pictures."""
    started, folder = time.monotonic(), work / word
    folder.mkdir()
    ground = _ground(kit.says.format(word).size, folder)
    short, long = (sample_in(kit.says.language, samples) for samples in (SHORT, LONG))
    panels = [*_panels(kit, word, ground, short, folder)]
    notes = []
    try:
        panels += _panels(kit, word, ground, long, folder, ", long texts")
    except UsageError as error:  # what does not fit is what one wants to know of a kit
        notes.append(f"{word}: long texts cannot be drawn: {error}")
    panels.sort(key=lambda panel: ORDER.index(panel.caption.partition(",")[0]))
    lined = []
    for number, panel in enumerate(panels):
        lined.append(folder / f"lined-{number}.png")
        write_with_lines(panel.picture, panel.safe, lined[-1])
    return _Shown(word, tuple(panels), tuple(lined), tuple(notes), time.monotonic() - started)


def _ground(size: tuple[int, int], folder: Path) -> Media:
    """A clip that stands still, `size` px."""
    image, clip = folder / "ground.png", folder / "ground.mp4"
    write_ground(size, image)
    pad = repeat_image(Pad(Source(image, IMAGE), "v", 0), RATE, FRAMES)
    pad = filtered(pad, "scale", out_color_matrix="bt709", out_range="tv")
    ffmpeg.render(compile_command((pad,), str(clip), INTRA), lambda _: None)
    return ground_media(clip, size)


def _panels(
    kit: Kit, word: str, ground: Media, sample: Sample, folder: Path, length: str = ""
) -> Iterator[Panel]:
    ask = _asking(Answers())
    kit, _ = kit_within(kit, kit.says.main_language)
    vars_said = texts_of_kit(kit, kit.says.vars)
    dressing = Dressing(kit, {**ELSE, "kit": kit.says.name, **vars_said}, word)
    edit = specimen(ground, sample, kit.says.language.partition("-")[0].lower())
    whole = dressing.of(edit, ask)
    for moment in moments(whole):
        check_wanted()
        if moment.word == ORDER[-1] and length:
            continue  # it says what the kit says, whatever the video is about
        shot = still_at(edit, whole, moment.frame)
        shown = dressing.of_shot(edit, whole, shot, ask, STILL_PX)
        caption = f"{moment.word}{length}"
        picture = write_still(shown, folder / caption, lambda _: None)
        yield Panel(caption, picture, safe_area(shown.canvas), shown.canvas.size)


def _asking(answers: Answers) -> Ask:
    """`answers`, which know that a ground never changes to another shot."""

    def ask(question: Question[T], /) -> T:
        asked: Question[Any] = question
        return cast(T, () if isinstance(asked, ShotsIn) else answers(asked))

    return ask


def _write(kit: Kit, shown: Sequence[_Shown], home: Path) -> None:
    """A picture of each format, the sheet and the page, each under its name when it is whole."""
    about = kit.label
    for each in shown:
        tall = max((panel.size[1] for panel in each.panels), default=0) > TALL_PX
        stills = list(zip([p.caption for p in each.panels], each.lined, strict=True))
        across = len(stills) if tall else 3
        rows = [Row("", stills[at : at + across]) for at in range(0, len(stills), across)]
        with part_beside(home / f"{each.word}.png") as part:
            write_rows(rows, each.word, about, f"{TITLE} of {about}", part, TALL_PX * tall)
            commit(part, home / f"{each.word}.png")
    with part_beside(home / SHEET) as part:
        rows = [Row(s.word, [(p.caption, p.picture) for p in s.panels]) for s in shown if s.panels]
        heading = kit.says.title or kit.says.name
        write_rows(rows, heading, about, f"{TITLE} of {about}", part, SHEET_PX)
        commit(part, home / SHEET)
    page = KitPage(kit, tuple((each.word, each.panels) for each in shown))
    commit_text(page.html(), home / PAGE)


def _results(word: str, kit: Kit, shown: Sequence[_Shown], home: Path) -> Iterator[OutputResult]:
    for each in shown:
        yield OutputResult(
            input=word,
            status=Status.RENDERED,
            format=each.word,
            output=str(home / f"{each.word}.png"),
            kit=kit.label,
            seconds=round(each.seconds, 3),
            sidecars=(str(home / SHEET), str(home / PAGE)),
            notes=each.notes,
        )
