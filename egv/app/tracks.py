"""The tracks of a clip's videos: pictures in one encode, sound beside it, both muxed and verified.

The sound is not part of the encode, so that it can be measured as delivered and corrected while the
picture, which takes ten times as long, is still being made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from egv.app.clip_run import ClipRun
from egv.app.command import Made, pictures_command, video_command
from egv.app.commit import part_beside
from egv.app.order import VerifyMode
from egv.app.outputs import Target
from egv.app.pcm_store import PcmStore
from egv.app.sidecars import Settled
from egv.app.sound import DeliveredSound, render_sound
from egv.app.watch import Stage
from egv.core.ask import Ask
from egv.core.damage import loss_notes, refusal
from egv.core.deliver import Deliverable
from egv.core.errors import InputError, RenderError
from egv.core.graph import Pad
from egv.tools import ffmpeg
from egv.tools.damage import Tally, counted
from egv.tools.losses import decode
from egv.tools.mp4 import show_text_tracks
from egv.tools.packets import picture_loss
from egv.tools.processes import aside
from egv.tools.verify import verify


@dataclass(frozen=True, slots=True)
class Video:
    """An output in progress: its path, its contents, and the texts of the files beside it."""

    target: Target
    planned: Deliverable
    sidecars: Mapping[Path, str]
    beside: Settled


@contextmanager
def rendered(
    run: ClipRun, videos: Sequence[Video], ask: Ask, pcm: PcmStore, folder: Path
) -> Iterator[list[tuple[Video, tuple[Path, DeliveredSound | None]]]]:
    """Render the outputs, complete and verified, under temporary names that are removed later."""
    with ExitStack() as stack:
        parts = [stack.enter_context(part_beside(video.target.path)) for video in videos]
        with (
            _whole_clips(run),
            aside(lambda: _sounds(run, videos, ask, pcm, folder)) as mastered,
        ):
            pictures = _pictures(run, videos, folder, stack)
            sounds = mastered.result()
        made = [
            Made(video.planned, sound.path if sound else None, part)
            for video, sound, part in zip(videos, sounds, parts, strict=True)
        ]
        with run.timed("video"):
            for video, to_write in zip(videos, made, strict=True):
                _mux(run, to_write, pictures.get(video.target), folder)
        with run.timed("verify", Stage.CHECKING):
            for to_write in made:
                all_of_it = run.options.verify is VerifyMode.FULL
                verify(to_write.path, to_write.planned, all_of_it=all_of_it)
        yield list(zip(videos, zip(parts, sounds, strict=True), strict=True))


@contextmanager
def _whole_clips(run: ClipRun) -> Iterator[None]:
    """Watch the decoding in the block. Raises InputError when too much of a clip is damaged."""
    if run.plan.allow_damaged:  # the losses were reported when the clip was probed
        yield
        return
    with counted() as tally:
        try:
            yield
        except RenderError:
            _check_losses(run, tally)
            raise
    _check_losses(run, tally)


def _check_losses(run: ClipRun, tally: Tally) -> None:
    clips = dict.fromkeys(run.job.clips)
    for clip in clips:
        losses = tally.of(clip)
        which = f"{clip.name}: " if len(clips) > 1 else ""
        if fault := refusal(losses):
            raise InputError(f"{clip.name}: {fault}")
        run.notes += (f"{which}{note}" for note in loss_notes(losses))


def _pictures(
    run: ClipRun, videos: Sequence[Video], folder: Path, stack: ExitStack
) -> dict[Target, Path]:
    """Render the pictures that are not copied, from one decode; `stack` removes their files."""
    encoded = [video for video in videos if not video.planned.copied]
    if not encoded:
        if not run.plan.allow_damaged:
            with run.timed("verify"):
                _look_through(run, videos[0].planned.picture.index)
        return {}
    paths = [stack.enter_context(part_beside(video.target.path)) for video in encoded]
    planned = [video.planned for video in encoded]
    arguments = pictures_command(list(zip(planned, paths, strict=True)), run.plan.quality, folder)
    listener = run.progress(Stage.PICTURE, max(deliverable.duration for deliverable in planned))
    with run.timed("video", Stage.PICTURE):
        ffmpeg.render(arguments, listener, run.saying, within=folder)
    return {video.target: path for video, path in zip(encoded, paths, strict=True)}


def _look_through(run: ClipRun, index: int) -> None:
    """Count the losses in a copied picture, which nothing decodes on its way.

    The structure of its packets shows gaps at once. The picture is decoded too with `--verify
    full`, and where the packets show nothing. Raises InputError when too much is lost.
    """
    loss = picture_loss(run.job.clip, index)
    if loss is None or run.options.verify is VerifyMode.FULL:
        decode(run.job.clip, [index], run.saying)
    elif fault := refusal({"video": loss}):
        raise InputError(f"{run.job.clip.name}: {fault}")


def _sounds(
    run: ClipRun, videos: Sequence[Video], ask: Ask, pcm: PcmStore, folder: Path
) -> list[DeliveredSound | None]:
    """Render the finished sound of each output; outputs with equal sound share one."""
    stage = Stage.SOUND if all(video.planned.copied for video in videos) else None
    known: dict[Pad | None, DeliveredSound | None] = {}
    with run.timed("sound", stage):
        for planned in (video.planned for video in videos):
            if planned.sound not in known:
                listener = run.progress(stage, planned.duration) if stage else lambda _: None
                known[planned.sound] = render_sound(planned, folder, ask, pcm, listener, run.saying)
    return [known[video.planned.sound] for video in videos]


def _mux(run: ClipRun, made: Made, picture: Path | None, folder: Path) -> None:
    """Write one video from its finished tracks; then delete the file of its `picture`."""
    tracks = made.of_picture(picture) if picture else made
    arguments = video_command(tracks, run.plan.quality, folder)
    ffmpeg.render(arguments, lambda _: None, run.saying, within=folder)
    if picture:
        picture.unlink(missing_ok=True)
    if texts := made.planned.text_tracks:
        show_text_tracks(made.path, [track.shown for track in texts])
