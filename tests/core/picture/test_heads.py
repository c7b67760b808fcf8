"""Faces through a clip: which looks show the same one, which show none, and where its head ends."""

from itertools import pairwise

import pytest

from egv.core.media.timing import Seconds, Span
from egv.core.picture.heads import (
    FaceBox,
    enclose_boxes,
    grow_to_features,
    grow_to_head,
    track_faces,
)
from tests.conftest import face_at, face_moving

Looks = list[list[FaceBox]]


def looks_at(*scores: float, x: float = 0.5) -> Looks:
    """A face in the same place that is seen with each of `scores`; 0 where it is not seen."""
    boxes = face_at(x, 0.4, seconds=len(scores) // 4 + 1).boxes
    return [
        [FaceBox(box.at, box.face, box.head, box.features, score)] if score else []
        for box, score in zip(boxes, scores, strict=False)
    ]


def test_a_face_is_believed_when_enough_looks_agree() -> None:
    [track] = track_faces(looks_at(0.9, 0.8, 0.0, 0.9, 0.6))

    assert len(track.boxes) == 4  # a look that missed it is no end of it


@pytest.mark.parametrize("scores", [(0.95, 0.9, 0, 0, 0, 0, 0, 0), (0.6,) * 12, (0, 0, 0.9, 0)])
def test_leaves_that_look_like_a_face_for_a_moment_are_none(scores: tuple[float, ...]) -> None:
    assert track_faces(looks_at(*scores)) == ()


def test_of_a_clip_of_one_look_that_look_is_believed() -> None:
    assert len(track_faces(looks_at(0.9))) == 1


def test_two_who_sit_side_by_side_stay_two() -> None:
    left, right = looks_at(*[0.9] * 8, x=0.3), looks_at(*[0.8] * 8, x=0.6)
    both = [one + other for one, other in zip(left, right, strict=True)]
    tracks = track_faces(both)

    assert [len(track.boxes) for track in tracks] == [8, 8]
    assert [len({box.middle for box in track.boxes}) for track in tracks] == [1, 1]


@pytest.mark.parametrize(
    ("eyes", "mouth", "hairy"),
    [((50, 40), (50, 70), 1), ((50, 70), (50, 40), 3), ((40, 50), (70, 50), 0)],
)
def test_hair_is_where_the_eyes_are(
    eyes: tuple[float, float], mouth: tuple[float, float], hairy: int
) -> None:
    head = grow_to_head((0, 0, 100, 100), eyes, mouth)
    grown = [-head[0], -head[1], head[2] - 100, head[3] - 100]

    assert max(range(4), key=lambda side: grown[side]) == hairy
    assert grown[hairy] == pytest.approx(30)
    assert min(grown) == pytest.approx(8)


def test_between_two_looks_all_is_crossed_and_a_gap_is_no_bridge() -> None:
    walker = face_moving(lambda at: (0.1 + 0.1 * at, 0.4), seconds=8)
    [whole] = walker.keep_spans([Span(Seconds(0), Seconds(9))])
    [cut] = walker.keep_spans([Span(Seconds(0), Seconds(2)), Span(Seconds(6), Seconds(9))])
    crossed = [
        enclose_boxes([one.head, other.head]) for one, other in whole.iter_stretches(Seconds(1, 4))
    ]
    left = [
        enclose_boxes([one.head, other.head]) for one, other in cut.iter_stretches(Seconds(1, 4))
    ]

    assert all(a[2] > b[0] for a, b in pairwise(crossed))  # no hole
    assert crossed[0][0] < walker.boxes[0].head[0]  # it came from somewhere
    assert not any(part[0] < 0.5 < part[2] for part in left)  # it was cut out there


def test_eyes_and_mouth_reach_around_their_middles() -> None:
    left, top, right, bottom = grow_to_features(((40, 50), (60, 50), (50, 80)), (50, 50))

    assert left < 40 - 5
    assert top < 50 - 5
    assert right > 60 + 5
    assert bottom > 80 + 5
