"""Open a clip so that it reaches nothing else, and refuse other files before any decoding."""

from __future__ import annotations

import stat
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from egv.core.errors import CAUSES, InputError, name_cause
from egv.core.graph.ffmpeg_command import format_file_url
from egv.core.graph.input_guards import CODECS, GUARDS, MAX_PIXELS
from egv.core.media.clip import Chapter
from egv.core.media.timing import Seconds, Span
from egv.tools.clips.mp4_boxes import read_codec_tags, read_dolby_vision

if TYPE_CHECKING:
    import av
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.stream import Stream
    from av.video.stream import VideoStream

MIN_SIDE_PX, MAX_ASPECT = 16, 10
ACCEPTED = frozenset(CODECS.split(","))
ENCRYPTED_TAGS = {"encv", "enca", "drmi", "drms", "p608"}
PLAIN_BYTES, MAX_BYTES_PER_S = 1_000_000_000, 2_000_000_000  # raw UHD at 60 Hz needs less
MAX_BYTES = 2_000_000_000_000
TAIL_BYTES = 16 << 20
SURROGATES = "surrogateescape"
COVERS = ("attached_pic", "timed_thumbnails")


@contextmanager
def open_container(path: Path) -> Iterator[InputContainer]:
    """Open the container at `path`; it reaches no other file and starts no unusual decoder.

    Raises InputError where there is no readable container.
    """
    import av

    _check_is_file(path)
    try:
        with _open_under_guard(path, CODECS) as container:
            for stream in container.streams:
                if stream.codec_context is not None:
                    # Options of the container only apply while it is opened; PyAV's own decoders
                    # need these options again.
                    stream.codec_context.options = _build_decoder_bounds(CODECS)
            yield container
    except av.error.FFmpegError as error:
        raise InputError(_explain_unreadable(path, error)) from None


def _open_under_guard(path: Path, codecs: str) -> InputContainer:
    import av

    # The ffmpeg program sets `scan_all_pmts` unasked: what it finds in a .m2ts is found here too.
    options = {**GUARDS, "protocol_whitelist": "file", "scan_all_pmts": "1"}
    options |= _build_decoder_bounds(codecs)
    # PyAV 19 reads tags this way by default, and has no option for it.
    older: dict[str, Any] = (
        {"metadata_errors": SURROGATES} if _parse_major_version(av.__version__) < 19 else {}
    )
    container: InputContainer = av.open(format_file_url(path), options=options, **older)
    return container


def _parse_major_version(version: str) -> int:
    return int(version.partition(".")[0])


def decode_tag(tag: str | None) -> str:
    """Decode a file's `tag`; bytes that are not UTF-8 become U+FFFD, which any output accepts."""
    return (tag or "").encode("utf-8", SURROGATES).decode("utf-8", "replace")


def _build_decoder_bounds(codecs: str) -> dict[str, str]:
    return {"codec_whitelist": codecs, "max_pixels": GUARDS["max_pixels"]}


def _check_is_file(path: Path) -> None:
    """Raise InputError unless `path` is a regular file that is neither empty nor too large."""
    try:
        status = path.stat()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({name_cause(error)}); check the name") from None
    if not stat.S_ISREG(status.st_mode):
        raise InputError(f"{path}: not a regular file; give a video clip")
    if status.st_size == 0:
        raise InputError(
            f"{path.name}: this file is empty (0 bytes); copy it from the camera again"
        )
    if status.st_size > MAX_BYTES:
        raise InputError(
            f"{path.name}: this clip is {status.st_size / 1e12:.1f} TB, and egv accepts at most"
            f" {MAX_BYTES / 1e12:.0f} TB; export it smaller"
        )


