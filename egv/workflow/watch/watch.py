"""Watch a folder: make what comes to rest in it, and leave a note beside what failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from egv.app.plan.inputs import HIDDEN
from egv.app.plan.media_kinds import is_input_media
from egv.app.plan.order import Order
from egv.app.plan.outputs import find_output_folder
from egv.app.plan.settings import load_settings, load_spaces
from egv.app.records.known_files import KnownFiles
from egv.app.records.results import ErrorResult, RunResult
from egv.core.errors import EgvError, UsageError, name_cause
from egv.core.text.file_names import fold_name
from egv.core.text.translation import UiLanguage
from egv.tools.library.clip_notes import ATTENTION
from egv.tools.library.kits import load_kit
from egv.tools.library.slip_names import SLIP_SUFFIXES
from egv.workflow.watch.attention import AttentionNote, remove_attention_note, write_attention_note
from egv.workflow.watch.rest import ClipState, FolderState, find_growing_clips, find_resting_clips

REST_S = 5.0  # a clip of which nothing changed for so long is at rest
RETRY_PASSES = 120  # passes after which what may mend by itself is tried again
MENDED_BY_ITSELF = {"environment", "interrupted", "usage", "recipe", "kit", "project"}


@dataclass(frozen=True, slots=True)
class WatchCaller:
    """The side of the caller: it runs an order, tells a line, waits, and translates."""

    run: Callable[[Order], RunResult]
    tell: Callable[[str], None]
    wait: Callable[[float], None]
    translate: Callable[[str], str]
    tongue: UiLanguage


@dataclass(slots=True)
class FolderWatch:
    """The watch over the folder that `order` names."""

    order: Order
    caller: WatchCaller
    _made: dict[Path, ClipState] = field(default_factory=dict)
    _waiting: dict[Path, int] = field(default_factory=dict)  # passes until a failed one is retried
    _growing: set[Path] = field(default_factory=set)  # told already
    _is_gone: bool = False

    @property
    def folder(self) -> Path:
        """The watched folder."""
        return Path(self.order.inputs[0])

    def run_once(self) -> int:
        """Make what is at rest now; return the exit code of the run.

        Raises UsageError where the folder cannot be read.
        """
        before = self._scan()
        self.caller.wait(REST_S)
        return self._make_resting(before, self._scan())

    def run_until_interrupted(self) -> int:
        """Make what comes to rest, again and again; return only after an interruption."""
        self.caller.tell(f"egv: watching {self.folder}; Ctrl-C stops it")
        before: FolderState = self._scan()
        while True:
            self.caller.wait(REST_S)
            try:
                now = self._scan()
            except UsageError as error:
                if not self._is_gone:
                    self.caller.tell(f"egv: {error}; egv keeps looking")
                self._is_gone, before = True, {}
                continue
            if self._is_gone:
                self.caller.tell(f"egv: {self.folder}: this folder is there again")
                self._is_gone = False
            code = self._make_resting(before, now)
            if code > 128:  # interrupted: 128 plus the signal
                return code
            before = now

    def _scan(self) -> FolderState:
        """Read the state of each clip in the folder. Raises UsageError where it cannot be read."""
        known = KnownFiles()
        try:
            files = [
                (path, path.stat())
                for path in self._iter_files()
                if not path.name.endswith((ATTENTION, *SLIP_SUFFIXES))
            ]
        except OSError as error:
            fault = f"this folder cannot be read ({name_cause(error)})"
            raise UsageError(f"{self.folder}: {fault}; is the drive in?") from None
        return {
            clip: frozenset(
                (path.name, facts.st_size, facts.st_mtime_ns)
                for path, facts in files
                if path.parent == clip.parent and path.name.startswith(f"{clip.stem}.")
            )
            for clip, _ in files
            if is_input_media(clip) and clip not in known
        }

    def _iter_files(self) -> Iterator[Path]:
        for place in self._list_places():
            deep = self.order.options.recursive
            for path in place.rglob("*") if deep else place.iterdir():
                parts = path.relative_to(self.folder).parts
                if path.is_file() and not any(part.startswith(HIDDEN) for part in parts):
                    yield path

    def _list_places(self) -> list[Path]:
        """List the folder, and the folders of departments directly in it."""
        if self.order.options.space or self.order.options.recursive:
            return [self.folder]
        names = {fold_name(name) for name in load_spaces()}
        below = (path for path in sorted(self.folder.iterdir()) if path.is_dir())
        return [self.folder, *(path for path in below if fold_name(path.name) in names)]

    def _make_resting(self, before: FolderState, now: FolderState) -> int:
        """Make the clips at rest that are new or changed; return the worst exit code."""
        for clip in sorted(set(find_growing_clips(before, now)) - self._growing):
            self.caller.tell(f"egv: {clip}: still being copied; it is made when it is complete")
            self._growing.add(clip)
        resting = find_resting_clips(before, now)
        self._growing -= set(resting)
        self._waiting = {clip: left - 1 for clip, left in self._waiting.items()}
        for clip in [clip for clip, left in self._waiting.items() if left <= 0]:
            self._made.pop(clip, None)
            del self._waiting[clip]
        new = {clip: state for clip, state in resting.items() if self._made.get(clip) != state}
        places = [place for place in self._list_places() if new] if new else []
        codes = [0]
        for place in places:
            mine = {clip for clip in new if self._is_nearest(clip, place, places)}
            if mine:
                codes.append(self._make_clips(place, mine))
                self._made |= {clip: new[clip] for clip in mine}
        return max(codes)

    def _is_nearest(self, clip: Path, place: Path, places: list[Path]) -> bool:
        """True where `place` is the nearest of `places` above `clip`."""
        nearest = next(folder for folder in clip.parents if folder in places)
        return nearest == place

    def _make_clips(self, place: Path, clips: set[Path]) -> int:
        only = frozenset(clip.absolute() for clip in clips)
        result = self.caller.run(replace(self.order, inputs=(str(place),), only=only))
        faults = {clip: result.error for clip in clips if result.error}
        faults |= {
            clip: output.error
            for output in result.outputs
            for clip in clips
            if output.error and str(clip) in (output.input, *output.inputs)
        }
        if result.exit_code > 128:  # interrupted: nothing is wrong with a clip
            return result.exit_code
        for clip in sorted(clips):
            self._note_clip(clip, faults.get(clip))
        return result.exit_code

    def _note_clip(self, clip: Path, fault: ErrorResult | None) -> None:
        """Write or remove the note on `clip`; a failure to do so is told."""
        try:
            settings = load_settings(self.order.options, (str(clip),))
            outputs = find_output_folder(settings.output)
            if fault is None:
                remove_attention_note(clip, outputs)
                return
            if fault.kind in MENDED_BY_ITSELF:
                self._waiting[clip] = RETRY_PASSES
            contact = load_kit(settings.choose_kit()).spec.owner.contact or ""
            note = AttentionNote(clip, self.caller.translate(fault.message), fault.hint, contact)
            written = write_attention_note(note, outputs, self.caller.tongue)
            if written:
                self.caller.tell(f"egv: {written}: what to do is written there")
        except (EgvError, OSError) as error:
            self.caller.tell(f"egv: no note could be written beside {clip}: {error}")
