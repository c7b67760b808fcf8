"""A cache of rendered PCM: sound after very many cuts, music beds, and sound without noise."""

from __future__ import annotations

from pathlib import Path

from egv.app.records.progress import Stage
from egv.core.graph.ffmpeg_command import compile_command
from egv.core.graph.pads import Pad, Source, list_upstream_filters, replace_pads
from egv.core.media.clip import SoundFile
from egv.core.media.timing import Seconds
from egv.core.sound.noise import CleanedSound, NoiseGoal
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import RenderContext
from egv.tools.measure.bed import write_bed_sound
from egv.tools.measure.noise_removal import NoisySound, remove_noise

MANY_FILTERS = 500  # graphs with fewer filters are as fast to read as a file
OPTIONS = {"c:a": "pcm_f32le", "rf64": "auto", "f": "wav"}


class PcmCache:
    """The PCM of one clip's programme, in `folder`, kept while the clip is worked on.

    A bed is as long as its programme, 11 MB a minute: kept for good it would fill a disk.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._rendered: dict[Pad, Pad] = {}
        self._beds = 0
        self._cleaned = 0

    def cache_sound(self, sound: Pad, context: RenderContext) -> Pad:
        """Return a pad with the same sound that reads fast: a large graph is rendered first."""
        light = replace_pads(sound, self._rendered)
        if sum(1 for _ in list_upstream_filters((light,))) < MANY_FILTERS:
            return light
        path = self.folder / f"programme-{len(self._rendered)}.wav"
        arguments = compile_command((light,), str(path), OPTIONS)
        runner.run_ffmpeg(arguments, context)
        self._rendered[sound] = Pad(Source(path), "a", 0)
        return self._rendered[sound]

    def cache_bed(self, bed: SoundFile, seconds: Seconds, context: RenderContext) -> Path:
        """Cache the sound of `bed`, cut to `seconds`; return its file."""
        path = self.folder / f"bed-{self._beds}.pcm"
        self._beds += 1
        write_bed_sound(bed, seconds, path, context)
        return path

    def clean_sound(
        self, sound: Pad, lufs: float, goal: NoiseGoal, context: RenderContext
    ) -> CleanedSound:
        """Take the noise out of `sound`, of loudness `lufs`, as far as `goal` asks."""
        path = self.folder / f"voice-{self._cleaned}.pcm"
        self._cleaned += 1
        return remove_noise(
            NoisySound(sound, lufs),
            goal,
            path,
            context,
            lambda fraction: context.on_stage(Stage.CLEANING, fraction),
        )
