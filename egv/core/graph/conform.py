"""Bring any clip to one form: upright, square pixels, constant rate, BT.709; 48 kHz stereo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from egv.core.graph.frame_clock import hold_rate
from egv.core.graph.pads import Option, Pad, Source, apply_filter, combine_pads
from egv.core.graph.sound_clock import HARD_S, SAMPLES_PER_S, SOFTLY, follow_stamps
from egv.core.graph.splice import SAMPLE_RATE, pad_sound
from egv.core.media.clip import AudioStream, Clip, Media, TransferKind, VideoStream
from egv.core.media.colour_tags import UNTAGGED, ZSCALE_WORDS
from egv.core.media.fields import Fields
from egv.core.media.timing import Seconds, format_seconds, to_frame

ZERO = Seconds(0)
SOONER = Seconds(1, 1000)  # a time in milliseconds is rounded

# Larger gaps in the sound's timestamps are filled, and larger overlaps dropped, at once. The limit
# is below the allowed 20 ms between picture and sound, above the rounding of a 1 ms timebase.
MAX_GAP_S = 0.01

# ffmpeg finds its place in a file without an index by the times of packets: so much before a key
# frame it surely has not passed it yet.
BEFORE_KEY_FRAME = Seconds(1, 2)

# Where recordings are glued together, the last frame of one may come after the first sound of the
# next. ffmpeg sees that this frame does not belong there only if it leaps by over its threshold.
STRICT_FORTH = Seconds(1)
STRICT_JUMPS = (("dts_delta_threshold", "1"),)

# Where a picture changes its size, ffmpeg would rebuild the graph, and every filter would start
# again. `scale`, which comes first, takes any size.
KEEP_GRAPH = (("reinit_filter:v", "0"),)

# A crop that reaches over the picture, which ffmpeg would try.
NO_CONTAINER_CROP = (("apply_cropping:v", "codec"),)

# The same scene white is as light from HLG as from PQ if linear 1.0 stands for the same luminance,
# and if the brightest light of the tone curve does not depend on what a file promises.
NOMINAL_NITS, PEAK = 100, 10  # cd/m², and times that: light above 1,000 cd/m² is white

# ffmpeg's decoder of Theora repeats a picture by reading it from another thread, which may not be
# ready: the same clip came out with other frames about once in 150 times.
ONE_THREAD = {"theora": (("threads", "1"),)}


def build_source(media: Media, decoder: str = "") -> Source:
    """Build the input that reads `media` from its start; what reads it there shares one decode.

    `decoder` is that of the stream to read. It is not noted where other streams are read too.
    """
    video = media.video if isinstance(media, Clip) else None
    heard = media.heard_streams
    reshaped = tuple(audio.index for audio in heard if audio.may_change)
    if video is None:
        return Source(media.path, (), reshaped, decoder="" if reshaped else decoder)
    jumpy = video.needs_sound or video.has_jumps
    indices = (video.index, *(audio.index for audio in heard))
    together = indices if jumpy else ()
    alone = not (reshaped or together)
    options = _list_reading_options(video)
    return Source(media.path, options, reshaped, together, decoder if alone else "")


def _list_reading_options(video: VideoStream) -> tuple[Option, ...]:
    """List the options to read `video` with, before any place to start at."""
    whole = NO_CONTAINER_CROP if video.has_wrong_edges else ()
    strict = (*whole, *STRICT_JUMPS) if video.has_jumps else whole
    threads = ONE_THREAD.get(video.codec, ())
    return (*strict, *threads, *(KEEP_GRAPH if video.changes_size else ()))


def build_seeking_source(
    clip: Clip, at: Seconds, decoding: tuple[Option, ...] = ()
) -> tuple[Source, Seconds]:
    """Build the input that reads the picture from `at` on, and return it with its own start, s.

    It starts earlier where `at` cannot be found: in a file without an index before the key frame
    that is needed, and in one whose times jump at its beginning.
    """
    start = _find_landing(clip.video, at)
    whole = build_source(clip, clip.video.codec)
    if whole.together and not start:
        return replace(whole, options=(*whole.options, *decoding)), start
    options = (*_list_reading_options(clip.video), ("ss", format_seconds(start)), *decoding)
    return Source(clip.path, options, decoder=clip.video.codec), start


def _find_landing(video: VideoStream, at: Seconds) -> Seconds:
    """Find the latest time at which ffmpeg can be sent to `video` to decode all from `at` on."""
    if video.indexed:
        return at
    key = max((key for key in video.keyframes if key <= at), default=ZERO)
    start = max(ZERO, key - BEFORE_KEY_FRAME)
    return ZERO if video.has_jumps or start <= video.start else start


def scale_to_one_size(pad: Pad, video: VideoStream) -> Pad:
    """Scale the picture leaving `pad`, as decoded, to one size where it changes its size.

    RGB stays RGB: left to itself, ffmpeg would choose a matrix at the first filter that asks.
    """
    if video.changes_size:
        pad = apply_filter(pad, "scale", w=video.width, h=video.height, flags="bicubic")
    if video.is_rgb:
        kind = "gbrap" if video.has_alpha else "gbrp"
        pad = apply_filter(pad, "format", pix_fmts=f"{kind}|{kind}16le")
    return pad


def count_frames(clip: Clip) -> int:
    """Count the frames of the conformed picture, with the frozen start of a late picture."""
    return max(1, to_frame(clip.duration, clip.video.frame_rate))


def conform_picture(clip: Clip, seek: Seconds = ZERO) -> Pad:
    """Conform the picture: frame n of the clip's clock carries timestamp n, one tick per frame.

    With `seek`, decoding starts there (a frame boundary) and the timestamps stay the same.
    """
    video = clip.video
    source, seek = (
        build_seeking_source(clip, seek) if seek else (build_source(clip, video.codec), ZERO)
    )
    pad = scale_to_one_size(Pad(source, "v", video.index), video)
    if seek:
        pad = apply_filter(pad, "setpts", expr=f"PTS+{format_seconds(seek)}/TB")
    pad = _join_fields(pad, clip, seek)
    # Hold the picture to the clip's end: the frame count is as planned, whatever the container
    # states as the last frame's duration.
    rate, frames = video.frame_rate, count_frames(clip)
    pad = hold_rate(pad, rate, frames, to_frame(seek, rate))
    return _convert_to_bt709(_square_pixels(pad, video), video)


def _join_fields(pad: Pad, clip: Clip, seek: Seconds) -> Pad:
    """Make whole pictures of the fields in `pad`, which begins at `seek`."""
    video, order = clip.video, clip.video.field_order
    match video.fields:
        case Fields.NONE:
            return pad
        case Fields.WHOLE:
            return apply_filter(pad, "setparams", field_mode="prog")
        case Fields.INTERLACED:
            return apply_filter(pad, "bwdif", mode="send_field", parity=order)
        case Fields.MIXED:  # `idet` sets the mark of each frame by what it shows
            pad = apply_filter(pad, "idet")
            return apply_filter(pad, "bwdif", mode="send_field", deint="interlaced")
        case Fields.FILM:  # `decimate` counts on a constant rate
            stored = video.stored_rate
            frames = max(1, to_frame(clip.duration, stored))
            pad = hold_rate(pad, stored, frames, to_frame(seek, stored))
            pad = apply_filter(pad, "fieldmatch", order=order, combmatch="full")
            pad = apply_filter(pad, "bwdif", mode="send_frame", deint="interlaced")
            return apply_filter(pad, "decimate")


def conform_one_frame(clip: Clip, at: Seconds, size: tuple[int, int], *, exactly: bool) -> Pad:
    """Conform one small frame of the clip: the frame shown `at`, or (cheaper) the key frame there.

    The frame is made small first, so that even tone mapping costs next to nothing.
    """
    near = (("noaccurate_seek", ""), ("skip_frame", "nokey"))
    source, start = build_seeking_source(clip, at, () if exactly else near)
    pad = scale_to_one_size(Pad(source, "v", clip.video.index), clip.video)
    if start != at:
        pad = apply_filter(pad, "trim", start=format_seconds(max(ZERO, at - start - SOONER)))
    pad = apply_filter(pad, "trim", end_frame=1)
    pad = apply_filter(pad, "scale", w=size[0], h=size[1], flags="area")
    pad = apply_filter(apply_filter(pad, "setsar", sar=1), "setpts", expr="0")
    return _convert_to_bt709(pad, clip.video)


def conform_sound(clip: Clip, audio: AudioStream, frames: int, rate: Fraction) -> Pad:
    """Conform the sound: 48 kHz stereo from the clip's time 0, exactly as long as `frames`.

    Mono goes to both sides, 5.1 is mixed down, late sound starts late, gaps become silence. What
    is heard with `audio` is added to it.
    """
    tracks = [conform_sound_track(clip, track) for track in (audio, *clip.mixed)]
    return pad_sound(add_sounds(tracks), frames, rate)


def add_sounds(sounds: Sequence[Pad]) -> Pad:
    """Add up `sounds`, to the length of the longest."""
    if len(sounds) == 1:
        return sounds[0]
    return combine_pads(
        tuple(sounds), "amix", inputs=len(sounds), normalize=False, duration="longest"
    )


def conform_sound_track(media: Media, audio: AudioStream) -> Pad:
    """Conform the sound of `media` as `conform_sound` does, but at its own length."""
    pad = Pad(build_source(media, audio.codec), "a", audio.index)
    if audio.jitter is None:
        pad = _resample_sound(pad, MAX_GAP_S, 1)
    else:
        pad = follow_stamps(pad, audio.jitter, audio.first_late)
        pad = _resample_sound(pad, HARD_S, SAMPLES_PER_S, **SOFTLY)
    return apply_filter(pad, "aformat", sample_fmts="fltp", channel_layouts="stereo")


def _resample_sound(pad: Pad, gap_s: float, soft_samples: int, **more: object) -> Pad:
    """Resample `pad` from time 0: fill gaps over `gap_s`, and stretch by `soft_samples` a second.

    With 1 for the latter nothing is stretched.
    """
    options = {"osr": SAMPLE_RATE, "first_pts": 0, "min_hard_comp": gap_s, "async": soft_samples}
    return apply_filter(pad, "aresample", **options, **more)


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
        pad = _map_tones(pad, video)
    elif video.needs_conversion:  # `scale` rounds a matrix so that it is 2 to 3 codes off
        pad = apply_filter(pad, "zscale", **_list_tags(video), **TO_BT709, f=_choose_filter(video))
    pad = apply_filter(pad, "format", pix_fmts="yuv420p")
    return apply_filter(
        pad,
        "setparams",
        range="tv",
        color_primaries="bt709",
        color_trc="bt709",
        colorspace="bt709",
    )


def _choose_filter(video: VideoStream) -> str:
    """Choose the filter between numbers of colour samples: none where the result has as many.

    Interpolated twice, sharp colours would be blurred.
    """
    return "point" if video.pixel_format.startswith(QUARTERED) else "bicubic"


QUARTERED = ("yuv420", "yuvj420", "yuva420", "nv12", "nv21", "p010", "p012", "p016")
TO_BT709 = {"p": "bt709", "t": "bt709", "m": "bt709", "r": "tv"}


def _list_tags(video: VideoStream, *, default: str = "bt709") -> dict[str, str]:
    """List the colours of `video` for zscale; primaries without a tag are `default`."""
    levels = "full" if video.is_rgb or video.full_range else "limited"
    return {
        "pin": default if video.primaries == UNTAGGED else video.primaries,
        "tin": "bt709" if video.curve == UNTAGGED else video.curve,
        "min": ZSCALE_WORDS.get(video.matrix, video.matrix),
        "rin": levels,
    }


def _lay_on_ground(pad: Pad, video: VideoStream) -> Pad:
    """Lay a picture that can be seen through on its ground, in RGB, and convert it to BT.709."""
    if video.has_other_light and video.transfer is TransferKind.SDR:
        pad = apply_filter(pad, "zscale", **_list_tags(video), **TO_BT709 | {"m": "gbr", "r": "pc"})
    elif not video.is_rgb:
        levels = "full" if video.full_range else "limited"
        pad = apply_filter(pad, "scale", in_range=levels, in_color_matrix=video.matrix)
    pad = apply_filter(pad, "format", pix_fmts="gbrap")
    full = {"x": 0, "y": 0, "w": "iw", "h": "ih", "t": "fill", "replace": 1}
    ground = apply_filter(pad, "drawbox", color=video.ground, **full)
    pad = combine_pads((ground, pad), "overlay", format="gbrp")
    return apply_filter(pad, "scale", out_range="limited", out_color_matrix="bt709")


def _map_tones(pad: Pad, video: VideoStream) -> Pad:
    """Convert HLG or PQ to BT.709 SDR: linear light, gamut, tone curve, back."""
    hlg = video.transfer is TransferKind.HLG
    tags = _list_tags(video, default="bt2020")
    tags["tin"] = "arib-std-b67" if hlg else "smpte2084"
    if video.colour_tag == UNTAGGED and not video.is_rgb:
        tags["min"] = ZSCALE_WORDS["bt2020"]
    pad = apply_filter(pad, "zscale", **tags, t="linear", npl=NOMINAL_NITS)
    pad = apply_filter(pad, "format", pix_fmts="gbrpf32le")
    pad = apply_filter(pad, "zscale", p="bt709")
    pad = apply_filter(pad, "tonemap", tonemap="hable", desat=0, peak=PEAK)
    return apply_filter(pad, "zscale", t="bt709", m="bt709", r="tv")
