"""The tracks of a clip's videos: pictures in one encode, sound beside it, both muxed and verified.

The sound is not part of the encode, so that it can be measured as delivered and corrected while the
picture, which takes ten times as long, is still being made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from egv.app.plan.order import VerifyMode
from egv.app.plan.outputs import Target
from egv.app.records.progress import Stage
from egv.app.render.clip_run import ClipRun
from egv.app.render.command import VideoToWrite, build_pictures_command, build_video_command
from egv.app.render.pcm_cache import PcmCache
from egv.app.render.sidecars import SidecarPlan
from egv.app.render.sound import DeliveredSound, render_sound
from egv.core.delivery.deliver import Deliverable
from egv.core.errors import InputError, RenderError
from egv.core.graph.pads import Pad
from egv.core.media.decode_errors import describe_losses, explain_refusal
from egv.core.programme.questions import Ask
from egv.tools.clips.h264_integrity import measure_h264_loss
from egv.tools.clips.mp4_boxes import switch_text_tracks
from egv.tools.clips.verify import verify_output
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.decode_errors import LossTally, count_losses
from egv.tools.ffmpeg.losses import decode_tracks
from egv.tools.machine.processes import run_in_background
from egv.tools.store.atomic_files import open_part_file


@dataclass(frozen=True, slots=True)
class PlannedVideo:
    """An output in progress: its path, its contents, and the texts of the files beside it."""

    target: Target
    deliverable: Deliverable
    sidecars: Mapping[Path, str]
    sidecar_plan: SidecarPlan


@contextmanager
def render_videos(
    run: ClipRun, videos: Sequence[PlannedVideo], ask: Ask, pcm: PcmCache, folder: Path
) -> Iterator[list[tuple[PlannedVideo, tuple[Path, DeliveredSound | None]]]]:
    """Render the outputs, complete and verified, under temporary names that are removed later."""
    with ExitStack() as stack:
        parts = [stack.enter_context(open_part_file(video.target.path)) for video in videos]
        with (
            _check_whole_clips(run),
            run_in_background(lambda: _render_sounds(run, videos, ask, pcm)) as mastered,
        ):
            pictures = _render_pictures(run, videos, folder, stack)
            sounds = mastered.result()
        made = [
            VideoToWrite(video.deliverable, sound.path if sound else None, part)
            for video, sound, part in zip(videos, sounds, parts, strict=True)
        ]
        with run.time_stage("video"):
            for video, to_write in zip(videos, made, strict=True):
                _mux_video(run, to_write, pictures.get(video.target), folder)
        with run.time_stage("verify", Stage.CHECKING):
            for to_write in made:
                all_of_it = run.options.verify is VerifyMode.FULL
                verify_output(to_write.path, to_write.deliverable, all_of_it=all_of_it)
        yield list(zip(videos, zip(parts, sounds, strict=True), strict=True))


@contextmanager
def _check_whole_clips(run: ClipRun) -> Iterator[None]:
    """Watch the decoding in the block. Raises InputError when too much of a clip is damaged."""
    if run.plan.allow_damaged:  # the losses were reported when the clip was probed
        yield
        return
    with count_losses() as tally:
        try:
            yield
        except RenderError:
            _check_losses(run, tally)
            raise
    _check_losses(run, tally)


def _check_losses(run: ClipRun, tally: LossTally) -> None:
    clips = dict.fromkeys(run.job.clips)
    for clip in clips:
        losses = tally.get_losses(clip)
        which = f"{clip.name}: " if len(clips) > 1 else ""
        if fault := explain_refusal(losses):
            raise InputError(f"{clip.name}: {fault}")
        run.notes += (f"{which}{note}" for note in describe_losses(losses))


def _render_pictures(
    run: ClipRun, videos: Sequence[PlannedVideo], folder: Path, stack: ExitStack
) -> dict[Target, Path]:
    """Render the pictures that are not copied, from one decode; `stack` removes their files."""
    encoded = [video for video in videos if not video.deliverable.copied_source]
    if not encoded:
        if not run.plan.allow_damaged:
            with run.time_stage("verify"):
                _count_copy_losses(run, videos[0].deliverable.picture.index)
        return {}
    paths = [stack.enter_context(open_part_file(video.target.path)) for video in encoded]
    planned = [video.deliverable for video in encoded]
    arguments = build_pictures_command(
        list(zip(planned, paths, strict=True)), run.plan.quality, folder
    )
    listener = run.build_progress_listener(
        Stage.PICTURE, max(deliverable.duration for deliverable in planned)
    )
    with run.time_stage("video", Stage.PICTURE):
        runner.run_ffmpeg(arguments, listener, run.on_command, within=folder)
    return {video.target: path for video, path in zip(encoded, paths, strict=True)}


def _count_copy_losses(run: ClipRun, index: int) -> None:
    """Count the losses in a copied picture, which nothing decodes on its way.

    The structure of its packets shows gaps at once. The picture is decoded too with `--verify
    full`, and where the packets show nothing. Raises InputError when too much is lost.
    """
    loss = measure_h264_loss(run.job.clip, index)
    if loss is None or run.options.verify is VerifyMode.FULL:
        decode_tracks(run.job.clip, [index], run.on_command)
    elif fault := explain_refusal({"video": loss}):
        raise InputError(f"{run.job.clip.name}: {fault}")


def _render_sounds(
    run: ClipRun, videos: Sequence[PlannedVideo], ask: Ask, pcm: PcmCache
) -> list[DeliveredSound | None]:
    """Render the finished sound of each output; outputs with equal sound share one."""
    stage = Stage.SOUND if all(video.deliverable.copied_source for video in videos) else None
    known: dict[Pad | None, DeliveredSound | None] = {}
    with run.time_stage("sound", stage):
        for planned in (video.deliverable for video in videos):
            if planned.sound not in known:
                listener = (
                    run.build_progress_listener(stage, planned.duration)
                    if stage
                    else lambda _: None
                )
                known[planned.sound] = render_sound(planned, ask, pcm, listener)
    return [known[video.deliverable.sound] for video in videos]


def _mux_video(run: ClipRun, made: VideoToWrite, picture: Path | None, folder: Path) -> None:
    """Write one video from its finished tracks; then delete the file of its `picture`."""
    tracks = made.with_picture(picture) if picture else made
    arguments = build_video_command(tracks, run.plan.quality, folder)
    runner.run_ffmpeg(arguments, lambda _: None, run.on_command, within=folder)
    if picture:
        picture.unlink(missing_ok=True)
    if texts := made.deliverable.text_tracks:
        switch_text_tracks(made.path, [track.shown for track in texts])
