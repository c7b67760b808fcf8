"""Intro, programme and outro on one clock: pictures joined, sounds mixed to the sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from egv.core.graph.conform import conform_picture, conform_sound
from egv.core.graph.frame_clock import hold_picture, hold_rate
from egv.core.graph.pads import Pad, apply_filter, combine_pads, generate_pad
from egv.core.graph.splice import FADE_SAMPLES, SAMPLE_RATE, join_pictures, pad_sound
from egv.core.kit.bumper_styles import BumperJoint, Transition
from egv.core.media.clip import Canvas, Clip
from egv.core.media.timing import Seconds, to_frame, to_sample
from egv.core.picture.colour import Colour
from egv.core.picture.crop import pad_with_colour, place_whole


@dataclass(frozen=True, slots=True)
class Bumper:
    """One bumper on the programme's canvas, `frames` long; its transition takes `joint_frames`."""

    picture: Pad
    sound: Pad | None
    frames: int
    joint: BumperJoint
    joint_frames: int

    @property
    def overlap_frames(self) -> int:
        """The number of frames that show both bumper and programme."""
        return self.joint_frames if self.joint is BumperJoint.CROSSFADE else 0


@dataclass(frozen=True, slots=True)
class BumperedProgramme:
    """A programme with its bumpers: pads, length, and the frame on which the programme starts.

    Each of its ends may show a bumper too, for `joint_frames`.
    """

    picture: Pad
    sound: Pad | None
    frames: int
    offset: int
    joint_frames: int = 0


