"""Intro, programme and outro on one clock: pictures joined, sounds mixed to the sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from egv.core.conform import picture_of, sound_of
from egv.core.errors import InputError
from egv.core.graph import Pad, filtered, joined
from egv.core.kit_parts import Joint
from egv.core.media import Canvas, Media
from egv.core.reframe import on_colour
from egv.core.splice import FADE_SAMPLES, SAMPLE_RATE, pictures_joined, sound_padded
from egv.core.steady import hold_rate, picture_held
from egv.core.timing import Seconds, frame_at, sample_at


@dataclass(frozen=True, slots=True)
class Bumper:
    """One bumper on the programme's canvas, `frames` long; its transition takes `joint_frames`."""

    picture: Pad
    sound: Pad | None
    frames: int
    joint: Joint
    joint_frames: int

    @property
    def overlap(self) -> int:
        """The number of frames that show both bumper and programme."""
        return self.joint_frames if self.joint is Joint.CROSSFADE else 0


@dataclass(frozen=True, slots=True)
class Joined:
    """A programme with its bumpers: pads, length, and the frame on which the programme starts."""

    picture: Pad
    sound: Pad | None
    frames: int
    offset: int


def bumper_of(
    media: Media, canvas: Canvas, seconds: Seconds, ground: str, joint: Joint, joint_s: float
) -> Bumper:
    """Build a bumper of the clip `media` on `canvas`: the whole picture, with `ground` around it.

    A clip shorter than `seconds` holds its last frame. Raises InputError when there is no picture.
    """
    if media.video is None:
        raise InputError(f"{media.path.name}: it holds no picture; give the kit a video clip")
    frames = max(2, frame_at(seconds, canvas.frame_rate))
    overlap = min(frame_at(Seconds(str(joint_s)), canvas.frame_rate), frames // 2)
    return Bumper(
        picture=_fitted(picture_of(media, media.video), media, canvas, frames, ground),
        sound=sound_of(media, media.audio, frames, canvas.frame_rate) if media.audio else None,
        frames=frames,
        joint=joint if overlap else Joint.CUT,
        joint_frames=overlap,
    )


def together(
    picture: Pad,
    sound: Pad | None,
    frames: int,
    rate: Fraction,
    intro: Bumper | None,
    outro: Bumper | None,
) -> Joined:
    """Put `picture` and `sound`, `frames` long, between `intro` and `outro`."""
    before = intro.frames - intro.overlap if intro else 0
    length = before + frames + (outro.frames - outro.overlap if outro else 0)
    sounds = [(sound, before)]
    if intro:
        picture = _met(intro.picture, picture, intro.joint, intro.joint_frames, intro.frames, rate)
        sounds.append((_left(intro.sound, intro, rate), 0))
    if outro:
        so_far = before + frames
        picture = _met(picture, outro.picture, outro.joint, outro.joint_frames, so_far, rate)
        sounds.append((outro.sound, so_far - outro.overlap))
    pieces = [(pad, at) for pad, at in sounds if pad is not None]
    return Joined(picture, _mixed(pieces, length, rate), length, before)


def _fitted(picture: Pad, media: Media, canvas: Canvas, frames: int, ground: str) -> Pad:
    video = media.video
    assert video is not None
    if video.frame_rate != canvas.frame_rate:
        picture = hold_rate(picture, canvas.frame_rate, frames)
    frame = (canvas.width, canvas.height)
    if video.upright != frame:
        picture = on_colour(picture, video.upright, frame, ground)
    return picture_held(picture, frames)


def _met(one: Pad, other: Pad, joint: Joint, frames: int, length: int, rate: Fraction) -> Pad:
    """Append `other` to `one`, which is `length` frames long."""
    if joint is Joint.CROSSFADE:
        duration, offset = float(frames / rate), float((length - frames) / rate)
        return joined((one, other), "xfade", transition="fade", duration=duration, offset=offset)
    if joint is Joint.FADE:
        half = max(1, frames // 2)
        one = filtered(one, "fade", t="out", s=length - half, n=half)
        other = filtered(other, "fade", t="in", s=0, n=half)
    return pictures_joined((one, other), rate)


def _left(sound: Pad | None, bumper: Bumper, rate: Fraction) -> Pad | None:
    """Fade the bumper's sound out by the end of its picture, so that it covers no speech."""
    if sound is None:
        return None
    end = sample_at(bumper.frames, rate, SAMPLE_RATE)
    start = sample_at(bumper.frames - bumper.joint_frames, rate, SAMPLE_RATE)
    length = max(FADE_SAMPLES, end - start)
    return filtered(sound, "afade", t="out", ss=end - length, ns=length, curve="qsin")


def _mixed(pieces: Sequence[tuple[Pad, int]], frames: int, rate: Fraction) -> Pad | None:
    """Add the pieces up, each from its own frame on, with silence where there is none."""
    if not pieces:
        return None
    placed = [_delayed(pad, sample_at(at, rate, SAMPLE_RATE)) for pad, at in pieces]
    sound = placed[0]
    if len(placed) > 1:
        sound = joined(
            tuple(placed), "amix", inputs=len(placed), normalize=False, duration="longest"
        )
    return sound_padded(sound, frames, rate)


def _delayed(sound: Pad, samples: int) -> Pad:
    return filtered(sound, "adelay", delays=f"{samples}S", all=True) if samples else sound