def check_clip(path: Path) -> None:
    """Raise InputError where a look at the header shows that there is no clip at `path`.

    Work on the whole file, such as a hash, would take hours where the file is endless.
    """
    _check_tail(path)
    with open_container(path) as container:
        find_picture_stream(container, path)
        find_sound_stream(container, path)
        size = path.stat().st_size
        if container.duration is None:
            return
        length = container.duration / 1_000_000
        if size > PLAIN_BYTES + length * MAX_BYTES_PER_S:
            raise InputError(
                f"{path.name}: {size / 1e9:.0f} GB for {length:.1f} s is not a usable"
                " video; export it again"
            )


def _check_tail(path: Path) -> None:
    """Refuse a large file that ends in zeros: space was reserved for a copy that did not finish."""
    _check_is_file(path)
    size = path.stat().st_size
    if size <= PLAIN_BYTES:
        return
    with path.open("rb", buffering=0) as file:
        file.seek(-TAIL_BYTES, 2)
        if not any(file.read(TAIL_BYTES)):
            raise InputError(
                f"{path.name}: the last {TAIL_BYTES >> 20} MB are zeros, so it was not copied"
                " to the end; copy it from the camera again"
            )


def find_picture_stream(container: InputContainer, path: Path) -> VideoStream:
    """Find the picture of the clip at `path`: the default one, never a cover. Nothing is decoded.

    Raises InputError where there is no picture that egv decodes.
    """
    pictures = list_real_pictures(container)
    if not pictures:
        raise InputError(f"{path.name}: this file has no picture; give a video clip")
    video = min(pictures, key=lambda picture: not has_disposition(picture, "default"))
    codec = find_codec_name(video)
    if _is_tagged_encrypted(video):
        raise build_encryption_error(path)
    if codec not in ACCEPTED:
        raise InputError(f"{path.name}: the codec {codec} is not accepted; export it as H.264")
    width, height = video.width, video.height
    if not width or not height:
        width, height = _read_declared_size(path, video.index)
    if width and height:
        check_picture_size(path, width, height)
    _check_dolby_vision(path)
    return video


def list_real_pictures(container: InputContainer) -> list[VideoStream]:
    """List the pictures that are no cover: not marked as one, nor one frame beside a film."""
    pictures = [
        stream
        for stream in container.streams.video
        if not any(has_disposition(stream, name) for name in COVERS)
    ]
    longest = max((stream.frames for stream in pictures), default=0)
    return [stream for stream in pictures if stream.frames != 1 or longest <= 1]


def find_sound_stream(container: InputContainer, path: Path) -> AudioStream | None:
    """Find the sound of the clip: of the tracks that decode, the first default one, else the first.

    None for a clip without sound tracks. Raises InputError where no track can be decoded: the
    output would be a silent film.
    """
    tracks = container.streams.audio
    able = [track for track in tracks if can_decode(track)]
    if able:
        return min(able, key=lambda track: not has_disposition(track, "default"))
    if any(map(_is_tagged_encrypted, tracks)):
        raise build_encryption_error(path)
    if tracks:
        codecs = ", ".join(dict.fromkeys(map(find_codec_name, tracks)))
        fault = (
            f"none of its {len(tracks)} sound tracks ({codecs}) can be decoded"
            if len(tracks) > 1
            else f"its sound ({codecs}) cannot be decoded"
        )
        raise InputError(f"{path.name}: {fault}; export it with AAC sound")
    return None


def find_sound_streams(
    container: InputContainer, path: Path, tracks: Sequence[int] = ()
) -> list[AudioStream]:
    """Find the streams of the sound that is heard: those whose indices are `tracks`, in this order.

    Without `tracks` it is the one of `find_sound_stream`, if any.
    """
    if tracks:
        return [stream for index in tracks for stream in container.streams.audio
                if stream.index == index]  # fmt: skip
    found = find_sound_stream(container, path)
    return [found] if found else []


def discard_streams(container: InputContainer, wanted: Collection[Stream]) -> None:
    """Discard all streams but those `wanted`: a file that was cut off may lack data of others."""
    from av.stream import Discard

    for stream in container.streams:
        if stream not in wanted:
            stream.discard = Discard.all


