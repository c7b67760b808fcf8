"""Read a clip's facts in-process, from its packets and its first decoded frame."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from egv.core.errors import InputError
from egv.core.media.clip import (
    Clip,
    Cue,
    TextTrack,
    VideoStream,
)
from egv.core.media.decode_errors import WAY_OUT, describe_damage
from egv.core.media.fields import find_shown_rate
from egv.core.media.timing import Seconds, Span, find_standard_rate
from egv.tools.clips.container import (
    build_encryption_error,
    check_picture_size,
    decode_tag,
    discard_streams,
    find_codec_name,
    find_picture_stream,
    find_sound_streams,
    has_disposition,
    is_encrypted,
    list_chapters,
    open_container,
)
from egv.tools.clips.covered_time import CoveredTime
from egv.tools.clips.glued_files import check_clock, check_single_recording
from egv.tools.clips.mp4_boxes import read_clean_aperture
from egv.tools.clips.packet_clock import PacketClock
from egv.tools.clips.picture_sizes import SizeScan
from egv.tools.clips.probe_notes import (
    describe_hold,
    describe_jumps,
    describe_pictures,
    describe_sizes,
    list_sound_tracks,
)
from egv.tools.clips.sound_packets import SoundScan
from egv.tools.ffmpeg.losses import measure_decode_losses
from egv.tools.picture.facts import PictureFacts, crop_size, read_picture_facts
from egv.tools.picture.field_samples import FieldSource
from egv.tools.picture.matroska import UNCROPPED, Edges, read_pixel_crop

if TYPE_CHECKING:
    import av
    from av.audio.stream import AudioStream as AvAudio
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream as AvVideo

MAX_DURATION, MAX_STILL = Seconds(12 * 3600), Seconds(3600)
MAX_FRAMES, MAX_PACKETS = 3_000_000, 12_000_000  # 12 h at 60 Hz, plus packets of sound and texts
MIN_WHOLE = Fraction(98, 100)  # share of the promised frames; some writers count one too many
MIN_LOST = Fraction(1, 2)  # s: sound may last a little longer than the picture
LATE_SOUND = Fraction(1, 5)  # s: sound of cameras outlasts the picture by under 0.1 s
UNINDEXED = {"mpegts", "mpeg"}  # there ffmpeg searches for a time, and may miss the key frame
JITTER = Fraction(1, 5)  # of a frame: rounding of constant rates in a millisecond timebase
TEXT_CODECS = {"mov_text", "subrip", "webvtt", "text", "ass", "ssa"}


@dataclass(frozen=True, slots=True)
class Reading:
    """The way to read a clip: whether damage is allowed, and the sound that is heard.

    `tracks` are the indices of the streams that are heard together; () is the default one.
    """

    allow_damaged: bool = False
    tracks: tuple[int, ...] = ()
    strict: bool = False


def probe(
    path: Path, content: str = "", *, allow_damaged: bool = False, tracks: tuple[int, ...] = ()
) -> Clip:
    """Read the facts of the clip at `path`. Raises InputError where there is no usable clip.

    With `allow_damaged` the clip is decoded once, and its notes say what cannot be read. The sound
    is that of `tracks`, stream indices, else the default one.
    """
    reading = Reading(allow_damaged, tracks)
    try:
        return _read_clip(path, content, reading)
    except _JumpsFoundError:
        return _read_clip(path, content, replace(reading, strict=True))


class _JumpsFoundError(Exception):
    """The times of the clip jump, so its packets are to be read again more strictly."""


def _read_clip(path: Path, content: str, reading: Reading) -> Clip:
    with open_container(path) as container:
        video = find_picture_stream(container, path)
        sounds = find_sound_streams(container, path, reading.tracks)
        scan = _scan_packets(container, path, video, sounds, strict=reading.strict)
        check_single_recording(path, scan.read_bytes)
        damage = _describe_damage(path, scan, (video, *sounds), allowed=reading.allow_damaged)
        heard = [sound.build_stream() for sound in scan.sounds.values()]
        facts = _read_picture_facts(container, path, video, scan)
        picture = _build_video_stream(path, video, scan, facts)
        return Clip(
            path=path,
            duration=scan.end if picture.stops_early else picture.end,
            video=replace(picture, damaged=bool(damage)),
            audio=heard[0] if heard else None,
            title=decode_tag(container.metadata.get("title")).strip(),
            text_tracks=scan.text_tracks,
            chapters=list_chapters(container),
            size_bytes=path.stat().st_size,
            content=content,
            notes=(
                *damage,
                *_describe_scan(scan),
                *facts.notes,
                *describe_pictures(container, video),
            ),
            sound_tracks=list_sound_tracks(container),
            mixed=tuple(heard[1:]),
            least_duration=scan.covered.seconds,
        )


class _PacketScan:
    """The result of one pass over the packets, on a clock that starts with the earliest stream."""

    def __init__(self, clock: PacketClock, sounds: dict[int, SoundScan], sizes: SizeScan) -> None:
        self.clock, self.sounds, self.sizes = clock, sounds, sizes
        self.covered = CoveredTime()
        self.shown: list[Seconds] = []
        self.keyframes: list[Seconds] = []
        self.latest = Seconds(0)
        self.last_duration = Seconds(0)
        self.video_bytes = 0
        self.packets = 0
        self.text_tracks: tuple[TextTrack, ...] = ()
        self.first_frame: VideoFrame | None = None
        self.promised, self.read_bytes = Seconds(0), 0
        self.is_cut_off = False

    @property
    def picture_end(self) -> Seconds:
        """The end of the picture."""
        return max(self.shown) + self.last_duration

    @property
    def end(self) -> Seconds:
        """The end of picture and sound."""
        return max((self.picture_end, *(sound.end for sound in self.sounds.values())))

    @property
    def needs_sound(self) -> bool:
        """True where ffmpeg knows the picture's times only when it reads the sound too."""
        starts = [sound.start for sound in self.sounds.values() if sound.start is not None]
        return any(self.clock.needs_both(min(self.shown), start) for start in starts)

    @property
    def stops_early(self) -> bool:
        """True where the sound goes on after the picture, for longer than writers round."""
        return self.end - self.picture_end > LATE_SOUND


