"""Bring any clip to one form: upright, square pixels, constant rate, BT.709; 48 kHz stereo."""

from __future__ import annotations

from fractions import Fraction

from egv.core.graph.frame_clock import hold_rate
from egv.core.graph.pads import Pad, Source, apply_filter, combine_pads
from egv.core.graph.splice import SAMPLE_RATE, pad_sound
from egv.core.media.clip import AudioStream, Clip, Media, TransferKind, VideoStream
from egv.core.media.timing import Seconds, format_seconds, to_frame

ZERO = Seconds(0)

# Larger gaps in the sound's timestamps are filled, and larger overlaps dropped, at once. The limit
# is below the allowed 20 ms between picture and sound, above the rounding of a 1 ms timebase.
MAX_GAP_S = 0.01


def count_frames(clip: Clip) -> int:
    """Count the frames of the conformed picture, with the frozen start of a late picture."""
    return max(1, to_frame(clip.duration, clip.video.frame_rate))


def conform_picture(clip: Clip, seek: Seconds = ZERO) -> Pad:
    """Conform the picture: frame n of the clip's clock carries timestamp n, one tick per frame.

    With `seek`, decoding starts there (a frame boundary) and the timestamps stay the same.
    """
    video, options = clip.video, (("ss", format_seconds(seek)),) if seek else ()
    pad = Pad(Source(clip.path, options), "v", video.index)
    if seek:
        pad = apply_filter(pad, "setpts", expr=f"PTS+{format_seconds(seek)}/TB")
    if video.interlaced:
        pad = apply_filter(pad, "bwdif", mode="send_field")
    # Hold the picture to the clip's end: the frame count is as planned, whatever the container
    # states as the last frame's duration.
    rate, frames = video.frame_rate, count_frames(clip)
    pad = hold_rate(pad, rate, frames, to_frame(seek, rate))
    return _convert_to_bt709(_square_pixels(pad, video), video)


def conform_one_frame(clip: Clip, at: Seconds, size: tuple[int, int], *, exactly: bool) -> Pad:
    """Conform one small frame of the clip: the frame shown `at`, or (cheaper) the key frame there.

    The frame is made small first, so that even tone mapping costs next to nothing.
    """
    options = [("ss", format_seconds(at))]
    if not exactly:
        options += [("noaccurate_seek", ""), ("skip_frame", "nokey")]
    pad = Pad(Source(clip.path, tuple(options)), "v", clip.video.index)
    pad = apply_filter(pad, "trim", end_frame=1)
    pad = apply_filter(pad, "scale", w=size[0], h=size[1], flags="area")
    pad = apply_filter(apply_filter(pad, "setsar", sar=1), "setpts", expr="0")
    return _convert_to_bt709(pad, clip.video)


def conform_sound(clip: Clip, audio: AudioStream, frames: int, rate: Fraction) -> Pad:
    """Conform the sound: 48 kHz stereo from the clip's time 0, exactly as long as `frames`.

    Mono goes to both sides, 5.1 is mixed down, late sound starts late, gaps become silence.
    """
    return pad_sound(conform_sound_track(clip, audio), frames, rate)


def conform_sound_track(media: Media, audio: AudioStream) -> Pad:
    """Conform the sound of `media` as `conform_sound` does, but at its own length."""
    pad = Pad(Source(media.path), "a", audio.index)
    pad = apply_filter(
        pad,
        "aresample",
        osr=SAMPLE_RATE,
        first_pts=0,
        min_hard_comp=MAX_GAP_S,
        **{"async": 1},
    )
    return apply_filter(pad, "aformat", sample_fmts="fltp", channel_layouts="stereo")


def _square_pixels(pad: Pad, video: VideoStream) -> Pad:
    """Give `pad` (already turned upright by the decoder) even sides and square pixels."""
    width, height = video.upright_size
    if video.sar != 1:
        pad = apply_filter(pad, "scale", w=width, h=height, flags="bicubic")
    elif video.width % 2 or video.height % 2:
        pad = apply_filter(pad, "crop", w=width, h=height, x=0, y=0)
    return apply_filter(pad, "setsar", sar=1)


def _convert_to_bt709(pad: Pad, video: VideoStream) -> Pad:
    """Convert `pad` to 8-bit 4:2:0 BT.709 at video levels, and tag the result."""
    if video.has_alpha and video.ground:
        pad = _lay_on_ground(pad, video)
    elif video.transfer is not TransferKind.SDR:
        pad = _map_tones(pad, video.transfer)
    elif video.full_range or video.matrix != "bt709":
        pad = apply_filter(
            pad,
            "scale",
            in_range="full" if video.full_range else "limited",
            out_range="limited",
            in_color_matrix=video.matrix,
            out_color_matrix="bt709",
        )
    pad = apply_filter(pad, "format", pix_fmts="yuv420p")
    return apply_filter(
        pad,
        "setparams",
        range="tv",
        color_primaries="bt709",
        color_trc="bt709",
        colorspace="bt709",
    )


def _lay_on_ground(pad: Pad, video: VideoStream) -> Pad:
    """Lay a picture that can be seen through on its ground, in RGB, and convert it to BT.709."""
    if video.pixel_format.startswith(("yuva", "ya", "ayuv", "vuya")):
        levels = "full" if video.full_range else "limited"
        pad = apply_filter(pad, "scale", in_range=levels, in_color_matrix=video.matrix)
    pad = apply_filter(pad, "format", pix_fmts="gbrap")
    full = {"x": 0, "y": 0, "w": "iw", "h": "ih", "t": "fill", "replace": 1}
    ground = apply_filter(pad, "drawbox", color=video.ground, **full)
    pad = combine_pads((ground, pad), "overlay", format="gbrp")
    return apply_filter(pad, "scale", out_range="limited", out_color_matrix="bt709")


def _map_tones(pad: Pad, transfer: TransferKind) -> Pad:
    """Convert HLG or PQ in BT.2020 to BT.709 SDR: linear light, gamut, tone curve, back."""
    source = "arib-std-b67" if transfer is TransferKind.HLG else "smpte2084"
    pad = apply_filter(
        pad,
        "zscale",
        tin=source,
        min="2020_ncl",
        pin="2020",
        t="linear",
        npl=_choose_reference_white_nits(transfer),
    )
    pad = apply_filter(pad, "format", pix_fmts="gbrpf32le")
    pad = apply_filter(pad, "zscale", p="bt709")
    pad = apply_filter(pad, "tonemap", tonemap="hable", desat=0)
    return apply_filter(pad, "zscale", t="bt709", m="bt709", r="tv")


def _choose_reference_white_nits(transfer: TransferKind) -> int:
    """Return the luminance, cd/m², that linear 1.0 stands for: zscale's `npl`."""
    return 100 if transfer is TransferKind.PQ else 203  # diffuse white of HLG: ITU-R BT.2408
