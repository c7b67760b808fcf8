"""The branded edit in MoviePy, a process of its own: `-m bench.moviepy_brand IN OUT WORDS`."""

from __future__ import annotations

import json
import sys
from typing import Any

from bench.moviepy_edit import BALANCE, encoder

WHITE, BLACK, NAVY = (255, 255, 255), (0, 0, 0), (16, 52, 79)


def main() -> None:
    """Cut, balance, level, subtitle, name and brand in one composition."""
    import numpy as np
    from moviepy import (
        ColorClip,
        CompositeVideoClip,
        ImageClip,
        TextClip,
        VideoFileClip,
        afx,
        concatenate_videoclips,
        vfx,
    )

    source, output, words = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    clip = VideoFileClip(source)
    parts = [clip.subclipped(start, min(end, clip.duration)) for start, end in words["kept"]]
    joined = concatenate_videoclips(parts) if parts else clip
    colour = vfx.MultiplyColor(np.array(BALANCE))
    programme = joined.with_effects([colour, afx.MultiplyVolume(10 ** (words["gain_db"] / 20))])
    width, height = programme.size

    def text(said: str, size: int, ground: tuple[int, int, int]) -> Any:
        return TextClip(
            font=words["font"],
            text=said,
            font_size=size,
            color=WHITE,
            bg_color=ground,
            margin=(20, 12),
        )

    overlays = [
        text(said, 54, BLACK)
        .with_start(start)
        .with_duration(end - start)
        .with_position(("center", height - 200))
        for start, end, said in words["cues"]
    ]
    plate = text("\n".join(words["plate"]), 54, NAVY).with_start(1).with_duration(5)
    overlays.append(plate.with_position((96, height - 400)).with_effects([vfx.CrossFadeIn(0.25)]))
    logo = ImageClip(words["logo"]).resized(height=81).with_duration(programme.duration)
    overlays.append(logo.with_position((width - 400, 60)).with_opacity(0.9))
    shown = CompositeVideoClip([programme, *overlays])
    first, last = (VideoFileClip(card) for card in words["cards"])
    held, over = words["card_seconds"], words["overlap"]
    start = held[0] - over
    end = start + shown.duration - over

    def still(card: Any, seconds: float) -> Any:
        rest = card.to_ImageClip(card.duration - 0.05).with_duration(seconds - card.duration)
        return concatenate_videoclips([card, rest])

    crossing = [vfx.CrossFadeIn(over)]
    whole = CompositeVideoClip(
        [
            ColorClip((width, height), BLACK, duration=end + held[1]),
            still(first, held[0]),
            shown.with_start(start).with_effects(crossing),
            still(last, held[1]).with_start(end).with_effects(crossing),
        ]
    )
    whole.write_videofile(
        output,
        fps=30,
        logger=None,
        **encoder(words["encoder"]),
        audio_bitrate=str(words["sound_bit_rate"]),
    )


if __name__ == "__main__":
    main()
