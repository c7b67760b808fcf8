"""Files beside a video with what is said in it: `<stem>.<language>.srt` and so on, on its clock."""

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
    """The files of `kinds` of `output` and their texts; none when nothing is said in it."""
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
    """What becomes of the files beside a video, so that nothing is lost that somebody wrote.

    `written` are those that egv writes, each with its text. What somebody wrote in is `left` where
    it says just the same, and else put `aside` under another name. `copied` are those of a draft
    that become those of the finished video, by their new names.
    """

    written: Mapping[Path, str] = field(default_factory=dict)
    left: tuple[Path, ...] = ()
    aside: Mapping[Path, Path] = field(default_factory=dict)
    copied: Mapping[Path, Path] = field(default_factory=dict)

    def place_of(self, path: Path) -> Path:
        """Where what lay at `path` is once this is done."""
        moved = {**self.aside, **{draft: new for new, draft in self.copied.items()}}
        place = os.path.realpath(path)
        return next((new for old, new in moved.items() if os.path.realpath(old) == place), path)


def settled(
    sidecars: Mapping[Path, str], output: Path, planned: Deliverable, plan: Plan, ledger: Ledger
) -> Settled:
    """What becomes of `sidecars`, the files of `output` with what they are to say.

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
    """Whether somebody wrote in this file beside a video."""
    if plan.text and path.samefile(plan.text.path):
        return True
    name = ledger.name_of(path)
    known = any(name in line.beside for line in tuple(ledger.made))
    return known and not is_egvs(path, ledger)


def is_egvs(path: Path, ledger: Ledger) -> bool:
    """Whether the text of the file is as egv wrote it, whoever saved it again since."""
    name = ledger.name_of(path)
    contents = {line.sidecars.get(name, "") for line in tuple(ledger.made)} - {""}
    return path.is_file() and any(says_the_same(path, each, None) for each in contents)


def _text_of_draft(path: Path, output: Path, planned: Deliverable, plan: Plan) -> Path | None:
    """The corrected file of the draft of `output` that says just what `path` is to say."""
    text = plan.text.path if plan.text else None
    draft = marked_path(output, Marking.DRAFT)
    name = f"{draft.stem}{path.name.removeprefix(output.stem)}"
    if text is None or os.path.realpath(text) != os.path.realpath(draft.with_name(name)):
        return None
    return text if _says(text, planned) else None


def _free_name(path: Path, output: Path) -> Path:
    """A name like that of `path` for what somebody wrote in it: `clip.corrected.nl.srt`."""
    rest = path.name.removeprefix(output.stem)
    names = chain(["corrected"], (f"corrected-{number}" for number in count(2)))
    free = (path.with_name(f"{output.stem}.{name}{rest}") for name in names)
    content = cache.content_of(path)
    return next(each for each in free if not each.exists() or cache.content_of(each) == content)


def _says(path: Path, planned: Deliverable) -> bool:
    """Whether the file at `path` says what the video does, when it does, to the frame."""
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
    """Whether the file at `path` is one that the run reads, and says just the same.

    Raises ConflictError where it says something else: what a person wrote is not overwritten.
    """
    sources = plan.files
    if not (path.exists() and any(each.exists() and path.samefile(each) for each in sources)):
        return False
    if not _says(path, planned):
        raise ConflictError(
            f"{path}: it is read by this run, and the subtitles of the video come at other times;"
            " give the video another name or folder with -o"
        )
    return True


def notes_on_texts(plan: Plan, beside: Settled) -> Iterator[str]:
    """Whose words the subtitles are, and where those lie that the video does not say just so."""
    if text := plan.text:
        yield text.told(beside.place_of(text.path))
    for old, new in beside.aside.items():
        more = "; the video says it otherwise"
        yield f"subtitle: what you wrote in {shown(old)} is kept as {shown(new)}{more}"


def subtitled(
    planned: Deliverable, beside: Settled, given: str, plan: Plan, ledger: Ledger
) -> Subtitled | None:
    """What the ledger is to know of the subtitles of a video; None where it has none."""
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
