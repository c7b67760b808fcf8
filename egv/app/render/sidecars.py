"""Text files beside a video with its speech: `<stem>.<language>.srt` and so on, on its clock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

from egv.app.plan.inputs import format_clip_path
from egv.app.plan.outputs import add_mark_suffix
from egv.app.plan.plan import Plan
from egv.app.records.ledger import Ledger
from egv.app.records.ledger_lines import SubtitleRecord
from egv.app.render.finished_texts import is_same_text
from egv.core.cues.srt_vtt import format_srt, format_transcript, format_vtt
from egv.core.cues.words_file import format_words_json
from egv.core.delivery.deliver import Deliverable
from egv.core.errors import ConflictError, UsageError
from egv.core.kit.kit import Kit
from egv.core.kit.plain_values import SidecarKind
from egv.core.overlays.captions import build_subtitle_ass
from egv.core.programme.finished_clock import list_cue_edges
from egv.core.programme.layers import Marking
from egv.core.programme.questions import Ask
from egv.tools.library.subtitle_files import hash_cues, load_cues, read_text_file
from egv.tools.store import cache


def format_sidecars(
    planned: Deliverable, output: Path, kinds: Iterable[SidecarKind], kit: Kit, ask: Ask
) -> dict[Path, str]:
    """Format the texts of the files of `kinds` for `output`; none where there is no speech."""
    if not planned.cues:
        return {}
    language = planned.cue_language or kit.spec.main_language
    writers: dict[SidecarKind, Callable[[], str]] = {
        SidecarKind.SRT: lambda: format_srt(planned.cues),
        SidecarKind.VTT: lambda: format_vtt(planned.cues),
        SidecarKind.ASS: lambda: build_subtitle_ass(planned.cues, planned.canvas, kit, ask),
        SidecarKind.JSON: lambda: format_words_json(planned.cues, language),
        SidecarKind.TXT: lambda: format_transcript(planned.cues),
    }
    return {
        output.with_name(f"{output.stem}.{language}.{kind.value}"): writers[kind]()
        for kind in kinds
    }


@dataclass(frozen=True, slots=True)
class SidecarPlan:
    """A plan for the files beside a video, so that no edited text is lost.

    `texts_to_write` are files that egv writes, each with its text. Of the edited files,
    `unchanged_files` have the same text as the video and stay; `backups` maps the others to the
    names under which they are kept. `draft_copies` maps new files to the draft's files they copy.
    """

    texts_to_write: Mapping[Path, str] = field(default_factory=dict)
    unchanged_files: tuple[Path, ...] = ()
    backups: Mapping[Path, Path] = field(default_factory=dict)
    draft_copies: Mapping[Path, Path] = field(default_factory=dict)

    def find_final_path(self, path: Path) -> Path:
        """Find the path of the file at `path` after this plan is carried out."""
        moved = {**self.backups, **{draft: new for new, draft in self.draft_copies.items()}}
        place = os.path.realpath(path)
        return next((new for old, new in moved.items() if os.path.realpath(old) == place), path)


def plan_sidecars(
    sidecars: Mapping[Path, str], output: Path, planned: Deliverable, plan: Plan, ledger: Ledger
) -> SidecarPlan:
    """Plan what to do with `sidecars`, the files of `output` with their new texts.

    Raises ConflictError for a file that the run reads and that the ledger does not know.
    """
    written: dict[Path, str] = {}
    left: list[Path] = []
    aside: dict[Path, Path] = {}
    copied: dict[Path, Path] = {}
    for path, text in sidecars.items():
        if draft := _find_draft_text(path, output, planned, plan):
            copied[path] = draft
        elif not path.exists() or not _is_edited_by_hand(path, plan, ledger):
            if not _is_input_file(path, plan, planned):
                written[path] = text
        elif _has_same_text(path, planned):
            left.append(path)
        else:
            written[path], aside[path] = text, _find_free_name(path, output)
    return SidecarPlan(written, tuple(left), aside, copied)


def _is_edited_by_hand(path: Path, plan: Plan, ledger: Ledger) -> bool:
    """True where somebody edited this file beside a video."""
    if plan.corrected_text and path.samefile(plan.corrected_text.path):
        return True
    name = ledger.to_name(path)
    known = any(name in line.all_sidecars for line in tuple(ledger.made))
    return known and not is_own_text(path, ledger)


def is_own_text(path: Path, ledger: Ledger) -> bool:
    """True where the file has the text that egv wrote, even if a program saved it again since."""
    name = ledger.to_name(path)
    contents = {line.sidecars.get(name, "") for line in tuple(ledger.made)} - {""}
    return path.is_file() and any(is_same_text(path, content, None) for content in contents)


def _find_draft_text(path: Path, output: Path, planned: Deliverable, plan: Plan) -> Path | None:
    """Find the corrected file of the draft of `output` whose text equals that of `path`."""
    text = plan.corrected_text.path if plan.corrected_text else None
    draft = add_mark_suffix(output, Marking.DRAFT)
    name = f"{draft.stem}{path.name.removeprefix(output.stem)}"
    if text is None or os.path.realpath(text) != os.path.realpath(draft.with_name(name)):
        return None
    return text if _has_same_text(text, planned) else None


def _find_free_name(path: Path, output: Path) -> Path:
    """Find a free name for a backup of the edited `path`, such as `clip.corrected.nl.srt`."""
    rest = path.name.removeprefix(output.stem)
    names = chain(["corrected"], (f"corrected-{number}" for number in count(2)))
    free = (path.with_name(f"{output.stem}.{name}{rest}") for name in names)
    content = cache.hash_content(path)
    return next(
        candidate
        for candidate in free
        if not candidate.exists() or cache.hash_content(candidate) == content
    )


def _has_same_text(path: Path, planned: Deliverable) -> bool:
    """True if the file at `path` has the texts of the video, at the same times to the frame."""
    frame = 1 / planned.canvas.frame_rate
    try:
        if path.suffix == ".txt":
            return read_text_file(path).split() == format_transcript(planned.cues).split()
        own = load_cues(path)
    except UsageError:
        return False
    return len(own) == len(planned.cues) and all(
        cue.text == other.text
        and abs(cue.span.start - other.span.start) <= frame
        and abs(cue.span.end - other.span.end) <= frame
        for cue, other in zip(own, planned.cues, strict=True)
    )


def _is_input_file(path: Path, plan: Plan, planned: Deliverable) -> bool:
    """True if the file at `path` is an input of the run and has the same text.

    Raises ConflictError where its text differs: a file written by a person is not overwritten.
    """
    sources = plan.input_files
    if not (path.exists() and any(source.exists() and path.samefile(source) for source in sources)):
        return False
    if not _has_same_text(path, planned):
        raise ConflictError(
            f"{path}: this run reads this file, and the subtitles of the video have other"
            " times; give the video another name or folder with -o"
        )
    return True


def list_text_notes(plan: Plan, beside: SidecarPlan) -> Iterator[str]:
    """List notes on the source of the subtitles, and on backups of edited files."""
    if text := plan.corrected_text:
        yield text.format_note(beside.find_final_path(text.path))
    for old, new in beside.backups.items():
        yield (
            f"subtitle: your text in {format_clip_path(old)} is kept as {format_clip_path(new)},"
            " because the video now shows a different text"
        )


def build_subtitle_record(
    planned: Deliverable, beside: SidecarPlan, given: str, plan: Plan, ledger: Ledger
) -> SubtitleRecord | None:
    """Build the ledger's record of a video's subtitles; None where it has none."""
    if not (planned.cues or plan.corrected_text):
        return None
    text = plan.corrected_text
    return SubtitleRecord(
        clock=planned.clock,
        edges=list_cue_edges(planned.cues),
        says=hash_cues(planned.cues),
        given=given,
        text=ledger.to_name(beside.find_final_path(text.path)) if text else "",
        content=text.content if text else "",
        text_clock=text.clock if text else None,
        placed=text.placed if text else (),
        corrected={
            ledger.to_name(path): cache.hash_content(source)
            for path, source in {
                **dict(zip(beside.unchanged_files, beside.unchanged_files, strict=True)),
                **beside.draft_copies,
            }.items()
        },
        kept={ledger.to_name(new): cache.hash_content(old) for old, new in beside.backups.items()},
    )
