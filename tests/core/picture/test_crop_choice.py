"""Cuts to another shape: every head that matters is in them all the time, or they say so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.media.timing import Seconds
from egv.core.picture.camera import Focus
from egv.core.picture.crop import CropWindow, Follow, choose_crop_window
from egv.core.picture.crop_choice import choose_main_faces, place_crop
from egv.core.picture.heads import FaceTrack
from tests.conftest import face_at, face_moving

PORTRAIT = choose_crop_window((1920, 1080), (1080, 1920))
SQUARE = choose_crop_window((1080, 1920), (1080, 1080))


def focus(*faces: FaceTrack, length: int = 10) -> Focus:
    return Focus(faces, Seconds(length), motion=(0.5, 0.5))


def heads_are_inside(faces: Focus, here: CropWindow) -> bool:
    path = place_crop(faces, here, Follow.AUTO).path
    for box in (box for face in faces.faces for box in face.boxes):
        seen = here.find_seen_part(path.find_position(box.at))
        head = [min(max(side, 0.0), 1.0) for side in box.head]
        if not (seen[0] <= head[0] + 0.005 and seen[1] <= head[1] + 0.005
                and seen[2] >= head[2] - 0.005 and seen[3] >= head[3] - 0.005):  # fmt: skip
            return False
    return True


places = st.floats(0.0, 1.0)


@given(places, places, places, st.floats(0.02, 0.6), st.sampled_from([PORTRAIT, SQUARE]))
def test_no_head_is_cut_without_a_word(
    start: float, end: float, y: float, high: float, here: CropWindow
) -> None:
    walker = face_moving(lambda at: (start + (end - start) * at / 10, y), high=high)
    found = focus(walker)

    assert place_crop(found, here, Follow.AUTO).fault or heads_are_inside(found, here)


def test_the_frame_goes_with_who_walks_and_stands_still_for_who_stays() -> None:
    stays = place_crop(focus(face_at(0.3, 0.4)), PORTRAIT, Follow.AUTO)
    walks = place_crop(focus(face_moving(lambda at: (0.2 + 0.06 * at, 0.4))), PORTRAIT, Follow.AUTO)

    assert (stays.fault, stays.subject, stays.path.moves) == ("", "the face", ())
    assert walks.fault == ""
    assert walks.path.moves


def test_a_head_at_the_top_is_whole_in_a_square() -> None:
    found = focus(face_at(0.5, 0.12, high=0.15))

    assert place_crop(found, SQUARE, Follow.AUTO).fault == ""
    assert heads_are_inside(found, SQUARE)


def test_two_who_sit_near_are_both_kept_and_two_far_apart_say_so() -> None:
    near = focus(face_at(0.42, 0.4, high=0.15), face_at(0.58, 0.4, high=0.15))
    far = focus(face_at(0.2, 0.4), face_at(0.8, 0.4))
    three = focus(face_at(0.2, 0.4), face_at(0.5, 0.4), face_at(0.8, 0.4))

    assert place_crop(near, PORTRAIT, Follow.AUTO).fault == ""
    assert heads_are_inside(near, PORTRAIT)
    assert place_crop(far, PORTRAIT, Follow.AUTO).fault == "would not have room for both faces"
    assert place_crop(three, PORTRAIT, Follow.AUTO).fault == "would not have room for all 3 faces"


@pytest.mark.parametrize(("high", "fault"), [(0.44, ""), (0.46, "would be filled by the face")])
def test_a_face_over_45_percent_of_the_height_fills_the_cut(high: float, fault: str) -> None:
    assert place_crop(focus(face_at(0.5, 0.5, high=high)), PORTRAIT, Follow.AUTO).fault == fault


def test_who_passes_by_or_stands_far_behind_is_no_reason_not_to_cut() -> None:
    speaker = face_at(0.3, 0.4, high=0.3)
    passer = face_at(0.9, 0.4, high=0.3, seconds=1)
    behind = face_at(0.9, 0.4, high=0.1)

    assert choose_main_faces(focus(speaker, passer, behind)) == (speaker,)
    assert choose_main_faces(focus(passer)) == ()  # a picture that is shown for a moment
    assert place_crop(focus(speaker, passer, behind), PORTRAIT, Follow.AUTO).fault == ""


def test_who_is_seen_in_short_stretches_alone_matters_all_the_same() -> None:
    parts = [FaceTrack(face_at(0.3, 0.4).boxes[start : start + 6]) for start in (0, 8, 16, 24, 32)]

    assert len(choose_main_faces(focus(*parts))) == 5


def test_one_look_that_sees_a_huge_head_does_not_undo_a_cut() -> None:
    odd = list(face_at(0.3, 0.4).boxes)
    odd[7] = face_at(0.3, 0.4, high=0.9).boxes[7]

    assert place_crop(focus(FaceTrack(tuple(odd))), PORTRAIT, Follow.AUTO).fault == ""


def test_a_side_that_a_person_names_is_cut_and_what_it_loses_is_said() -> None:
    found = focus(face_at(0.3, 0.4))

    assert place_crop(found, PORTRAIT, Follow.LEFT).subject == "the left"
    assert place_crop(found, PORTRAIT, Follow.RIGHT).fault == "would cut off part of a head"


def test_where_nobody_is_seen_what_moves_is_kept() -> None:
    assert place_crop(focus(), PORTRAIT, Follow.AUTO).subject == "what moves"
    assert place_crop(Focus(), PORTRAIT, Follow.AUTO).subject == "the middle"