def _scan_packets(
    container: InputContainer, path: Path, video: AvVideo, sounds: list[AvAudio], *, strict: bool
) -> _PacketScan:
    clock = PacketClock(container, strict=strict)
    scan = _PacketScan(clock, {s.index: SoundScan(s) for s in sounds}, SizeScan(video))
    texts = [s for s in container.streams.subtitles if find_codec_name(s) in TEXT_CODECS]
    cues: dict[int, list[Cue]] = {s.index: [] for s in texts}
    wanted = [video, *sounds, *texts]
    discard_streams(container, wanted)
    for number, packet in enumerate(container.demux(wanted)):
        if number > MAX_PACKETS or scan.packets > MAX_FRAMES:
            raise InputError(
                f"{path.name}: this clip has more than {MAX_FRAMES:,} frames; export it in parts"
            )
        if is_encrypted(packet):
            raise build_encryption_error(path)
        if packet.stream_index not in cues:
            scan.covered.add_packet(packet)
        at = clock.find_time(packet, counts=packet.stream_index not in cues)
        if at is None:
            continue
        scan.read_bytes = max(scan.read_bytes, (packet.pos or 0) + packet.size)
        if packet.stream_index == video.index:
            _add_picture_packet(scan, path, video, packet, at)
        elif packet.stream_index in scan.sounds:
            scan.sounds[packet.stream_index].add_packet(packet, at)
        elif packet.stream_index in cues:
            cues[packet.stream_index] += _decode_cues(packet, at)
    if clock.jumps and not strict:
        raise _JumpsFoundError
    check_clock(path, clock)
    scan.promised = Seconds(container.duration or 0) / 1_000_000
    _check_picture(path, video, scan)
    scan.is_cut_off = _is_cut_off(container, video, scan)
    scan.text_tracks = tuple(
        TextTrack(decode_tag(s.language), tuple(cues[s.index]), shown=has_disposition(s, "default"))
        for s in texts
        if cues[s.index]
    )
    return scan