def build_bumper(
    clip: Clip, canvas: Canvas, seconds: Seconds, ground: Colour, joint: Transition
) -> Bumper:
    """Build a bumper of `clip` on `canvas`: the whole picture, with `ground` around it.

    A clip shorter than `seconds` holds its last frame.
    """
    frames = max(2, to_frame(seconds, canvas.frame_rate))
    overlap = min(to_frame(Seconds(str(joint.duration)), canvas.frame_rate), frames // 2)
    return Bumper(
        picture=_fit_picture(clip, canvas, frames, ground),
        sound=conform_sound(clip, clip.audio, frames, canvas.frame_rate) if clip.audio else None,
        frames=frames,
        joint=joint.type if overlap else BumperJoint.CUT,
        joint_frames=overlap,
    )


def join_bumpers(
    programme: BumperedProgramme,
    canvas: Canvas,
    intro: Bumper | None,
    outro: Bumper | None,
    curtain: Colour,
) -> BumperedProgramme:
    """Put `programme`, which has no bumpers yet, between `intro` and `outro`, on `canvas`.

    `curtain` is the colour of a wipe.
    """
    picture, sound, frames = programme.picture, programme.sound, programme.frames
    rate = canvas.frame_rate
    before = intro.frames - intro.overlap_frames if intro else 0
    length = before + frames + (outro.frames - outro.overlap_frames if outro else 0)
    sounds = [(sound, before)]
    if intro:
        picture = _join_two_pictures(intro.picture, picture, intro, intro.frames, rate)
        picture = _wipe_joint(picture, intro, intro.frames, canvas, curtain)
        sounds.append((_fade_out_sound(intro.sound, intro, rate), 0))
    if outro:
        so_far = before + frames
        picture = _join_two_pictures(picture, outro.picture, outro, so_far, rate)
        picture = _wipe_joint(picture, outro, so_far, canvas, curtain)
        sounds.append((outro.sound, so_far - outro.overlap_frames))
    pieces = [(pad, at) for pad, at in sounds if pad is not None]
    joint = max((bumper.joint_frames for bumper in (intro, outro) if bumper), default=0)
    return BumperedProgramme(picture, _mix_pieces(pieces, length, rate), length, before, joint)


def _fit_picture(clip: Clip, canvas: Canvas, frames: int, ground: Colour) -> Pad:
    picture, video = conform_picture(clip), clip.video
    if video.frame_rate != canvas.frame_rate:
        picture = hold_rate(picture, canvas.frame_rate, frames)
    frame = (canvas.width, canvas.height)
    if video.upright_size != frame:
        picture = pad_with_colour(picture, frame, place_whole(video.upright_size, frame), ground)
    return hold_picture(picture, frames)


def _join_two_pictures(one: Pad, other: Pad, bumper: Bumper, length: int, rate: Fraction) -> Pad:
    """Append `other` to `one`, `length` frames long, by the transition of `bumper`, one of them."""
    frames = bumper.joint_frames
    if bumper.joint is BumperJoint.CROSSFADE:
        duration, offset = float(frames / rate), float((length - frames) / rate)
        return combine_pads(
            (one, other), "xfade", transition="fade", duration=duration, offset=offset
        )
    if bumper.joint is BumperJoint.FADE:
        half = max(1, frames // 2)
        one = apply_filter(one, "fade", t="out", s=length - half, n=half)
        other = apply_filter(other, "fade", t="in", s=0, n=half)
    return join_pictures((one, other), rate)


def _wipe_joint(picture: Pad, bumper: Bumper, at: int, canvas: Canvas, colour: Colour) -> Pad:
    """Let a curtain of `colour` pass over the joint of `bumper`, at frame `at`, for a wipe.

    It slows down until it covers all, on the very frame of the joint, and then speeds up again.
    """
    if bumper.joint is not BumperJoint.WIPE:
        return picture
    half = max(1, bumper.joint_frames // 2)
    share = f"(n-1-{at})/{half}"  # overlay counts frames from 1
    return combine_pads(
        (picture, _draw_curtain(colour, canvas, at - half, at + half)),
        "overlay",
        x=f"W*pow({share},3)",
        eval="frame",
        eof_action="pass",
        format="yuv420",
    )


def _draw_curtain(colour: Colour, canvas: Canvas, first: int, end: int) -> Pad:
    """Draw a picture in `colour` that lasts from frame `first` to frame `end`."""
    rate = canvas.frame_rate
    size, length = f"{canvas.width}x{canvas.height}", Fraction(end - first) / rate
    pad = generate_pad("v", "color", c=colour.ffmpeg, s=size, r=rate, d=float(length))
    # The filter's own conversion is by BT.601.
    pad = apply_filter(apply_filter(pad, "format", pix_fmts="gbrp"), "settb", expr=1 / rate)
    pad = apply_filter(pad, "scale", out_color_matrix="bt709", out_range="limited")
    pad = apply_filter(apply_filter(pad, "format", pix_fmts="yuv420p"), "setsar", sar=1)
    return apply_filter(pad, "setpts", expr=f"PTS+{first}")


def _fade_out_sound(sound: Pad | None, bumper: Bumper, rate: Fraction) -> Pad | None:
    """Fade the bumper's sound out by the end of its picture, so that it covers no speech."""
    if sound is None:
        return None
    end = to_sample(bumper.frames, rate, SAMPLE_RATE)
    start = to_sample(bumper.frames - bumper.joint_frames, rate, SAMPLE_RATE)
    length = max(FADE_SAMPLES, end - start)
    return apply_filter(sound, "afade", t="out", ss=end - length, ns=length, curve="qsin")


def _mix_pieces(pieces: Sequence[tuple[Pad, int]], frames: int, rate: Fraction) -> Pad | None:
    """Add the pieces up, each from its own frame on, with silence where there is none."""
    if not pieces:
        return None
    placed = [_delay_sound(pad, to_sample(at, rate, SAMPLE_RATE)) for pad, at in pieces]
    sound = placed[0]
    if len(placed) > 1:
        sound = combine_pads(
            tuple(placed), "amix", inputs=len(placed), normalize=False, duration="longest"
        )
    return pad_sound(sound, frames, rate)


def _delay_sound(sound: Pad, samples: int) -> Pad:
    return apply_filter(sound, "adelay", delays=f"{samples}S", all=True) if samples else sound
