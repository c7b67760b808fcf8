"""The third act: pictures in one encode, sound beside it, both muxed and verified.

The sound is not part of the encode, so that it can be measured as delivered and corrected while the
picture, which takes ten times as long, is still being made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from egv.app.plan.order import VerifyMode
from egv.app.records.progress import Stage
from egv.app.render.answers import Answers
from egv.app.render.clip_run import ClipRun
from egv.app.render.command import VideoToWrite, build_pictures_command, build_video_command
from egv.app.render.describe import PlannedVideo
from egv.app.render.pcm_cache import PcmCache
from egv.app.render.sound import DeliveredSound, render_sound
from egv.core.errors import InputError, RenderError
from egv.core.graph.pads import Pad
from egv.core.media.decode_errors import describe_losses, explain_refusal
from egv.tools.clips.h264_integrity import measure_h264_loss
from egv.tools.clips.mp4_boxes import switch_text_tracks
from egv.tools.clips.sampled_decode import decode_sample
from egv.tools.clips.verify import verify_output
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.ffmpeg.decode_errors import LossTally
from egv.tools.ffmpeg.losses import decode_tracks
from egv.tools.likeness.check import check_likeness
from egv.tools.machine.tasks import run_in_background
from egv.tools.store.atomic_files import open_part_file, remove_patiently


@dataclass(frozen=True, slots=True)
class EncodedVideo:
    """A video as it was made: `part` is its file under a temporary name, `sound` what it holds.

    Both are None where only the files beside a video are made.
    """

    video: PlannedVideo
    part: Path | None = None
    sound: DeliveredSound | None = None


@contextmanager
def encode_videos(
    run: ClipRun, videos: Sequence[PlannedVideo], answers: Answers, pcm: PcmCache
) -> Iterator[tuple[EncodedVideo, ...]]:
    """Make the videos, complete and verified, under temporary names that are removed later."""
    with ExitStack() as stack:
        parts = [stack.enter_context(open_part_file(video.target.path)) for video in videos]
        with (
            _check_whole_clips(run) as context,
            run_in_background(
                context.tasks,
                lambda tasks: _render_sounds(run, videos, answers, pcm, context.with_tasks(tasks)),
            ) as mastered,
        ):
            pictures = _render_pictures(run, videos, context, stack)
            sounds = mastered.result()
        videos_to_write = [
            VideoToWrite(video.deliverable, sound.path if sound else None, part)
            for video, sound, part in zip(videos, sounds, parts, strict=True)
        ]
        with run.time_stage("video"):
            for number, to_write in enumerate(videos_to_write, start=1):
                pad = to_write.deliverable.picture
                _mux_video(run, to_write, pictures.get(pad))
                if pad in pictures and all(v.deliverable.picture != pad for v in videos[number:]):
                    remove_patiently(pictures[pad])
        with run.time_stage("verify", Stage.CHECKING):
            for to_write in videos_to_write:
                all_of_it = run.options.verify is VerifyMode.FULL
                verify_output(to_write.path, to_write.deliverable, all_of_it=all_of_it)
        if not (run.plan.allow_damaged or run.has_losses):  # a lost frame shows another one
            with run.time_stage("compare"):
                for to_write in videos_to_write:
                    check_likeness(to_write.path, to_write.deliverable)
        yield tuple(map(EncodedVideo, videos, parts, sounds))


@contextmanager
def _check_whole_clips(run: ClipRun) -> Iterator[RenderContext]:
    """Yield a context that watches the decoding. Raises InputError if a clip is damaged too much.

    With `--allow-damaged` nothing is watched: the losses were reported when the clip was probed.
    """
    if run.plan.allow_damaged:
        yield run.context
        return
    tally = LossTally()
    try:
        yield run.context.with_losses(tally)
    except RenderError:
        _check_losses(run, tally)
        raise
    _check_losses(run, tally)


def _check_losses(run: ClipRun, tally: LossTally) -> None:
    clips = dict.fromkeys(run.job.clips)
    for clip in clips:
        losses = tally.get_losses(clip)
        run.has_losses |= any(loss.lost for loss in losses.values())
        which = f"{clip.name}: " if len(clips) > 1 else ""
        if fault := explain_refusal(losses):
            raise InputError(f"{clip.name}: {fault}")
        run.notes += (f"{which}{note}" for note in describe_losses(losses))


def _render_pictures(
    run: ClipRun, videos: Sequence[PlannedVideo], context: RenderContext, stack: ExitStack
) -> dict[Pad, Path]:
    """Render the pictures that are not copied, from one decode; `stack` removes their files.

    Videos with the same picture, such as a `reel` and a `tiktok`, share one encode.
    """
    encoded = {
        video.deliverable.picture: video
        for video in reversed(videos)
        if not video.deliverable.copied_source
    }
    if not encoded:
        if not run.plan.allow_damaged:
            with run.time_stage("verify"):
                _count_copy_losses(run, videos[0].deliverable.picture.index, context)
        return {}
    firsts = [*reversed(encoded.values())]
    paths = [stack.enter_context(open_part_file(video.target.path)) for video in firsts]
    planned = [video.deliverable for video in firsts]
    arguments = build_pictures_command(
        list(zip(planned, paths, strict=True)), run.plan.quality, context.folder
    )
    listener = run.build_progress_listener(
        Stage.PICTURE, max(deliverable.duration for deliverable in planned)
    )
    with run.time_stage("video", Stage.PICTURE):
        runner.run_ffmpeg(arguments, context, listener, within=context.folder)
    return {one.picture: path for one, path in zip(planned, paths, strict=True)}


def _count_copy_losses(run: ClipRun, index: int, context: RenderContext) -> None:
    """Count the losses in a copied picture, which nothing decodes on its way.

    The structure of its packets shows gaps at once, and a sample of it is decoded. All of it is
    with `--verify full`, where its packets show nothing, and where the sample is not whole. Raises
    InputError when too much is lost.
    """
    clip = run.job.clip
    loss = measure_h264_loss(clip, index)
    if loss and (fault := explain_refusal({"video": loss})):
        raise InputError(f"{clip.name}: {fault}")
    if loss is not None and run.options.verify is not VerifyMode.FULL:
        sample = decode_sample(clip, index)
        if not sample.lost:
            run.looked_at = f"{sample.decoded} of its {sample.frames} frames looked at"
            return
    decode_tracks(clip, [index], context)
    run.looked_at = "all its frames looked at"


def _render_sounds(
    run: ClipRun,
    videos: Sequence[PlannedVideo],
    answers: Answers,
    pcm: PcmCache,
    context: RenderContext,
) -> list[DeliveredSound | None]:
    """Render the finished sound of each output; outputs with equal sound share one."""
    stage = Stage.SOUND if all(video.deliverable.copied_source for video in videos) else None
    ask = answers.with_context(context)
    known: dict[Pad | None, DeliveredSound | None] = {}
    with run.time_stage("sound", stage):
        for planned in (video.deliverable for video in videos):
            if planned.sound not in known:
                listener = (
                    run.build_progress_listener(stage, planned.duration)
                    if stage
                    else runner.ignore_progress
                )
                known[planned.sound] = render_sound(planned, ask, pcm, context, listener)
    return [known[video.deliverable.sound] for video in videos]


def _mux_video(run: ClipRun, to_write: VideoToWrite, picture: Path | None) -> None:
    """Write one video from its finished tracks."""
    tracks = to_write.with_picture(picture) if picture else to_write
    folder = run.context.folder
    arguments = build_video_command(tracks, run.plan.quality, folder)
    runner.run_ffmpeg(arguments, run.context, within=folder)
    if texts := to_write.deliverable.text_tracks:
        switch_text_tracks(to_write.path, [track.shown for track in texts])
