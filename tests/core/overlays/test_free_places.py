"""Logo, subtitles and name plate take the corner, or the height, that stays free of faces."""

from dataclasses import replace
from typing import Any

import pytest

from egv.core.delivery.deliver import Deliverable, deliver
from egv.core.delivery.excerpt import answer_for_whole
from egv.core.media.clip import Cue
from egv.core.media.shape import Box, Position
from egv.core.media.timing import Seconds, Span
from egv.core.overlays.corner_logo import LOGO_ON_CARDS
from egv.core.overlays.free_places import find_shown_faces, measure_face_cover, order_corners
from egv.core.overlays.name_plates import PLATE_OVER_FACE
from egv.core.overlays.watermark import AT
from egv.core.picture.camera import CameraMove, CameraPath, Focus
from egv.core.picture.crop import Placement, choose_crop_window
from egv.core.picture.heads import FaceTrack
from egv.core.programme.concat import concatenate_clips
from egv.core.programme.edit import create_edit
from egv.core.programme.layers import Bug, LowerThird, Marking, Subtitles, Watermark
from egv.core.programme.questions import (
    Ask,
    ColourOf,
    FocusOf,
    FontFaceAt,
    ImageSizeOf,
    LightUnder,
    Question,
    ShotsIn,
)
from tests.conftest import (
    FACE,
    a_kit,
    answering,
    face_at,
    face_moving,
    graph_text,
    media,
    programme,
)
from tests.steps.test_colour_correct import DIM_AND_WARM

LOGO = {"variants": {"white": {"file": "white.png"}}}
MIDDLE = face_at(0.5, 0.4)
TOP_RIGHT, TOP_LEFT = face_at(0.9, 0.12), face_at(0.1, 0.12)


def world(*faces: FaceTrack) -> Ask:
    return answering(
        {
            FontFaceAt: FACE,
            ImageSizeOf: (400, 100),
            LightUnder: 0.4,
            ShotsIn: (),
            ColourOf: DIM_AND_WARM,
            FocusOf: Focus(faces, Seconds(10)),
        }
    )


def made(*faces: FaceTrack, **says: Any) -> Deliverable:
    edit = programme().with_cues((Cue(Span(Seconds(1), Seconds(3)), "Hello there."),), "en")
    edit = edit.with_layer(Subtitles()).with_layer(Bug())
    edit = edit.with_layer(LowerThird(Seconds(5), Seconds(3), (("name", "Maria"),)))
    kit = a_kit(**{"logo": LOGO, "lower_third": {"lines": ["{name}"]}, **says})
    [done] = deliver(edit, kit, {}, world(*faces))
    return done


def logo(done: Deliverable) -> str:
    return done.branding[-1]


def test_where_no_face_comes_all_stands_as_the_kit_has_it() -> None:
    done = made(MIDDLE)

    assert logo(done) == "logo top-right"
    assert graph_text(done) == graph_text(made())
    assert done.overlay == made().overlay
    assert (done.explanations, done.notes) == (made().explanations, ())


@pytest.mark.parametrize(
    ("faces", "corner"),
    [
        ((TOP_RIGHT,), "top-left"),
        ((TOP_RIGHT, TOP_LEFT), "bottom-right"),
        ((TOP_RIGHT, TOP_LEFT, face_at(0.9, 0.9)), "bottom-left"),
        ((face_moving(lambda at: (0.5 + 0.06 * at, 0.12)),), "top-left"),
    ],
)
def test_the_logo_takes_the_nearest_corner_that_stays_free(
    faces: tuple[FaceTrack, ...], corner: str
) -> None:
    assert logo(made(*faces)) == f"logo {corner} (a face comes top-right)"


def test_who_walks_past_the_logo_between_two_looks_is_not_missed() -> None:
    passer = face_moving(lambda at: (0.5 + 0.3 * at, 0.12), high=0.1, seconds=2)

    assert logo(made(passer)) == "logo top-left (a face comes top-right)"


def test_a_logo_beside_a_round_head_may_stay() -> None:
    assert logo(made(face_at(0.66, 0.35, high=0.3))) == "logo top-right"


FOUR = [face_at(x, y) for x in (0.1, 0.9) for y in (0.12, 0.9)]
ROWS = [face_at(x, y) for x in (0.06, 0.14, 0.86, 0.94) for y in (0.1, 0.3, 0.5, 0.7, 0.9)]
UNDER = [face_at(x, 0.2, high=0.14) for x in (0.15, 0.85)]  # under a smaller logo at the top
CLOSE = [face_at(0.5, 0.5, high=1.6)]  # cheeks and hair are everywhere


