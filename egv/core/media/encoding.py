"""Encoding options of a programme: H.264 High and AAC in MP4, which plays everywhere."""

from __future__ import annotations

from enum import StrEnum

from egv.core.media.clip import Canvas

SOUND_BIT_RATE = 160_000  # for two channels; with less, AAC overshoots true peaks by more


class EncodeQuality(StrEnum):
    """The trade-off between encoding time and loss."""

    DRAFT = "draft"
    GOOD = "good"
    BEST = "best"


# Chosen by measuring eight presets on six real clips: docs/encoding.md has the table.
PRESETS: dict[EncodeQuality, tuple[str, int]] = {  # x264 preset and CRF
    EncodeQuality.DRAFT: ("ultrafast", 26),
    EncodeQuality.GOOD: ("veryfast", 18),
    EncodeQuality.BEST: ("slow", 18),
}
BITS_PER_PIXEL = {EncodeQuality.DRAFT: 0.07, EncodeQuality.GOOD: 0.067, EncodeQuality.BEST: 0.075}

BT709 = {
    "color_primaries": "bt709",
    "color_trc": "bt709",
    "colorspace": "bt709",
    "color_range": "tv",
}
SOUND = {"c:a": "aac", "b:a": str(SOUND_BIT_RATE), "flags:a": "+bitexact"}
# No tag of the source stays except those written one by one; no date and no version in the file.
BARE_CONTAINER = {
    "map_metadata:g": "-1",
    "map_metadata:s": "-1",  # chapter metadata stays: egv wrote it itself
    "map_chapters": "-1",
    "fflags": "+bitexact",
    "f": "mp4",
}
CONTAINER = {**BARE_CONTAINER, "movflags": "+faststart"}


def build_picture_options(quality: EncodeQuality, canvas: Canvas) -> dict[str, str]:
    """Build x264's options for one encode: a closed GOP of two seconds, for good seeking."""
    preset, crf = PRESETS[quality]
    return {
        "c:v": "libx264",
        "preset": preset,
        "crf": str(crf),
        "profile:v": "high",
        "pix_fmt": "yuv420p",
        "g": str(round(canvas.frame_rate * 2)),
        "bf": "2",
        **BT709,
        "flags:v": "+bitexact",
        "fps_mode": "passthrough",
    }


def predict_bytes(quality: EncodeQuality, canvas: Canvas, seconds: float, source_rate: int) -> int:
    """Predict the size of an encode: by its pixels, and at most half above its source.

    `source_rate` is the clip's own picture bit rate, bit/s; 0 when unknown.
    """
    pixels = canvas.width * canvas.height * float(canvas.frame_rate)
    picture = BITS_PER_PIXEL[quality] * pixels
    if source_rate:
        picture = min(picture, source_rate * 1.5)
    return round((picture + SOUND_BIT_RATE) * seconds / 8)
