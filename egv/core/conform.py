"""Bring any clip to one form: upright, square pixels, constant rate, BT.709; 48 kHz stereo."""

from __future__ import annotations

from fractions import Fraction

from egv.core.graph import Pad, Source, filtered
from egv.core.media import AudioStream, Media, Transfer, VideoStream
from egv.core.splice import SAMPLE_RATE, sound_padded
from egv.core.steady import hold_rate
from egv.core.timing import Seconds, decimal, frame_at

ZERO = Seconds(0)

# Larger gaps in the sound's timestamps are filled, and larger overlaps dropped, at once. The limit
# is below the allowed 20 ms between picture and sound, above the rounding of a 1 ms timebase.
MAX_GAP_S = 0.01


def frame_count(media: Media, video: VideoStream) -> int:
    """Count the frames of the conformed picture, with the frozen start of a late picture."""
    return max(1, frame_at(media.duration, video.frame_rate))


def picture_of(media: Media, video: VideoStream, seek: Seconds = ZERO) -> Pad:
    """Conform the picture: frame n of the clip's clock carries timestamp n, one tick per frame.

    With `seek`, decoding starts there (a frame boundary) and the timestamps stay the same.
    """
    options = (("ss", decimal(seek)),) if seek else ()
    pad = Pad(Source(media.path, options), "v", video.index)
    if seek:
        pad = filtered(pad, "setpts", expr=f"PTS+{decimal(seek)}/TB")
    if video.interlaced:
        pad = filtered(pad, "bwdif", mode="send_field")
    # Hold the picture to the clip's end: the frame count is as planned, whatever the container
    # states as the last frame's duration.
    rate, frames = video.frame_rate, frame_count(media, video)
    pad = hold_rate(pad, rate, frames, frame_at(seek, rate))
    return _bt709(_square(pad, video), video)


def looked_at(media: Media, at: Seconds, size: tuple[int, int], *, exactly: bool) -> Pad:
    """Conform one small frame of the clip: the frame shown `at`, or (cheaper) the key frame there.

    The frame is made small first, so that even tone mapping costs next to nothing.
    """
    video = media.video
    assert video is not None
    options = [("ss", decimal(at))]
    if not exactly:
        options += [("noaccurate_seek", ""), ("skip_frame", "nokey")]
    pad = Pad(Source(media.path, tuple(options)), "v", video.index)
    pad = filtered(pad, "trim", end_frame=1)
    pad = filtered(pad, "scale", w=size[0], h=size[1], flags="area")
    pad = filtered(filtered(pad, "setsar", sar=1), "setpts", expr="0")
    return _bt709(pad, video)


def sound_of(media: Media, audio: AudioStream, frames: int, rate: Fraction) -> Pad:
    """Conform the sound: 48 kHz stereo from the clip's time 0, exactly as long as `frames`.

    Mono goes to both sides, 5.1 is mixed down, late sound starts late, gaps become silence.
    """
    return sound_padded(track_of(media, audio), frames, rate)


def track_of(media: Media, audio: AudioStream) -> Pad:
    """Conform the sound of `media` as `conform_sound` does, but at its own length."""
    pad = Pad(Source(media.path), "a", audio.index)
    pad = filtered(
        pad,
        "aresample",
        osr=SAMPLE_RATE,
        first_pts=0,
        min_hard_comp=MAX_GAP_S,
        **{"async": 1},
    )
    return filtered(pad, "aformat", sample_fmts="fltp", channel_layouts="stereo")


def _square(pad: Pad, video: VideoStream) -> Pad:
    """Give `pad` (already turned upright by the decoder) even sides and square pixels."""
    width, height = video.upright
    if video.sar != 1:
        pad = filtered(pad, "scale", w=width, h=height, flags="bicubic")
    elif video.width % 2 or video.height % 2:
        pad = filtered(pad, "crop", w=width, h=height, x=0, y=0)
    return filtered(pad, "setsar", sar=1)


def _bt709(pad: Pad, video: VideoStream) -> Pad:
    """Convert `pad` to 8-bit 4:2:0 BT.709 at video levels, and tag the result."""
    if video.transfer is not Transfer.SDR:
        pad = _tone_mapped(pad, video.transfer)
    elif video.full_range or video.matrix != "bt709":
        pad = filtered(
            pad,
            "scale",
            in_range="full" if video.full_range else "limited",
            out_range="limited",
            in_color_matrix=video.matrix,
            out_color_matrix="bt709",
        )
    pad = filtered(pad, "format", pix_fmts="yuv420p")
    return filtered(
        pad,
        "setparams",
        range="tv",
        color_primaries="bt709",
        color_trc="bt709",
        colorspace="bt709",
    )


def _tone_mapped(pad: Pad, transfer: Transfer) -> Pad:
    """Convert HLG or PQ in BT.2020 to BT.709 SDR: linear light, gamut, tone curve, back."""
    source = "arib-std-b67" if transfer is Transfer.HLG else "smpte2084"
    pad = filtered(
        pad, "zscale", tin=source, min="2020_ncl", pin="2020", t="linear", npl=_nominal(transfer)
    )
    pad = filtered(pad, "format", pix_fmts="gbrpf32le")
    pad = filtered(pad, "zscale", p="bt709")
    pad = filtered(pad, "tonemap", tonemap="hable", desat=0)
    return filtered(pad, "zscale", t="bt709", m="bt709", r="tv")


def _nominal(transfer: Transfer) -> int:
    """Return the nominal peak luminance, cd/m², that linear 1.0 stands for."""
    return 100 if transfer is Transfer.PQ else 203  # diffuse white of HLG: ITU-R BT.2408
