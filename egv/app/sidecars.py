"""Text files beside a video with its speech: `<stem>.<language>.srt` and so on, on its clock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

from egv.app.finished_texts import says_the_same
from egv.app.inputs import shown
from egv.app.ledger import Ledger
from egv.app.outputs import marked_path
from egv.app.plan import Plan
from egv.core.ask import Ask
from egv.core.deliver import Deliverable
from egv.core.dress import subtitle_document
from egv.core.errors import ConflictError, UsageError
from egv.core.finished_clock import edges_of
from egv.core.kit import Kit
from egv.core.kit_parts import SidecarKind
from egv.core.layers import Marking
from egv.core.records import Subtitled
from egv.core.text_files import srt, transcript, vtt
from egv.core.words_file import words_json
from egv.tools import cache
from egv.tools.text_files import cues_at, says_of, text_at


def sidecars_of(
    planned: Deliverable, output: Path, kinds: Iterable[SidecarKind], kit: Kit, ask: Ask
) -> dict[Path, str]:
    """Build the files of `kinds` for `output`, with their texts; none where there is no speech."""
    if not planned.cues:
        return {}
    language = planned.cue_language or kit.says.main_language
    writers: dict[SidecarKind, Callable[[], str]] = {
        SidecarKind.SRT: lambda: srt(planned.cues),
        SidecarKind.VTT: lambda: vtt(planned.cues),
        SidecarKind.ASS: lambda: subtitle_document(planned.cues, planned.canvas, kit, ask),
        SidecarKind.JSON: lambda: words_json(planned.cues, language),
        SidecarKind.TXT: lambda: transcript(planned.cues),
    }
    return {
        output.with_name(f"{output.stem}.{language}.{kind.value}"): writers[kind]()
        for kind in kinds
    }


@dataclass(frozen=True, slots=True)
class Settled:
    """A plan for the files beside a video, so that no edited text is lost.

    `texts_to_write` are files that egv writes, each with its text. Of the edited files,
    `unchanged_files` have the same text as the video and stay; `backups` maps the others to the
    names under which they are kept. `draft_copies` maps new files to the draft's files they copy.
    """

    written: Mapping[Path, str] = field(default_factory=dict)
    left: tuple[Path, ...] = ()
    aside: Mapping[Path, Path] = field(default_factory=dict)
    copied: Mapping[Path, Path] = field(default_factory=dict)

    def place_of(self, path: Path) -> Path:
        """Find the path of the file at `path` after this plan is carried out."""
        moved = {**self.aside, **{draft: new for new, draft in self.copied.items()}}
        place = os.path.realpath(path)
        return next((new for old, new in moved.items() if os.path.realpath(old) == place), path)


def settled(
    sidecars: Mapping[Path, str], output: Path, planned: Deliverable, plan: Plan, ledger: Ledger
) -> Settled:
    """Plan what to do with `sidecars`, the files of `output` with their new texts.

    Raises ConflictError for a file that the run reads and that the ledger does not know.
    """
    written: dict[Path, str] = {}
    left: list[Path] = []
    aside: dict[Path, Path] = {}
    copied: dict[Path, Path] = {}
    for path, text in sidecars.items():
        if draft := _text_of_draft(path, output, planned, plan):
            copied[path] = draft
        elif not path.exists() or not _is_theirs(path, plan, ledger):
            if not _is_read(path, plan, planned):
                written[path] = text
        elif _says(path, planned):
            left.append(path)
        else:
            written[path], aside[path] = text, _free_name(path, output)
    return Settled(written, tuple(left), aside, copied)


def _is_theirs(path: Path, plan: Plan, ledger: Ledger) -> bool:
    """True where somebody edited this file beside a video."""
    if plan.text and path.samefile(plan.text.path):
        return True
    name = ledger.name_of(path)
    known = any(name in line.beside for line in tuple(ledger.made))
    return known and not is_egvs(path, ledger)


def is_egvs(path: Path, ledger: Ledger) -> bool:
    """True where the file has the text that egv wrote, even if a program saved it again since."""
    name = ledger.name_of(path)
    contents = {line.sidecars.get(name, "") for line in tuple(ledger.made)} - {""}
    return path.is_file() and any(says_the_same(path, content, None) for content in contents)


def _text_of_draft(path: Path, output: Path, planned: Deliverable, plan: Plan) -> Path | None:
    """Find the corrected file of the draft of `output` whose text equals that of `path`."""
    text = plan.text.path if plan.text else None
    draft = marked_path(output, Marking.DRAFT)
    name = f"{draft.stem}{path.name.removeprefix(output.stem)}"
    if text is None or os.path.realpath(text) != os.path.realpath(draft.with_name(name)):
        return None
    return text if _says(text, planned) else None


def _free_name(path: Path, output: Path) -> Path:
    """Find a free name for a backup of the edited `path`, such as `clip.corrected.nl.srt`."""
    rest = path.name.removeprefix(output.stem)
    names = chain(["corrected"], (f"corrected-{number}" for number in count(2)))
    free = (path.with_name(f"{output.stem}.{name}{rest}") for name in names)
    content = cache.content_of(path)
    return next(
        candidate
        for candidate in free
        if not candidate.exists() or cache.content_of(candidate) == content
    )


def _says(path: Path, planned: Deliverable) -> bool:
    """True if the file at `path` has the texts of the video, at the same times to the frame."""
    frame = 1 / planned.canvas.frame_rate
    try:
        if path.suffix == ".txt":
            return text_at(path).split() == transcript(planned.cues).split()
        own = cues_at(path)
    except UsageError:
        return False
    return len(own) == len(planned.cues) and all(
        one.text == other.text
        and abs(one.span.start - other.span.start) <= frame
        and abs(one.span.end - other.span.end) <= frame
        for one, other in zip(own, planned.cues, strict=True)
    )


def _is_read(path: Path, plan: Plan, planned: Deliverable) -> bool:
    """True if the file at `path` is an input of the run and has the same text.

    Raises ConflictError where its text differs: a file written by a person is not overwritten.
    """
    sources = plan.files
    if not (path.exists() and any(source.exists() and path.samefile(source) for source in sources)):
        return False
    if not _says(path, planned):
        raise ConflictError(
            f"{path}: it is read by this run, and the subtitles of the video come at other times;"
            " give the video another name or folder with -o"
        )
    return True


def notes_on_texts(plan: Plan, beside: Settled) -> Iterator[str]:
    """List notes on the source of the subtitles, and on backups of edited files."""
    if text := plan.text:
        yield text.told(beside.place_of(text.path))
    for old, new in beside.aside.items():
        more = "; the video says it otherwise"
        yield f"subtitle: what you wrote in {shown(old)} is kept as {shown(new)}{more}"


def subtitled(
    planned: Deliverable, beside: Settled, given: str, plan: Plan, ledger: Ledger
) -> Subtitled | None:
    """Build the ledger's record of a video's subtitles; None where it has none."""
    if not (planned.cues or plan.text):
        return None
    text = plan.text
    return Subtitled(
        clock=planned.clock,
        edges=edges_of(planned.cues),
        says=says_of(planned.cues),
        given=given,
        text=ledger.name_of(beside.place_of(text.path)) if text else "",
        content=text.content if text else "",
        text_clock=text.clock if text else None,
        corrected={
            ledger.name_of(path): cache.content_of(source)
            for path, source in {
                **dict(zip(beside.left, beside.left, strict=True)),
                **beside.copied,
            }.items()
        },
        kept={ledger.name_of(new): cache.content_of(old) for old, new in beside.aside.items()},
    )
