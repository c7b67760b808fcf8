"""Skin of every tone keeps its tone: the light is corrected, never the colour of a face."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from bench.ciede2000 import Colours, coded, difference, lab, linear
from bench.colour_grade import grade_pixels, to_pixels, to_signal
from egv.core.picture.colour_plan import CorrectionMode, plan_correction
from egv.core.programme.edit import create_edit
from egv.tools.clips.probe import probe
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.measure.colour import measure_colour
from egv.tools.measure.face_detector import FaceDetector
from egv.tools.measure.keyframes import sample_key_frames
from tests.conftest import SHARED

pytestmark = [pytest.mark.media, pytest.mark.real]

FACES = ("talking_head_square_vfr.mp4", "webcam_silent_track.mp4", "talking_head_portrait_hevc.mp4")
TONES = (20, 28, 36, 44, 52, 60, 68, 76)  # L* of skin, from the darkest to the lightest
MOST = 3.0  # CIEDE2000


def frames_and_skin(name: str) -> tuple[list[NDArray[np.uint8]], list[NDArray[np.bool_]]]:
    """Small frames of a clip, and which of their pixels are skin of a face."""
    frames = sample_key_frames(create_edit(probe(SHARED / name)).clock, NO_CONTEXT)[:3]
    return frames, [find_skin(frame) for frame in frames]


def find_skin(frame: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Pixels with the hue of skin in the box of the face."""
    high, wide, _ = frame.shape
    left, top, right, bottom = FaceDetector().find_faces(frame)[0].face
    box = np.zeros((high, wide), dtype=bool)
    box[max(0, int(top * high)) : int(bottom * high), int(left * wide) : int(right * wide)] = True
    _, a, b = lab(frame.reshape(-1, 3) / 255.0).T
    hue = np.degrees(np.arctan2(b, a))
    like_skin = (hue > 20) & (hue < 80) & (np.hypot(a, b) > 8)
    return np.asarray(box & like_skin.reshape(high, wide))


def toned(frame: NDArray[np.uint8], skin: NDArray[np.bool_], tone: float) -> NDArray[np.uint8]:
    """`frame` with skin whose median has the lightness `tone`; its shading and hue stay."""
    signal = frame / 255.0
    light = linear(signal[skin])
    now = np.median(lab(signal[skin])[:, 0])
    factor = ((tone + 16) / (now + 16)) ** 3
    signal[skin] = coded(light * factor)
    return np.asarray(np.round(signal * 255), dtype=np.uint8)


def graded(frame: NDArray[np.uint8], frames: list[NDArray[np.uint8]], mode: str) -> Colours:
    correction = plan_correction(measure_colour(frames), CorrectionMode(mode))
    return to_signal(grade_pixels(to_pixels(frame.reshape(-1, 3) / 255.0), correction))


@pytest.mark.parametrize("mode", ["gentle", "auto"])
@pytest.mark.parametrize("name", FACES)
@pytest.mark.parametrize("tone", TONES)
def test_skin_in_good_light_keeps_its_tone(name: str, tone: int, mode: str) -> None:
    frames, skins = frames_and_skin(name)
    retoned = [toned(frame, skin, tone) for frame, skin in zip(frames, skins, strict=True)]
    before = to_signal(to_pixels(retoned[0].reshape(-1, 3) / 255.0))[skins[0].reshape(-1)]
    after = graded(retoned[0], retoned, mode)[skins[0].reshape(-1)]

    assert skins[0].mean() > 0.01
    assert abs(np.median(lab(before)[:, 0]) - tone) < 3
    assert difference(lab(before), lab(after)).mean() <= MOST
    assert np.median(lab(after)[:, 0]) - np.median(lab(before)[:, 0]) <= MOST


@pytest.mark.parametrize("tone", [28, 60])
def test_the_measure_sees_skin_that_is_lifted(tone: int) -> None:
    """A lift of the whole picture, as for a light face in the shade, would be seen here."""
    frames, skins = frames_and_skin(FACES[0])
    retoned = toned(frames[0], skins[0], tone)
    skin = retoned[skins[0]] / 255.0

    assert difference(lab(skin), lab(skin**0.7)).mean() > MOST
