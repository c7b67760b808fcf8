"""The parts of ffmpeg that egv uses, and the check for missing ones."""

from __future__ import annotations

import re

from egv.tools.ffmpeg import runner

SECURE = (8, 1, 2)  # older versions have known security holes in their decoders
FILTERS = (
    "adelay", "afade", "afftdn", "aformat", "alimiter", "aloop", "ametadata", "amix", "apad",
    "aresample", "asetnsamples", "asetpts", "ass", "astats", "atrim", "bwdif", "color",
    "colorchannelmixer", "colorcorrect", "concat", "crop", "decimate", "drawbox", "ebur128",
    "eq", "fade", "fieldmatch", "format", "fps", "gblur", "idet", "loop", "lut1d", "lut3d",
    "lutyuv", "nullsrc", "overlay", "pad", "pan", "scale", "select", "setparams", "setpts",
    "setsar", "settb", "streamselect", "tonemap", "tpad", "trim", "volume", "xfade", "zscale",
)  # fmt: skip
PARTS = {
    "filters": FILTERS,
    "encoders": ("aac", "libx264", "mjpeg", "pcm_s16le", "png"),
    "decoders": ("aac", "h264", "hevc", "mjpeg", "pcm_s16le", "png", "vp9"),
    "muxers": ("f32le", "image2", "mp4", "null", "rawvideo", "s16le"),
    "protocols": ("file", "pipe"),
}
H264_ENCODERS = ("libx264", "h264_nvenc", "h264_qsv", "h264_videotoolbox", "h264_vaapi")


def list_missing_parts() -> tuple[str, ...]:
    """List the parts that egv uses and this ffmpeg lacks, such as `filter zscale`."""
    return tuple(
        f"{kind.removesuffix('s')} {name}"
        for kind, names in PARTS.items()
        for name in sorted(set(names) - _list_available_names(kind))
    )


def list_h264_encoders() -> tuple[str, ...]:
    """List the H.264 encoders built into this ffmpeg; the hardware may still be missing."""
    there = _list_available_names("encoders")
    return tuple(encoder for encoder in H264_ENCODERS if encoder in there)


def is_secure(version: str) -> bool:
    """True where `version` has the fixes of `SECURE`, or is a git build without a number."""
    number = re.match(r"n?(\d+)\.(\d+)(?:\.(\d+))?", version)
    return number is None or tuple(int(part or 0) for part in number.groups()) >= SECURE


def _list_available_names(kind: str) -> set[str]:
    """List the names that ffmpeg prints: the second column, or whole lines for protocols."""
    lines = [line.split() for line in runner.read_listing(f"-{kind}").splitlines()]
    if kind == "protocols":
        return {words[0] for words in lines if len(words) == 1}
    return {words[1] for words in lines if len(words) > 2}