@pytest.mark.parametrize(
    ("faces", "shown", "note"),
    [
        (
            [*(face_at(x, 0.2, high=0.14) for x in (0.15, 0.85)), *FOUR[1::2]],
            "top-right",
            "smaller",
        ),
        (FOUR, "right", "smaller and lower here"),
        (CLOSE, "top-right", "sometimes covers part of one"),
    ],
)
def test_where_no_corner_is_free_the_logo_is_smaller_or_lower_and_it_is_told(
    faces: list[FaceTrack], shown: str, note: str
) -> None:
    [done] = deliver(programme().with_layer(Bug()), a_kit(logo=LOGO), {}, world(*faces))

    assert logo(done).split(" (")[0] == f"logo {shown}"
    assert [one.partition(":")[0] for one in done.notes if note in one] == ["brand"]


def test_where_eyes_come_everywhere_the_logo_is_only_on_the_cards() -> None:
    done = made(*ROWS)

    assert not any(shown.startswith("logo") for shown in done.branding)
    assert LOGO_ON_CARDS in done.notes
    assert "brand" not in {drawn.step for drawn in done.places}


def test_a_logo_does_not_push_subtitles_up_over_a_mouth() -> None:
    beside = [face_at(0.99, 0.1), face_at(0.015, 0.1)]  # the logo is over hair at the top

    assert logo(made(*beside)) == "logo bottom-right (a face comes top-right)"
    low = made(*beside, face_at(0.5, 0.65, high=0.3))

    assert logo(low) == "logo right (a face comes top-right)"
    assert not [why for why in low.explanations if why.step == "subtitle"]


def test_subtitles_over_a_mouth_stand_at_the_top_for_all_of_the_video() -> None:
    low, small = face_at(0.5, 0.8), [face_at(0.5, y, high=0.05) for y in (0.1, 0.25)]
    done = made(low, subtitles={"position": "bottom"})

    assert [str(why) for why in done.explanations if why.step == "subtitle"] == [
        "subtitle: at the top, clear of the face"
    ]
    assert done.overlay != made().overlay
    assert not done.notes
    assert [
        w.text for w in made(face_at(0.5, 0.1), subtitles={"position": "top"}).explanations
    ] == ["at the bottom, clear of the face"]
    assert any("film from a little further away" in note for note in made(low, *small).notes)


def plate(done: Deliverable) -> Box:
    [box] = [drawn.box for drawn in done.places if drawn.step == "lower-third"]
    return box


def test_a_name_plate_stands_across_from_a_face() -> None:
    done = made(face_at(0.15, 0.75, high=0.4))

    assert "lower-third: bottom-right, clear of the face" in map(str, done.explanations)
    assert plate(done).size == plate(made()).size


def test_a_name_plate_beside_eyes_is_smaller_or_at_the_top_and_else_it_is_told() -> None:
    low = [face_at(x, 0.9, high=0.2) for x in (0.12, 0.88)]
    under = made(*(face_at(x, 0.855, high=0.12) for x in (0.1, 0.9)))
    over = made(*low)
    nowhere = made(*low, *(face_at(x, 0.1, high=0.2) for x in (0.12, 0.88)))

    assert plate(under).height < plate(made()).height
    assert plate(over).y < 0.2 * 1080
    assert PLATE_OVER_FACE in nowhere.notes
    assert PLATE_OVER_FACE not in (*under.notes, *over.notes)


def test_a_mark_that_would_cover_eyes_is_left_out_and_one_stays_on_each_side() -> None:
    def find_marks(*faces: FaceTrack) -> list[Box]:
        edit = programme().with_layer(Watermark(Marking.DRAFT, "en")).with_layer(Bug())
        [done] = deliver(edit, a_kit(logo=LOGO), {}, world(*faces))
        [bug] = [drawn.box for drawn in done.places if drawn.step == "brand"]
        marks = [drawn.box for drawn in done.places if drawn.step == "mark"]
        assert not any(mark.is_overlapping(bug) for mark in marks)
        return marks

    everywhere = [face_at(0.02, y) for y in (0.2, 0.5, 0.8)]

    assert len(find_marks()) == 2 * len(AT)
    assert len(find_marks(face_at(0.02, 0.5))) == 2 * len(AT) - 1
    assert len(find_marks(*everywhere)) == len(AT) + 1


def joined_with_a_low_face_first(said_at: float) -> Deliverable:
    """Two clips of 10 s, of which only the first has faces, with a text and a name at a moment."""
    clips = [
        create_edit(replace(media(seconds=10), path=media().path.with_name(f"{name}.mp4")))
        for name in ("low", "bare")
    ]
    edit = concatenate_clips(clips, clips[0].canvas)
    at = Seconds(str(said_at))
    edit = edit.with_cues((Cue(Span(at, at + 2), "Hello there."),), "en").with_layer(Subtitles())
    edit = edit.with_layer(LowerThird(at, Seconds(2), (("name", "Maria"),)))
    low = world(face_at(0.5, 0.85, high=0.4), face_at(0.15, 0.85, high=0.4))

    def ask(question: Question[Any], /) -> Any:
        if isinstance(question, FocusOf) and question.clock[0].media.path.stem == "bare":
            return Focus((), Seconds(10))
        return low(question)

    [done] = deliver(edit, a_kit(lower_third={"lines": ["{name}"]}), {}, ask)
    return done


