"""Cut a music bed to any length with pydub: its quiet ends left out, repeated with crossfades.

pydub holds what it works on in memory, several times over, so it is given ten seconds at a time.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from egv.core.bed import SHORTEST_BED
from egv.core.compile import compile_command
from egv.core.conform import track_of
from egv.core.errors import UsageError
from egv.core.graph import filtered
from egv.core.loudness import gained
from egv.core.media import Media
from egv.core.splice import SAMPLE_RATE
from egv.core.timing import Seconds, clock_text
from egv.tools import ffmpeg

if TYPE_CHECKING:
    from pydub import AudioSegment

SPARE_MS = 30_000  # decoded beyond what is needed: a bed may begin with silence
LONGEST_MS = 3_600_000  # of a bed, before it is repeated: 690 MB on disk
CROSSFADE_MS = 1500
QUIET_DB = 30.0  # ends so far under the bed are a pause, or what rings out
HEADROOM_DB = 3.0  # where two loud pieces meet, their peaks may add up
DIP_DB = 3.0  # what the straight lines of a crossfade take from unlike sounds, halfway
PIECE_MS = 10_000
MS_BYTES = SAMPLE_RATE // 1000 * 4  # 16-bit stereo
PCM = {"f": "s16le", "c:a": "pcm_s16le"}

Stretch = tuple[int, int]  # [start, end) of the decoded bed, ms


def cut_bed(
    bed: Media, seconds: Seconds, path: Path, saying: ffmpeg.Saying = lambda _: None
) -> None:
    """Write the sound of `bed`, for at least `seconds`, to `path`: raw 16-bit stereo at 48 kHz.

    It is 3 dB softer than its file. Raises UsageError where too little of it can be heard.
    """
    needed = int(seconds * 1000) + 1
    decoded = path.with_suffix(".decoded")
    _decode(bed, min(needed + SPARE_MS, LONGEST_MS), decoded, saying)
    with decoded.open("rb") as file, path.open("wb") as out:
        source = _Pcm(file)
        loop = _heard(source, bed.path)
        for piece in _cut(_repeated(source, loop, needed), needed):
            out.write(piece.raw_data)
    decoded.unlink()


class _Pcm:
    """Raw sound in a file, of which any stretch can be had."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.length_ms = file.seek(0, 2) // MS_BYTES

    def segment(self, start_ms: int, end_ms: int) -> AudioSegment:
        """The sound from `start_ms` to `end_ms`."""
        self._file.seek(start_ms * MS_BYTES)
        data = self._file.read((end_ms - start_ms) * MS_BYTES)
        return _pydub()(data=data, sample_width=2, frame_rate=SAMPLE_RATE, channels=2)

    def pieces(self, stretch: Stretch) -> Iterator[AudioSegment]:
        """The sound of `stretch`, a few seconds at a time."""
        for start in range(stretch[0], stretch[1], PIECE_MS):
            yield self.segment(start, min(start + PIECE_MS, stretch[1]))


def _pydub() -> type[AudioSegment]:
    """pydub's sound; it warns of Python's audioop, and of an ffmpeg on PATH that egv never uses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    segment: type[AudioSegment] = AudioSegment
    return segment


def _decode(bed: Media, length_ms: int, path: Path, saying: ffmpeg.Saying) -> None:
    assert bed.audio is not None
    sound = filtered(track_of(bed, bed.audio), "atrim", end_sample=length_ms * SAMPLE_RATE // 1000)
    arguments = compile_command((gained(sound, -HEADROOM_DB),), str(path), PCM)
    ffmpeg.render(arguments, lambda _: None, saying)


def _heard(source: _Pcm, path: Path) -> Stretch:
    """`source` without its quiet ends: a loop would come to a halt there."""
    whole = (0, source.length_ms)
    levels = [piece.dBFS for piece in source.pieces(whole)]
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
    start = silence(source.pieces(whole))
    end = source.length_ms - silence(
        source.segment(first, last).reverse() for last, first in pairwise([*backwards, 0])
    )
    if (end - start) < SHORTEST_BED * 1000:
        heard = clock_text(Seconds(max(0, end - start), 1000))
        raise UsageError(
            f"{path.name}: only {heard} of it can be heard; give a bed with music in it"
        )
    return start, end


def _repeated(source: _Pcm, loop: Stretch, needed_ms: int) -> Iterator[AudioSegment]:
    """`loop` again and again; straight on if it lasts as long as is needed."""
    start, end = loop
    if end - start >= needed_ms:
        yield from source.pieces(loop)
        return
    fade = min(CROSSFADE_MS, (end - start) // 4)
    seam = _seam(source.segment(end - fade, end), source.segment(start, start + fade))
    yield from source.pieces((start, end - fade))
    while True:
        yield seam
        yield from source.pieces((start + fade, end - fade))


def _seam(ending: AudioSegment, beginning: AudioSegment) -> AudioSegment:
    """`ending` crossfaded with `beginning`, as loud halfway as at its ends."""
    length = len(ending)
    both = ending.append(beginning, crossfade=length)
    louder = both.fade(to_gain=DIP_DB, start=0, end=length // 2)
    return louder.fade(to_gain=-DIP_DB, start=length // 2, end=length)


def _cut(pieces: Iterator[AudioSegment], needed_ms: int) -> Iterator[AudioSegment]:
    for piece in pieces:
        yield piece[:needed_ms]
        needed_ms -= len(piece)
        if needed_ms <= 0:
            return
