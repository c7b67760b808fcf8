"""The parts of ffmpeg that egv uses, and which of them the ffmpeg in use lacks."""

from __future__ import annotations

import re

from egv.tools import ffmpeg

SECURE = (8, 1, 2)  # older ones have known holes in what they decode
FILTERS = (
    "adelay", "afade", "afftdn", "aformat", "alimiter", "ametadata", "amix", "apad", "aresample",
    "asetnsamples", "asetpts", "ass", "astats", "atrim", "bwdif", "colorchannelmixer",
    "colorcorrect", "concat", "crop", "ebur128", "eq", "fade", "format", "fps", "gblur", "loop",
    "lut1d", "lut3d", "lutyuv", "nullsrc", "overlay", "pad", "scale", "select", "setparams",
    "setpts", "setsar", "settb", "streamselect", "thumbnail", "tonemap", "tpad", "trim", "volume",
    "xfade", "zscale",
)  # fmt: skip
PARTS = {
    "filters": FILTERS,
    "encoders": ("aac", "libx264", "mjpeg", "pcm_s16le", "png"),
    "decoders": ("aac", "h264", "hevc", "mjpeg", "pcm_s16le", "png", "vp9"),
    "muxers": ("f32le", "image2", "mp4", "null", "rawvideo", "s16le"),
    "protocols": ("file", "pipe"),
}
H264_ENCODERS = ("libx264", "h264_nvenc", "h264_qsv", "h264_videotoolbox", "h264_vaapi")


def lacking() -> tuple[str, ...]:
    """What egv uses and this ffmpeg has not, such as `filter zscale`."""
    return tuple(
        f"{kind.removesuffix('s')} {name}"
        for kind, names in PARTS.items()
        for name in sorted(set(names) - _there(kind))
    )


def h264_encoders() -> tuple[str, ...]:
    """The H.264 encoders that this ffmpeg was built with; a machine may lack the hardware."""
    there = _there("encoders")
    return tuple(each for each in H264_ENCODERS if each in there)


def is_secure(version: str) -> bool:
    """Whether `version` has the fixes of `SECURE`; a build from git has no number to judge by."""
    number = re.match(r"n?(\d+)\.(\d+)(?:\.(\d+))?", version)
    return number is None or tuple(int(each or 0) for each in number.groups()) >= SECURE


def _there(kind: str) -> set[str]:
    """The names that ffmpeg lists: in a column of their own, but for protocols behind flags."""
    lines = [line.split() for line in ffmpeg.listing(f"-{kind}").splitlines()]
    if kind == "protocols":
        return {words[0] for words in lines if len(words) == 1}
    return {words[1] for words in lines if len(words) > 2}
