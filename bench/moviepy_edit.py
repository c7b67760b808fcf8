"""The rival in MoviePy, a process of its own: `python -m bench.moviepy_edit CLIP OUTPUT WORDS`."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

BALANCE = (1.04, 1.02, 0.98)  # red, green, blue: about what a dark, warm clip needs


def main() -> None:
    """Cut, balance the colours and raise the sound, each with MoviePy's own effect."""
    import numpy as np
    from moviepy import VideoFileClip, afx, concatenate_videoclips, vfx

    source, output, words = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    clip = VideoFileClip(source)
    parts = [clip.subclipped(start, min(end, clip.duration)) for start, end in words["kept"]]
    joined = concatenate_videoclips(parts) if parts else clip
    # The cheapest of its colour effects (LumContrast takes twice as long); a limiter it has none.
    colour = vfx.MultiplyColor(np.array(BALANCE))
    edited = joined.with_effects([colour, afx.MultiplyVolume(10 ** (words["gain_db"] / 20))])
    edited.write_videofile(
        output,
        logger=None,
        **encoder(words["encoder"]),
        audio_bitrate=str(words["sound_bit_rate"]),
    )


def encoder(words: list[str]) -> dict[str, Any]:
    """egv's encoder options as MoviePy takes them."""
    options = dict(zip(words[::2], words[1::2], strict=True))
    rest = [name for name in ("-crf", "-profile:v", "-g", "-bf") if name in options]
    return {
        "codec": options["-c:v"],
        "preset": options["-preset"],
        "pixel_format": options.get("-pix_fmt", "yuv420p"),
        "threads": os.cpu_count(),
        "audio_codec": "aac",
        "audio_fps": 48_000,
        "ffmpeg_params": [word for name in rest for word in (name, options[name])],
    }


if __name__ == "__main__":
    main()