def can_decode(stream: AudioStream) -> bool:
    """True where egv can decode the stream: iPhones add an `apac` track that nothing can read."""
    context = stream.codec_context
    return context is not None and context.name in ACCEPTED and context.sample_rate > 0


def has_disposition(stream: Stream, disposition: str) -> bool:
    """True where `stream` has this `disposition` in the file, such as `default`."""
    import av

    return bool(stream.disposition & av.stream.Disposition[disposition])


def is_encrypted(packet: av.Packet[Any]) -> bool:
    """True where `packet` needs a key."""
    return packet.has_sidedata("encryption_info")


def build_encryption_error(path: Path) -> InputError:
    """Build the error for a clip that needs a key."""
    return InputError(
        f"{path.name}: the clip is encrypted and cannot be read; export it without protection"
    )


def check_picture_size(path: Path, width: int, height: int) -> None:
    """Raise InputError for a picture size, px, that egv cannot work with."""
    if min(width, height) < MIN_SIDE_PX or max(width, height) > MAX_ASPECT * min(width, height):
        raise InputError(
            f"{path.name}: {width}x{height} is not a picture size that egv can use (at least"
            f" {MIN_SIDE_PX} pixels a side, at most {MAX_ASPECT}:1); export it in another size"
        )
    if width * height > MAX_PIXELS:
        raise InputError(
            f"{path.name}: {width}x{height} is more than {MAX_PIXELS / 1e6:.0f} megapixels;"
            " export it smaller"
        )


def _check_dolby_vision(path: Path) -> None:
    """Refuse Dolby Vision whose base layer other players cannot show: the output would be green."""
    found = read_dolby_vision(path)
    if found and not found.is_compatible:
        raise InputError(
            f"{path.name}: Dolby Vision profile {found.profile} is not supported;"
            " record in HLG or SDR"
        )


def _read_declared_size(path: Path, index: int) -> tuple[int, int]:
    """Read the size, px, that the container states; ffmpeg forgets a size over its limit."""
    with _open_under_guard(path, "none") as container:
        stream = container.streams.video[0]
        for candidate in container.streams.video:
            stream = candidate if candidate.index == index else stream
        return stream.width, stream.height


def find_codec_name(stream: Stream) -> str:
    """Find the name of the stream's decoder, else the codec tag in its container."""
    if stream.codec_context is not None:
        return str(stream.codec_context.name)
    tags = read_codec_tags(Path(stream.container.name.removeprefix("file:")))
    return tags[stream.index] if stream.index < len(tags) else "unknown"


def _is_tagged_encrypted(stream: Stream) -> bool:
    return stream.codec_context is not None and stream.codec_context.codec_tag in ENCRYPTED_TAGS


def _explain_unreadable(path: Path, error: av.error.FFmpegError) -> str:
    with path.open("rb") as file:
        head = file.read(64)
    if head[4:8] in (b"ftyp", b"mdat", b"wide", b"moov"):
        return (
            f"{path.name}: the recording was cut off (its index is missing or broken);"
            " copy it from the camera again, or repair it with untrunc"
        )
    said = f" ({name_cause(error)})" if isinstance(error, OSError) and error.errno in CAUSES else ""
    return f"{path.name}: not a video file that egv can read{said}; export it as MP4"


def list_chapters(container: InputContainer) -> tuple[Chapter, ...]:
    """List the chapters, on a clock that starts with the file."""
    found = []
    origin = Seconds(container.start_time or 0) / 1_000_000
    for chapter in container.chapters():
        base = chapter["time_base"] or Fraction(1)
        start, end = chapter["start"] * base - origin, chapter["end"] * base - origin
        if end > start:
            title = decode_tag(chapter["metadata"].get("title"))
            found.append(Chapter(Span(max(start, Seconds(0)), end), title))
    return tuple(found)
