"""Pictures of a kit in use, rendered as videos are: each format, with short and long texts."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from egv.app.authoring.kit_page import GENERATOR, MARK, PreviewPanel, build_kit_page, format_caption
from egv.app.plan.default_texts import collect_kit_texts, localise_kit_texts
from egv.app.plan.order import RunOptions
from egv.app.plan.outputs import find_output_folder
from egv.app.plan.prepare import check_writable
from egv.app.plan.settings import load_settings
from egv.app.records.results import OutputResult, RunResult, Status
from egv.app.render.answers import Answers
from egv.app.run.stills import Dressing, write_still
from egv.core.delivery.excerpt import choose_still
from egv.core.delivery.kit_sample import (
    ELSE,
    FRAMES,
    LONG,
    ORDER,
    RATE,
    SHORT,
    SampleTexts,
    build_ground_clip,
    build_kit_sample,
    choose_sample,
    list_kit_moments,
)
from egv.core.errors import UsageError
from egv.core.graph.ffmpeg_command import compile_command
from egv.core.graph.frame_clock import repeat_image
from egv.core.graph.pads import Pad, Source, apply_filter
from egv.core.kit.formats import (
    SOURCE,
    explain_unknown_format,
    is_format,
    list_format_names,
    to_format_file_word,
)
from egv.core.kit.kit import Kit
from egv.core.media.clip import Clip
from egv.core.media.shape import find_safe_area
from egv.core.overlays.corner_logo import IMAGE
from egv.core.programme.questions import Ask, Question, ShotsIn, T
from egv.core.text.translation import detect_ui_language
from egv.tools.draw.contact_sheet import SheetHead, SheetRow, read_png_title, write_rows
from egv.tools.draw.preview_background import write_preview_background
from egv.tools.draw.safe_area_overlay import write_safe_area_overlay
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.library.kits import load_kit
from egv.tools.machine.tasks import ENDED_BY_SIGNAL, map_in_threads
from egv.tools.store.atomic_files import (
    check_own,
    commit_file,
    commit_text,
    is_marked,
    open_part_file,
)
from egv.tools.store.unfinished import open_work_folder

FOLDER = "preview"  # below the output folder
PAGE, SHEET = "index.html", "sheet.png"
STILL_PX = 540  # the short side, px
SHEET_PX, TALL_PX = 240, 720  # height of stills on the sheet, and its maximum in a format picture
AT_ONCE = 2
FOREIGN = (
    "this file exists and is not a preview; add --overwrite to replace it, or choose another place"
    " with -o"
)
INTRA = {"c:v": "libx264", "preset": "ultrafast", "crf": "8", "g": "1", "pix_fmt": "yuv420p"}


@dataclass(frozen=True, slots=True)
class _FormatPreview:
    """The stills of a format, clean and with safe area lines, and notes on what failed."""

    format_name: str
    panels: tuple[PreviewPanel, ...]
    safe_area_pictures: tuple[Path, ...]
    notes: tuple[str, ...]
    seconds: float


def preview_kit(
    word: str, folder: Path | None, formats: Sequence[str], *, overwrite: bool
) -> RunResult:
    """Write a picture of each of `formats` (none: all), a sheet of them, and a page.

    Raises KitError for a faulty kit, UsageError for a format it lacks, and ConflictError for an
    existing file that is not a preview.
    """
    kit = load_kit(word)
    known = list_format_names(kit.spec.formats)
    for name in formats:
        if not is_format(name, known) or name == SOURCE:
            raise UsageError(f"--format {name}: {explain_unknown_format(name, known)}")
    home = folder or _find_usual_folder() / kit.spec.name
    words = tuple(dict.fromkeys(formats)) or known
    files = [_locate_picture(home, name) for name in words]
    _check_files([*files, home / SHEET, home / PAGE], overwrite=overwrite)
    with open_work_folder() as work:
        shown = map_in_threads(
            ENDED_BY_SIGNAL,
            lambda tasks, word: _preview_format(
                kit, word, RenderContext(work / to_format_file_word(word), tasks=tasks)
            ),
            words,
            AT_ONCE,
        )
        _write_files(kit, shown, home)
    return RunResult(outputs=tuple(_iter_results(word, kit, shown, home)))


def _find_usual_folder() -> Path:
    return find_output_folder(load_settings(RunOptions()).output) / FOLDER


def _locate_picture(home: Path, format_name: str) -> Path:
    """Locate the picture of a format in `home`; no system allows a file name such as `21:9.png`."""
    return home / f"{to_format_file_word(format_name)}.png"


def _check_files(files: Sequence[Path], *, overwrite: bool) -> None:
    runner.find_ffmpeg()
    check_writable({path.absolute().parent for path in files})
    for path in files:
        if not overwrite:
            check_own(path, _is_preview, FOREIGN)


def _is_preview(path: Path) -> bool:
    if path.suffix == ".png":
        return read_png_title(path).startswith(GENERATOR)
    return path.is_file() and is_marked(path, MARK)


def _preview_format(kit: Kit, word: str, context: RenderContext) -> _FormatPreview:
    """Preview the format `word` of `kit`."""
    started, folder = time.monotonic(), context.folder
    folder.mkdir()
    ground = _build_still_clip(kit.spec.find_format(word).size, context)
    short, long = (
        _SampleSize(choose_sample(kit.spec.language, samples), is_long=samples is LONG)
        for samples in (SHORT, LONG)
    )
    panels = [*_draw_panels(kit, word, ground, short, context)]
    notes = []
    try:
        panels += _draw_panels(kit, word, ground, long, context)
    except UsageError as error:  # a text that does not fit is a finding about the kit
        notes.append(f"{word}: long texts cannot be drawn: {error}")
    panels.sort(key=lambda panel: ORDER.index(panel.part))
    lined = []
    for number, panel in enumerate(panels):
        lined.append(folder / f"lined-{number}.png")
        write_safe_area_overlay(panel.picture, panel.safe_area, lined[-1])
    return _FormatPreview(
        word, tuple(panels), tuple(lined), tuple(notes), time.monotonic() - started
    )


def _build_still_clip(size: tuple[int, int], context: RenderContext) -> Clip:
    """Build a clip of one still image, `size` px."""
    image, clip = context.folder / "ground.png", context.folder / "ground.mp4"
    write_preview_background(size, image)
    pad = repeat_image(Pad(Source(image, IMAGE), "v", 0), RATE, FRAMES)
    pad = apply_filter(pad, "scale", out_color_matrix="bt709", out_range="tv")
    runner.run_ffmpeg(compile_command((pad,), str(clip), INTRA), context)
    return build_ground_clip(clip, size)


@dataclass(frozen=True, slots=True)
class _SampleSize:
    """Sample texts, short or long."""

    texts: SampleTexts
    is_long: bool


def _draw_panels(
    kit: Kit, word: str, ground: Clip, sample: _SampleSize, context: RenderContext
) -> Iterator[PreviewPanel]:
    ask = _wrap_answers(Answers())
    kit, _ = localise_kit_texts(kit, kit.spec.main_language)
    vars_said = collect_kit_texts(kit, kit.spec.vars)
    dressing = Dressing(kit, {**ELSE, "kit": kit.spec.name, **vars_said}, word)
    edit = build_kit_sample(ground, sample.texts, kit.spec.language.partition("-")[0].lower())
    whole = dressing.dress_edit(edit, ask)
    for moment in list_kit_moments(whole):
        context.tasks.check_cancellation()
        if moment.part == ORDER[-1] and sample.is_long:
            continue  # its text is the kit's own, the same for every video
        shot = choose_still(edit, whole, moment.frame)
        shown = dressing.dress_shot(edit, whole, shot, ask, STILL_PX)
        tongue = detect_ui_language(os.environ)
        caption = format_caption(moment.part, tongue, has_long_texts=sample.is_long)
        picture = write_still(shown, context.folder / caption, context)
        safe_area = find_safe_area(shown.canvas)
        yield PreviewPanel(moment.part, caption, picture, safe_area, shown.canvas.size)


def _wrap_answers(answers: Answers) -> Ask:
    """Wrap `answers` so that the still clip has no shot changes."""

    def ask(question: Question[T], /) -> T:
        asked: Question[Any] = question
        return cast("T", () if isinstance(asked, ShotsIn) else answers(asked))

    return ask


def _write_files(kit: Kit, shown: Sequence[_FormatPreview], home: Path) -> None:
    """Write a picture of each format, the sheet and the page; each appears only when complete."""
    about = kit.version_label
    for preview in shown:
        tall = max((panel.size[1] for panel in preview.panels), default=0) > TALL_PX
        stills = list(
            zip([p.caption for p in preview.panels], preview.safe_area_pictures, strict=True)
        )
        across = len(stills) if tall else 3
        rows = [SheetRow("", stills[at : at + across]) for at in range(0, len(stills), across)]
        picture = _locate_picture(home, preview.format_name)
        with open_part_file(picture) as part:
            head = SheetHead(preview.format_name, about, f"{GENERATOR} of {about}")
            write_rows(rows, head, part, TALL_PX * tall)
            commit_file(part, picture)
    with open_part_file(home / SHEET) as part:
        rows = [
            SheetRow(s.format_name, [(p.caption, p.picture) for p in s.panels])
            for s in shown
            if s.panels
        ]
        head = SheetHead(kit.spec.title or kit.spec.name, about, f"{GENERATOR} of {about}")
        write_rows(rows, head, part, SHEET_PX)
        commit_file(part, home / SHEET)
    panels = [(preview.format_name, preview.panels) for preview in shown]
    page = build_kit_page(kit, panels, detect_ui_language(os.environ))
    commit_text(page, home / PAGE)


def _iter_results(
    word: str, kit: Kit, shown: Sequence[_FormatPreview], home: Path
) -> Iterator[OutputResult]:
    for preview in shown:
        yield OutputResult(
            input=word,
            status=Status.RENDERED,
            format=preview.format_name,
            output=str(_locate_picture(home, preview.format_name)),
            kit=kit.version_label,
            seconds=round(preview.seconds, 3),
            sidecars=(str(home / SHEET), str(home / PAGE)),
            notes=preview.notes,
        )
