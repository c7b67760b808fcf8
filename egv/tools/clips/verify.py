"""Check that a finished file matches the plan, before it gets its final name."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from egv.core.delivery.deliver import Deliverable
from egv.core.errors import InputError, RenderError
from egv.core.graph.splice import SAMPLE_RATE
from egv.core.media.timing import Seconds
from egv.core.text.wording import format_count
from egv.tools.clips.container import open_container
from egv.tools.clips.picture_content import hash_picture

if TYPE_CHECKING:
    import av
    from av.container import InputContainer
    from av.video.stream import VideoStream

EVERY = 10  # one GOP in this many is decoded, besides the first and the last
LATEST_SOUND = Fraction(1, 25)  # s: largest difference between the ends of sound and picture
HUE = {"bt709": 1}


def verify_output(path: Path, planned: Deliverable, *, all_of_it: bool) -> None:
    """Check the file at `path` against the plan. Raises RenderError naming the mismatch."""
    try:
        _check_file(path, planned, all_of_it=all_of_it)
    except InputError as error:
        raise build_verify_error(str(error).partition(": ")[2]) from None
    except FileNotFoundError:
        raise build_verify_error("ffmpeg did not write it") from None


def _check_file(path: Path, planned: Deliverable, *, all_of_it: bool) -> None:
    with open_container(path) as container:
        _check_streams(container, planned)
        if source := planned.copied_source:
            _check_copy(container, source.path, planned.picture.index)
        else:
            _check_picture(container, planned, all_of_it=all_of_it)
    if planned.sound is not None:
        with open_container(path) as container:
            _check_sound(container, planned)


def build_verify_error(words: str) -> RenderError:
    """Build the error for a finished file that is not as planned; `words` say in what."""
    return RenderError(
        f"the finished file failed its check: {words}; the file was deleted, so run the same line"
        " again, and if it fails again report it with the output of egv doctor",
    )


def _check_streams(container: InputContainer, planned: Deliverable) -> None:
    found = (len(container.streams.video), len(container.streams.audio))
    wanted = (1, int(planned.sound is not None))
    if found != wanted:
        raise build_verify_error(
            f"it has {found[0]} picture tracks and {found[1]} sound tracks, not {wanted}"
        )
    if planned.copied_source:
        return
    context = container.streams.video[0].codec_context
    size = (context.width, context.height)
    if size != (planned.canvas.width, planned.canvas.height):
        raise build_verify_error(f"its picture is {size[0]}x{size[1]}")
    if context.pix_fmt != "yuv420p" or int(context.colorspace) != HUE["bt709"]:
        raise build_verify_error(f"its picture is {context.pix_fmt}, matrix {context.colorspace}")


def _check_copy(container: InputContainer, copied: Path, index: int) -> None:
    """Check that the picture holds what stream `index` of the file at `copied` holds."""
    with open_container(copied) as source:
        ours = hash_picture(container, container.streams.video[0])
        theirs = hash_picture(source, source.streams[index])
    if ours != theirs:
        raise build_verify_error("its picture is not an exact copy of the clip's")


def _check_picture(container: InputContainer, planned: Deliverable, *, all_of_it: bool) -> None:
    """Check the count and time of all packets; decode the first, last and every tenth GOP.

    With `all_of_it`, every GOP is decoded.
    """
    video = container.streams.video[0]
    video.thread_type = "AUTO"
    times: list[Seconds] = []
    number, decoded = -1, False
    gop: list[av.Packet[Any]] = []
    for number, gop in enumerate(_iter_gops(container, video, times)):
        decoded = all_of_it or number % EVERY == 0
        if decoded:
            _decode_gop(video, gop, number)
    if gop and not decoded:
        _decode_gop(video, gop, number)
    if len(times) != planned.frames:
        has = format_count(len(times), "frame")
        raise build_verify_error(f"it has {has}, not {planned.frames}")
    rate = planned.canvas.frame_rate
    for frame, at in enumerate(sorted(times)):
        if abs(at * rate - frame) > Fraction(1, 2):
            raise build_verify_error(f"frame {frame} is not shown when it should be")


def _iter_gops(
    container: InputContainer, video: VideoStream, times: list[Seconds]
) -> Iterator[list[av.Packet[Any]]]:
    """Yield the packets of each closed GOP, in order; their times are added to `times`."""
    gop: list[av.Packet[Any]] = []
    for packet in container.demux(video):
        if packet.pts is None or not packet.time_base:
            continue
        times.append(packet.pts * packet.time_base)
        if packet.is_keyframe and gop:
            yield gop
            gop = []
        gop.append(packet)
    if gop:
        yield gop


def _decode_gop(video: VideoStream, packets: list[av.Packet[Any]], number: int) -> None:
    import av

    context = video.codec_context
    whole = 0
    try:
        for packet in (*packets, None):  # None flushes the frames that the decoder still holds
            whole += sum(not frame.is_corrupt for frame in context.decode(packet))
    except av.error.FFmpegError:
        raise build_verify_error(f"its picture cannot be decoded in GOP {number}") from None
    context.flush_buffers()
    if whole != len(packets):
        raise build_verify_error(f"its picture is damaged in GOP {number}")


def _check_sound(container: InputContainer, planned: Deliverable) -> None:
    """Check that all sound decodes, and ends together with the picture."""
    import av

    audio = container.streams.audio[0]
    if audio.codec_context.sample_rate != SAMPLE_RATE:
        raise build_verify_error(f"its sound is {audio.codec_context.sample_rate} Hz")
    try:
        samples = sum(frame.samples for frame in container.decode(audio))
    except av.error.FFmpegError:
        raise build_verify_error("its sound cannot be decoded") from None
    apart = Seconds(samples, SAMPLE_RATE) - planned.duration
    if abs(apart) > LATEST_SOUND:
        raise build_verify_error(f"its sound ends {float(apart) * 1000:+.0f} ms from the picture")
