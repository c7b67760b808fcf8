"""Pictures of a kit in use, rendered as videos are: each format, with short and long texts."""

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

FOLDER = "preview"  # below the output folder
PAGE, SHEET = "index.html", "sheet.png"
TITLE = "egv kit preview"  # PNG title by which a preview is told from other files
STILL_PX = 540  # the short side, px
SHEET_PX, TALL_PX = 240, 720  # height of stills on the sheet, and its maximum in a format picture
AT_ONCE = 2
INTRA = {"c:v": "libx264", "preset": "ultrafast", "crf": "8", "g": "1", "pix_fmt": "yuv420p"}


@dataclass(frozen=True, slots=True)
class _Shown:
    """The stills of a format, clean and with safe area lines, and notes on what failed."""

    word: str
    panels: tuple[Panel, ...]
    lined: tuple[Path, ...]
    notes: tuple[str, ...]
    seconds: float


def kit_preview(
    word: str, folder: Path | None, formats: Sequence[str], *, overwrite: bool
) -> RunResult:
    """Write a picture of each of `formats` (none: all), a sheet of them, and a page.

    Raises KitError for a faulty kit, UsageError for a format it lacks, and ConflictError for an
    existing file that is not a preview.
    """
    kit = kit_called(word)
    known = format_words(kit.says.formats)
    for name in formats:
        if name not in known:
            raise UsageError(f"--format {name}: there is no such format{nearest(name, known)}")
    home = folder or _usual_folder() / kit.says.name
    words = tuple(dict.fromkeys(formats)) or known
    files = [home / f"{name}.png" for name in words]
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
    """Preview the format `word` of `kit`."""
    started, folder = time.monotonic(), work / word
    folder.mkdir()
    ground = _ground(kit.says.format(word).size, folder)
    short, long = (sample_in(kit.says.language, samples) for samples in (SHORT, LONG))
    panels = [*_panels(kit, word, ground, short, folder)]
    notes = []
    try:
        panels += _panels(kit, word, ground, long, folder, ", long texts")
    except UsageError as error:  # a text that does not fit is a finding about the kit
        notes.append(f"{word}: long texts cannot be drawn: {error}")
    panels.sort(key=lambda panel: ORDER.index(panel.caption.partition(",")[0]))
    lined = []
    for number, panel in enumerate(panels):
        lined.append(folder / f"lined-{number}.png")
        write_with_lines(panel.picture, panel.safe, lined[-1])
    return _Shown(word, tuple(panels), tuple(lined), tuple(notes), time.monotonic() - started)


def _ground(size: tuple[int, int], folder: Path) -> Media:
    """Build a clip of one still image, `size` px."""
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
            continue  # its text is the kit's own, the same for every video
        shot = still_at(edit, whole, moment.frame)
        shown = dressing.of_shot(edit, whole, shot, ask, STILL_PX)
        caption = f"{moment.word}{length}"
        picture = write_still(shown, folder / caption, lambda _: None)
        yield Panel(caption, picture, safe_area(shown.canvas), shown.canvas.size)


def _asking(answers: Answers) -> Ask:
    """Wrap `answers` so that the still clip has no shot changes."""

    def ask(question: Question[T], /) -> T:
        asked: Question[Any] = question
        return cast(T, () if isinstance(asked, ShotsIn) else answers(asked))

    return ask


def _write(kit: Kit, shown: Sequence[_Shown], home: Path) -> None:
    """Write a picture of each format, the sheet and the page; each appears only when complete."""
    about = kit.label
    for preview in shown:
        tall = max((panel.size[1] for panel in preview.panels), default=0) > TALL_PX
        stills = list(zip([p.caption for p in preview.panels], preview.lined, strict=True))
        across = len(stills) if tall else 3
        rows = [Row("", stills[at : at + across]) for at in range(0, len(stills), across)]
        with part_beside(home / f"{preview.word}.png") as part:
            write_rows(rows, preview.word, about, f"{TITLE} of {about}", part, TALL_PX * tall)
            commit(part, home / f"{preview.word}.png")
    with part_beside(home / SHEET) as part:
        rows = [Row(s.word, [(p.caption, p.picture) for p in s.panels]) for s in shown if s.panels]
        heading = kit.says.title or kit.says.name
        write_rows(rows, heading, about, f"{TITLE} of {about}", part, SHEET_PX)
        commit(part, home / SHEET)
    page = KitPage(kit, tuple((preview.word, preview.panels) for preview in shown))
    commit_text(page.html(), home / PAGE)


def _results(word: str, kit: Kit, shown: Sequence[_Shown], home: Path) -> Iterator[OutputResult]:
    for preview in shown:
        yield OutputResult(
            input=word,
            status=Status.RENDERED,
            format=preview.word,
            output=str(home / f"{preview.word}.png"),
            kit=kit.label,
            seconds=round(preview.seconds, 3),
            sidecars=(str(home / SHEET), str(home / PAGE)),
            notes=preview.notes,
        )