def _add_picture_packet(
    scan: _PacketScan, path: Path, video: AvVideo, packet: av.Packet[Any], at: Seconds
) -> None:
    """Add a packet of the picture, shown from `at` on, to `scan`."""
    scan.packets += 1
    if packet.is_discard:
        return
    if at > MAX_DURATION:
        raise _build_length_error(path, at)
    scan.shown.append(at)
    scan.video_bytes += packet.size
    if at >= scan.latest:
        scan.latest = at
        scan.last_duration = Seconds(packet.duration or 0) * (packet.time_base or 0)
    if packet.is_keyframe:
        scan.keyframes.append(at)
        scan.sizes.add_key_frame(packet)
    if scan.first_frame is None:
        scan.first_frame = next(iter(_decode_packet(video, packet)), None)


def _check_picture(path: Path, video: AvVideo, scan: _PacketScan) -> None:
    """Sort the frames of `scan`. Raises InputError where they are no usable picture."""
    if not scan.shown:
        raise InputError(f"{path.name}: the picture has no frames; record it again")
    _get_first_frame(path, video, scan)
    scan.shown.sort()
    _check_still_length(path, scan)


def _get_first_frame(path: Path, video: AvVideo, scan: _PacketScan) -> VideoFrame:
    """Return the first frame of `scan`. Raises InputError where none could be decoded.

    A decoder holds the frames of a very short clip back until it is told that no more come.
    """
    if scan.first_frame is None:
        scan.first_frame = next(iter(_decode_packet(video, None)), None)
    if scan.first_frame is None:
        raise InputError(f"{path.name}: its picture ({video.codec_context.name}) cannot be decoded")
    return scan.first_frame


def _is_cut_off(container: InputContainer, video: AvVideo, scan: _PacketScan) -> bool:
    """True where the file ends early: ffmpeg would render the rest and report success."""
    if "matroska" in container.format.name:  # it promises the end of picture and sound
        return scan.end < scan.promised * MIN_WHOLE - MIN_LOST
    fewer = scan.packets < video.frames * MIN_WHOLE
    return fewer and scan.picture_end < scan.promised * MIN_WHOLE - MIN_LOST


def _describe_damage(
    path: Path, scan: _PacketScan, tracks: Iterable[AvVideo | AvAudio], *, allowed: bool
) -> tuple[str, ...]:
    """Describe the damage of a clip. Raises InputError for a clip that ends early.

    Where using the rest is `allowed`, all of it is decoded, to measure the losses.
    """
    if allowed:
        losses = measure_decode_losses(path, [track.index for track in tracks])
        there = scan.end if scan.stops_early else scan.picture_end
        return describe_damage(losses, there, scan.promised, cut_off=scan.is_cut_off)
    if scan.is_cut_off:
        ends = f"the file ends at {float(scan.picture_end):.1f} s of {float(scan.promised):.1f} s"
        raise InputError(f"{path.name}: {ends}; {WAY_OUT}")
    return ()


def _check_still_length(path: Path, scan: _PacketScan) -> None:
    """Refuse a clip that would give hours of video from one frame."""
    ends = [*scan.shown[1:], scan.end]
    still = max(end - start for start, end in zip(scan.shown, ends, strict=True))
    if still > MAX_STILL:
        raise InputError(
            f"{path.name}: the picture stands still for {float(still) / 3600:.1f} h, and egv"
            f" accepts at most {float(MAX_STILL) / 3600:g} h; cut it first"
        )


def _build_length_error(path: Path, seconds: Seconds) -> InputError:
    hours, most = float(seconds) / 3600, float(MAX_DURATION) / 3600
    return InputError(
        f"{path.name}: this clip lasts {hours:.0f} h, and egv accepts at most {most:g} h;"
        " cut it first"
    )


def _decode_packet(video: AvVideo, packet: av.Packet[Any] | None) -> list[VideoFrame]:
    """Decode the frames that `packet`, or the end, completes; none at a clip's damaged start."""
    import av

    try:
        return list(video.codec_context.decode(packet))
    except av.error.FFmpegError:
        return []