def test_of_joined_clips_only_those_shown_meanwhile_move_a_text() -> None:
    first, second = (joined_with_a_low_face_first(at) for at in (2, 12))
    words = "clear of the face"

    assert f"subtitle: at the top, {words}" in map(str, first.explanations)
    assert any(words in str(why) for why in first.explanations if why.step == "lower-third")
    assert not any(words in str(why) for why in second.explanations)
    assert second.notes == ()


def test_faces_are_placed_where_a_cut_and_a_ground_bring_them() -> None:
    here = choose_crop_window((1920, 1080), (1080, 1920))
    path = CameraPath(
        (0.2, 0.4), (CameraMove(Span(Seconds(4), Seconds(5)), (0.2, 0.4), (0.8, 0.4)),)
    )
    moving = Placement(seen=here.find_seen_part(path.first), camera=(here, path))
    edit = programme()
    cut = find_shown_faces(replace(edit, placement=moving), world(face_at(0.8, 0.4)))
    inside = Placement(inside=(0.0, 0.34, 1.0, 0.66))
    whole = find_shown_faces(replace(edit, placement=inside), world(face_at(0.8, 0.4)))

    assert cut[0].face[0] > 1  # beside the frame, which has not come there yet
    assert cut[-1].face[0] == pytest.approx(0.5 - 0.05625 / here.relative_size[0], abs=0.01)
    assert whole[0].face[1] == pytest.approx(0.34 + 0.3 * 0.32)


def test_of_several_clips_the_faces_of_all_count() -> None:
    edit = programme()
    two = replace(edit, parts=(edit, edit))

    assert len(find_shown_faces(two, world(MIDDLE))) == 2 * len(
        find_shown_faces(edit, world(MIDDLE))
    )


def test_two_formats_of_one_size_keep_their_own_texts() -> None:
    edit = programme().with_cues((Cue(Span(Seconds(1), Seconds(3)), "Hello there."),), "en")
    wall = {"wall": {"size": [1080, 1920], "fit": "blur", "safe": [0.2, 0.1, 0.3, 0.1]}}
    kit = a_kit(formats=wall)
    both = deliver(edit.with_layer(Subtitles()), kit, {}, world(MIDDLE), ("portrait", "wall"))
    names = [one.overlay.name for one in both if one.overlay]

    assert names == ["texts-1080x1920.ass", "texts-1080x1920-wall.ass"]
    assert [name in graph_text(one) for name, one in zip(names, both, strict=True)] == [True] * 2


def test_a_stretch_that_is_previewed_is_dressed_as_the_whole() -> None:
    late = Focus((FaceTrack(TOP_RIGHT.boxes[20:]),), Seconds(10))

    def ask(question: Question[Any], /) -> Any:
        if isinstance(question, FocusOf):
            return late.keep_spans([segment.seen_span for segment in question.clock])
        return world()(question)

    edit, start = programme().with_layer(Bug()), Span(Seconds(0), Seconds(2))
    part, kit = edit.keep_spans([start]), a_kit(logo=LOGO)
    [whole] = deliver(edit, kit, {}, ask)
    [alone] = deliver(part, kit, {}, ask)
    [previewed] = deliver(part, kit, {}, answer_for_whole(edit, ask))

    assert logo(whole) == logo(previewed) == "logo top-left (a face comes top-right)"
    assert logo(alone) == "logo top-right"


@pytest.mark.parametrize(
    ("position", "then"),
    [
        (Position.TOP_RIGHT, ["top-left", "bottom-right", "bottom-left"]),
        (Position.BOTTOM_LEFT, ["bottom-right", "top-left", "top-right"]),
        (Position.TOP, ["top-right", "top-left", "bottom-right", "bottom-left"]),
    ],
)
def test_corners_are_tried_across_first(position: Position, then: list[str]) -> None:
    assert [str(corner) for corner in order_corners(position)] == [str(position), *then]


def test_eyes_and_mouth_weigh_more_than_hair() -> None:
    [face, *_] = find_shown_faces(programme(), world(MIDDLE))
    hair = (0.4, face.head[1], 0.6, face.face[1])

    assert measure_face_cover(hair, [face], hair=False) == 0
    assert measure_face_cover(hair, [face], hair=True) > 0
    assert measure_face_cover(face.features, [face], hair=True) > measure_face_cover(
        hair, [face], hair=True
    )
