"""The face detector: it sees faces near and far, and none where there is none."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from egv.core.errors import EnvironmentFault
from egv.tools.measure import face_detector
from egv.tools.measure.face_detector import FaceDetector, QuarterTurn
from tests.conftest import SAMPLE

Picture = NDArray[np.uint8]


@pytest.fixture(scope="module")
def speaker() -> Picture:
    """A frame of the sample, in which a woman who is drawn speaks; its face was marked by hand."""
    taken, frame = cv2.VideoCapture(str(SAMPLE)).read()
    assert taken
    return np.asarray(frame[:, :, ::-1], dtype=np.uint8)


def made_small(picture: Picture, share: float) -> Picture:
    """`picture` at `share` of its size in the middle of a grey one."""
    small = cv2.resize(picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    high, wide = picture.shape[:2]
    y, x = (high - small.shape[0]) // 2, (wide - small.shape[1]) // 2
    ground = np.full_like(picture, 128)
    ground[y : y + small.shape[0], x : x + small.shape[1]] = small
    return ground


def test_a_face_is_where_it_is_and_has_its_parts_in_order(speaker: Picture) -> None:
    [found] = FaceDetector().find_faces(speaker)
    (left, top, right, bottom), features, head = found.face, found.features, found.head

    assert [left, top, right, bottom] == pytest.approx([0.46, 0.26, 0.61, 0.58], abs=0.04)
    assert left < features[0] < features[2] < right
    assert top < features[1] < features[3] < bottom
    assert head[0] < left < right < head[2]
    assert head[1] < top < bottom < head[3]


@pytest.mark.parametrize("share", [0.5, 0.33])
def test_a_face_is_seen_near_far_mirrored_and_in_the_dark(speaker: Picture, share: float) -> None:
    close = np.ascontiguousarray(speaker[150:450, 520:850])
    looks = [made_small(speaker, share), speaker[:, ::-1], speaker // 3, close]
    scores = [[each.score for each in FaceDetector().find_faces(look)] for look in looks]

    assert [len(each) for each in scores] == [1, 1, 1, 1]
    assert min(each[0] for each in scores) > 0.7


def test_the_same_frame_gives_the_same_faces_whatever_was_seen_before(speaker: Picture) -> None:
    detector = FaceDetector()
    first = detector.find_faces(speaker)
    detector.find_faces(np.ascontiguousarray(speaker[:, :400]))

    assert detector.find_faces(speaker) == first == FaceDetector().find_faces(speaker)


def test_there_is_no_face_in_noise_stripes_or_the_dark() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (270, 480, 3), dtype=np.uint8)
    stripes = np.broadcast_to(
        (np.arange(480) // 8 % 2 * 255).astype(np.uint8)[:, None], noise.shape
    )
    pictures = [noise, np.ascontiguousarray(stripes), np.zeros_like(noise)]

    assert [FaceDetector().find_faces(picture) for picture in pictures] == [(), (), ()]


@pytest.mark.parametrize(("data", "state"), [(None, "missing"), (b"weights", "damaged")])
def test_weights_that_are_not_whole_are_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, data: bytes | None, state: str
) -> None:
    weights = tmp_path / "weights.tflite"
    if data:
        weights.write_bytes(data)
    monkeypatch.setattr(face_detector, "WEIGHTS", weights)

    with pytest.raises(EnvironmentFault, match=f"is {state}; reinstall egv"):
        face_detector.check_weights()


@pytest.mark.parametrize(("turn", "lies"), [(QuarterTurn.LEFT, 3), (QuarterTurn.RIGHT, 1)])
def test_a_face_that_lies_is_found_where_it_is(
    speaker: Picture, turn: QuarterTurn, lies: int
) -> None:
    [stands] = FaceDetector().find_faces(speaker)
    left, top, right, bottom = stands.features
    lying = np.ascontiguousarray(np.rot90(speaker, lies))
    [found] = FaceDetector().find_lying_faces(lying, turn)
    there = (1 - bottom, left, 1 - top, right) if lies == 3 else (top, 1 - right, bottom, 1 - left)

    assert found.score > 0.8
    assert found.features == pytest.approx(there, abs=0.01)
