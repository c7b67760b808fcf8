"""The envelope of stretches of a file's sound, decoded in-process by the times of its packets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from egv.core.media.timing import Seconds, Span
from egv.tools.clips.container import discard_streams, open_container
from egv.tools.clips.packet_clock import PacketClock
from egv.tools.likeness.sound_match import BIN_S, FLOOR_DB

if TYPE_CHECKING:
    import numpy as np
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from numpy.typing import NDArray

    Levels = NDArray[np.float32]
    Samples = NDArray[np.float64]

LEAD = Seconds(1, 5)  # s: a decoder needs the packets before
NEXT = Seconds(2)  # s: what follows so soon is read on to
TO_NEXT_S = 0.3  # packets that are stamped early or late follow each other all the same


@dataclass(frozen=True, slots=True)
class SoundPlace:
    """The sound to read: stream `index` of the file at `path`, else its only one.

    Where the file has no index that `seeks`, it is read from the start, with its `picture`.
    """

    path: Path
    index: int | None = None
    picture: int | None = None
    seeks: bool = True
    has_jumps: bool = False


def read_levels(place: SoundPlace, spans: Sequence[Span]) -> list[Levels]:
    """Read the levels of `spans`, in order: dB in bins of `BIN_S`, with silence at `FLOOR_DB`."""
    found: list[Levels] = []
    with open_container(place.path) as container:
        tracks = {track.index: track for track in container.streams.audio}
        audio = tracks[min(tracks) if place.index is None else place.index]
        wanted: list[Any] = [audio]
        if place.picture is not None and not place.seeks:
            wanted.append(container.streams[place.picture])
        discard_streams(container, wanted)
        packets = None if place.seeks else _iter_timed_packets(container, wanted, place)
        left: list[tuple[Seconds, AudioFrame]] = []
        timed = packets or iter(())
        for span in spans:
            if packets is None and not (left and span.start - left[-1][0] < NEXT):
                _seek(container, span.start)
                left, timed = [], _iter_timed_packets(container, wanted, place)
            left = [*_decode_span(audio, timed, span, left)]
            found.append(_measure_levels(left, span))
    return found


def _seek(container: InputContainer, at: Seconds) -> None:
    origin = Seconds(container.start_time or 0) / 1_000_000
    container.seek(int((max(Seconds(0), at - LEAD) + origin) * 1_000_000))


def _iter_timed_packets(
    container: InputContainer, wanted: Sequence[Any], place: SoundPlace
) -> Iterator[tuple[Any, Seconds]]:
    """Yield the packets of the first of `wanted`, with their times."""
    index = wanted[0].index
    clock = PacketClock(container, strict=place.has_jumps)
    for packet in container.demux(wanted):
        at = clock.find_time(packet)
        if at is not None and packet.stream_index == index and packet.size:
            yield packet, at


def _decode_span(
    audio: AudioStream,
    packets: Iterable[tuple[Any, Seconds]],
    span: Span,
    before: Iterable[tuple[Seconds, AudioFrame]],
) -> Iterator[tuple[Seconds, AudioFrame]]:
    """Yield the frames of `span` with their times; those `before` were decoded for the last one."""
    import av

    yield from ((at, frame) for at, frame in before if at >= span.start - LEAD)
    for packet, at in packets:
        if at < span.start - LEAD:
            continue
        try:
            for frame in audio.codec_context.decode(packet):
                yield at, frame
        except av.error.FFmpegError:
            continue
        if at > span.end:
            return


def _measure_levels(frames: Sequence[tuple[Seconds, AudioFrame]], span: Span) -> Levels:
    """Measure the levels of `frames` in `span`; a frame follows the one before it."""
    import numpy as np

    bins = round(float(span.duration) / BIN_S)
    starts, powers = [], []
    follows: float | None = None
    for at, frame in frames:
        start, squares = float(at - span.start), _square(frame)
        if follows is not None and abs(start - follows) < TO_NEXT_S:
            start = follows
        follows = start + squares.size / frame.sample_rate
        starts.append(start + np.arange(squares.size) / frame.sample_rate)
        powers.append(squares)
    places = np.floor(np.concatenate([*starts, np.empty(0)]) / BIN_S).astype(int)
    inside = (places >= 0) & (places < bins)
    all_powers = np.concatenate([*powers, np.empty(0)])[inside]
    power = np.bincount(places[inside], all_powers, bins)
    count = np.bincount(places[inside], minlength=bins)
    levels: Levels = np.full(bins, FLOOR_DB, dtype=np.float32)
    some = (count > 0) & (power > 0)
    levels[some] = np.maximum(FLOOR_DB, 10 * np.log10(power[some] / count[some]))
    return levels


def _square(frame: AudioFrame) -> Samples:
    """Return the power of each sample of `frame`, the mean of its channels; 1 is full scale."""
    import numpy as np

    raw = frame.to_ndarray()
    largest = 2 ** (8 * raw.itemsize - 1) if raw.dtype.kind in "iu" else 1
    values = raw.astype(np.float64) / largest
    if raw.dtype == np.uint8:
        values -= 1
    if not frame.format.is_planar:
        values = values.reshape(-1, frame.layout.nb_channels).T
    power: Samples = (values**2).mean(axis=0)
    return power
