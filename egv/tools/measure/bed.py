"""Cut a music bed to any length with pydub: trim its quiet ends and repeat it with crossfades.

pydub holds its sound in memory several times over, so it gets ten seconds at a time.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from egv.core.errors import UsageError
from egv.core.graph.conform import conform_sound_track
from egv.core.graph.ffmpeg_command import compile_command
from egv.core.graph.pads import apply_filter
from egv.core.graph.splice import SAMPLE_RATE
from egv.core.media.clip import SoundFile
from egv.core.media.timing import Seconds, format_clock
from egv.core.sound.loudness import apply_gain
from egv.core.sound.music_bed import SHORTEST_BED
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.store.atomic_files import remove_patiently

if TYPE_CHECKING:
    from pydub import AudioSegment

SPARE_MS = 30_000  # decoded in addition to the length needed: a bed may begin with silence
LONGEST_MS = 3_600_000  # longest part of a bed that is decoded: 690 MB on disk
CROSSFADE_MS = 1500
QUIET_DB = 30.0  # ends this far below the bed's loudest piece are a pause or a fade-out
HEADROOM_DB = 3.0  # the peaks of two loud pieces may add up where they meet
DIP_DB = 3.0  # loss halfway through a linear crossfade of two unlike sounds
PIECE_MS = 10_000
MS_BYTES = SAMPLE_RATE // 1000 * 4  # 16-bit stereo
PCM = {"f": "s16le", "c:a": "pcm_s16le"}

StretchMs = tuple[int, int]  # [start, end) of the decoded bed, ms


def write_bed_sound(bed: SoundFile, seconds: Seconds, path: Path, context: RenderContext) -> None:
    """Write the sound of `bed`, at least `seconds` long, to `path`: raw 16-bit stereo at 48 kHz.

    The result is 3 dB softer than the file. Raises UsageError where too little of the bed is
    audible.
    """
    needed = int(seconds * 1000) + 1
    decoded = path.with_suffix(".decoded")
    _decode_bed(bed, min(needed + SPARE_MS, LONGEST_MS), decoded, context)
    with decoded.open("rb") as file, path.open("wb") as out:
        source = _PcmFile(file)
        loop = _find_audible_stretch(source, bed.path)
        for piece in _iter_needed_pieces(_iter_looped_pieces(source, loop, needed), needed):
            out.write(piece.raw_data)
    remove_patiently(decoded)


class _PcmFile:
    """Raw sound in a file, with access to any stretch."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.length_ms = file.seek(0, 2) // MS_BYTES

    def read_segment(self, start_ms: int, end_ms: int) -> AudioSegment:
        """Read the sound from `start_ms` to `end_ms`."""
        self._file.seek(start_ms * MS_BYTES)
        data = self._file.read((end_ms - start_ms) * MS_BYTES)
        return _import_pydub()(data=data, sample_width=2, frame_rate=SAMPLE_RATE, channels=2)

    def iter_pieces(self, stretch: StretchMs) -> Iterator[AudioSegment]:
        """Yield the sound of `stretch`, ten seconds at a time."""
        for start in range(stretch[0], stretch[1], PIECE_MS):
            yield self.read_segment(start, min(start + PIECE_MS, stretch[1]))


def _import_pydub() -> type[AudioSegment]:
    """Import pydub without its warnings about audioop and about an ffmpeg that egv never uses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    segment: type[AudioSegment] = AudioSegment
    return segment


def _decode_bed(bed: SoundFile, length_ms: int, path: Path, context: RenderContext) -> None:
    sound = apply_filter(
        conform_sound_track(bed, bed.audio), "atrim", end_sample=length_ms * SAMPLE_RATE // 1000
    )
    arguments = compile_command((apply_gain(sound, -HEADROOM_DB),), str(path), PCM)
    runner.run_ffmpeg(arguments, context)


def _find_audible_stretch(source: _PcmFile, path: Path) -> StretchMs:
    """Find `source` without its quiet ends: a loop would seem to stop there."""
    whole = (0, source.length_ms)
    levels = [piece.dBFS for piece in source.iter_pieces(whole)]
    from pydub.silence import detect_leading_silence

    quiet = max(levels, default=-float("inf")) - QUIET_DB

    def silence(pieces: Iterator[AudioSegment]) -> int:
        silent_ms = 0
        for piece in pieces:
            found: int = detect_leading_silence(piece, quiet)
            silent_ms += found
            if found < len(piece):
                break
        return silent_ms

    backwards = list(range(source.length_ms, 0, -PIECE_MS))
    start = silence(source.iter_pieces(whole))
    end = source.length_ms - silence(
        source.read_segment(first, last).reverse() for last, first in pairwise([*backwards, 0])
    )
    if (end - start) < SHORTEST_BED * 1000:
        heard = format_clock(Seconds(max(0, end - start), 1000))
        raise UsageError(
            f"{path.name}: only {heard} of this music bed is loud enough to hear; give another file"
        )
    return start, end


def _iter_looped_pieces(
    source: _PcmFile, loop: StretchMs, needed_ms: int
) -> Iterator[AudioSegment]:
    """Yield `loop` again and again, or once without seams where it is as long as needed."""
    start, end = loop
    if end - start >= needed_ms:
        yield from source.iter_pieces(loop)
        return
    fade = min(CROSSFADE_MS, (end - start) // 4)
    seam = _crossfade_seam(
        source.read_segment(end - fade, end), source.read_segment(start, start + fade)
    )
    yield from source.iter_pieces((start, end - fade))
    while True:
        yield seam
        yield from source.iter_pieces((start + fade, end - fade))


def _crossfade_seam(ending: AudioSegment, beginning: AudioSegment) -> AudioSegment:
    """Crossfade `ending` with `beginning`, as loud halfway as at the ends."""
    length = len(ending)
    both = ending.append(beginning, crossfade=length)
    louder = both.fade(to_gain=DIP_DB, start=0, end=length // 2)
    return louder.fade(to_gain=-DIP_DB, start=length // 2, end=length)


def _iter_needed_pieces(pieces: Iterator[AudioSegment], needed_ms: int) -> Iterator[AudioSegment]:
    for piece in pieces:
        yield piece[:needed_ms]
        needed_ms -= len(piece)
        if needed_ms <= 0:
            return