def _decode_cues(packet: av.Packet[Any], at: Seconds) -> list[Cue]:
    length = (packet.duration or 0) * (packet.time_base or 0)
    if at < 0 or length <= 0:
        return []
    import av
    from av.subtitles.subtitle import AssSubtitle

    try:
        decoded = [subtitle for subtitle in packet.decode() if isinstance(subtitle, AssSubtitle)]
    except av.error.FFmpegError:
        return []  # a damaged cue
    texts = [subtitle.dialogue.decode("utf-8", "replace") for subtitle in decoded]
    return [Cue(Span(at, at + length), text.strip()) for text in texts if text.strip()]


def _read_picture_facts(
    container: InputContainer, path: Path, video: AvVideo, scan: _PacketScan
) -> PictureFacts:
    """Read the facts about the picture, with the crop that its container states."""
    frame = _get_first_frame(path, video, scan)
    check_picture_size(path, frame.width, frame.height)
    containers = container.format.name.split(",")
    edges: Edges | None = UNCROPPED
    if "mov" in containers:
        edges = read_clean_aperture(path, video.index, (frame.width, frame.height))
    elif "matroska" in containers:
        edges = read_pixel_crop(path, video.index)
        if edges[0] + edges[2] >= frame.width or edges[1] + edges[3] >= frame.height:
            edges = None
    check_picture_size(path, *crop_size(frame, edges))
    rate = find_standard_rate(scan.shown)
    source = FieldSource(container, video, sorted(scan.keyframes), scan.picture_end)
    return read_picture_facts(source, frame, rate, edges, path.name)


def _build_video_stream(
    path: Path, video: AvVideo, scan: _PacketScan, facts: PictureFacts
) -> VideoStream:
    _check_sizes(path, scan.sizes, is_turned=facts.turn.degrees % 180 != 0)
    stored = find_standard_rate(scan.shown)
    rate = find_shown_rate(facts.fields, stored)
    end = scan.shown[-1] + (scan.last_duration or 1 / stored)
    if max(end, scan.end) > MAX_DURATION:
        raise _build_length_error(path, max(end, scan.end))
    if round(end * rate) < 1:
        raise InputError(
            f"{path.name}: this clip lasts {float(end):.4f} s, less than a frame; record it again"
        )
    bare = VideoStream(
        index=video.index,
        codec=video.codec_context.name,
        width=facts.size[0],
        height=facts.size[1],
        pixel_format=_get_first_frame(path, video, scan).format.name,
        frame_rate=rate,
        stored_rate=stored,
        start=scan.shown[0],
        end=end,
        keyframes=tuple(sorted(scan.keyframes)),
        constant_rate=_is_constant(scan.shown, stored),
        bit_rate=round(scan.video_bytes * 8 / max(end - scan.shown[0], Seconds(1, 100))),
        indexed=video.container.format.name not in UNINDEXED,
        stops_early=scan.stops_early,
        has_jumps=bool(scan.clock.jumps),
        needs_sound=scan.needs_sound,
        changes_size=scan.sizes.changes,
    )
    return facts.describe_stream(bare)


def _check_sizes(path: Path, scan: SizeScan, *, is_turned: bool) -> None:
    """Raise InputError for a picture that changes its size in a way that cannot be scaled."""
    if scan.changes and (is_turned or not scan.is_scalable):
        sizes = ", ".join(f"{width}x{height}" for width, height in scan.sizes)
        raise InputError(
            f"{path.name}: its picture changes its shape on the way ({sizes});"
            " cut it where it changes, or export it in one size"
        )


def _is_constant(shown: list[Seconds], rate: Fraction) -> bool:
    return all(abs((b - a) * rate - 1) <= JITTER for a, b in pairwise(shown))


def _describe_scan(scan: _PacketScan) -> tuple[str, ...]:
    """Describe what is made of a clip whose times or sizes are not as a camera writes them."""
    held = describe_hold(scan.picture_end, scan.end) if scan.stops_early else ()
    return (*describe_jumps(scan.clock.jumps), *describe_sizes(scan.sizes), *held)
