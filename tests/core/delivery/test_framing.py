"""Formats of clips with people in them: cut or whole, how large, and what is said of it."""

from dataclasses import replace
from fractions import Fraction
from math import gcd

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.delivery.framing import frame_all_parts, frame_edit
from egv.core.kit.formats import VideoFormat, find_format
from egv.core.kit.sections import FormatStyle
from egv.core.media.clip import Cue
from egv.core.media.timing import Seconds, Span
from egv.core.overlays.ground import find_caption_part
from egv.core.picture.camera import Focus
from egv.core.picture.colour_stats import ColourStats
from egv.core.picture.crop import Fit, Follow, Framing, choose_crop_window, fit_sharp_frame
from egv.core.picture.heads import FaceTrack
from egv.core.programme.concat import concatenate_clips
from egv.core.programme.edit import Edit, create_edit
from egv.core.programme.layers import Subtitles
from egv.core.programme.questions import Ask, ColourOf, FocusOf
from tests.conftest import a_kit, answering, face_at, graph_text, media, programme
from tests.steps.test_colour_correct import DIM_AND_WARM

PORTRAIT = find_format("portrait", {})
SPEAKER, NEAR = face_at(0.3, 0.4), face_at(0.5, 0.5, high=0.6)


def world(*faces: FaceTrack) -> Ask:
    filmed: ColourStats = DIM_AND_WARM
    return answering({FocusOf: Focus(faces, Seconds(10)), ColourOf: filmed})


def brought(edit: Edit, *faces: FaceTrack) -> Edit:
    return frame_edit(edit, PORTRAIT, a_kit(), world(*faces))


def fit(edit: Edit) -> object:
    return dict(edit.explanations[-1].facts)["fit"]


@pytest.mark.parametrize(
    ("picture", "frame", "made"),
    [
        ((1920, 1080), (1080, 1920), (1080, 1920)),
        ((1280, 720), (1080, 1920), (720, 1280)),
        ((640, 360), (1080, 1920), (360, 640)),
        ((720, 1280), (1920, 1080), (1280, 720)),
        ((1280, 720), (1080, 1080), (1080, 1080)),
        ((640, 360), (1080, 1080), (648, 648)),
        ((640, 360), (1080, 1350), (512, 640)),
        ((3840, 2160), (1080, 1920), (1080, 1920)),
    ],
)
def test_a_cut_is_enlarged_as_far_as_it_stays_sharp(
    picture: tuple[int, int], frame: tuple[int, int], made: tuple[int, int]
) -> None:
    assert fit_sharp_frame(choose_crop_window(picture, frame), frame) == made


sides = st.integers(8, 1500).map(lambda side: side * 2)


@given(sides, sides, sides, sides)
def test_a_smaller_frame_has_the_shape_and_is_enlarged_by_four_fifths_at_most(
    wide: int, high: int, to_wide: int, to_high: int
) -> None:
    here = choose_crop_window((wide, high), (to_wide, to_high))
    if not here.width or not here.height:
        return
    made = fit_sharp_frame(here, (to_wide, to_high))

    assert made[0] % 2 == made[1] % 2 == 0
    assert made[0] <= max(Fraction(2), Fraction(9, 5) * here.width)
    assert made[1] <= max(Fraction(2), Fraction(9, 5) * here.height)
    assert abs(made[0] * to_high - made[1] * to_wide) <= 2 * max(to_wide, to_high)
    if made != (to_wide, to_high) and max(to_wide, to_high) // gcd(to_wide, to_high) <= 16:
        assert made[0] * to_high == made[1] * to_wide or min(made) < 32


def test_720_lines_are_cut_to_720_columns_and_it_is_said_once() -> None:
    small = brought(programme(width=1280, height=720), SPEAKER)
    large = brought(programme(), SPEAKER)
    facts = dict(small.explanations[-1].facts)

    assert (small.canvas.size, fit(small)) == ((720, 1280), "crop")
    assert (facts["width"], facts["height"]) == (720, 1280)
    assert "scale=flags=bicubic:h=1280:w=720" in graph_text(small)
    assert small.notes == (
        "reframe: portrait is 720x1280 here, not 1080x1920, because a further"
        " enlarged crop would be blurred; film in 1080p or more for the full size",
    )
    assert (large.canvas.size, large.notes) == ((1080, 1920), ())


def test_what_would_be_filled_by_a_face_is_shown_whole_with_a_note() -> None:
    done = brought(programme(width=1280, height=720), NEAR)

    assert (done.canvas.size, fit(done)) == ((1080, 1920), "blur")
    assert done.notes == (
        "reframe: portrait shows the whole picture, because a crop would be filled by the"
        " face; to crop it anyway, add --fit crop",
    )


@pytest.mark.parametrize("framing", [Framing(Fit.CROP), Framing(follow=Follow.CENTRE)])
def test_a_person_who_insists_gets_the_cut_and_a_note(framing: Framing) -> None:
    done = brought(programme().with_framing(framing), NEAR)

    assert fit(done) == "crop"
    assert done.notes == (
        "reframe: portrait is cropped as asked, but the crop would be filled by the face;"
        " --fit blur shows the whole picture",
    )


def joined(*clips: tuple[int, int, int]) -> Edit:
    """A programme of clips, each of a width, a height and so many seconds."""
    edits = [
        create_edit(
            replace(
                media(seconds=seconds, width=wide, height=high),
                path=media().path.with_name(f"{n}.mp4"),
            )
        )
        for n, (wide, high, seconds) in enumerate(clips)
    ]
    return concatenate_clips(edits, edits[0].canvas)


def test_of_several_clips_most_say_how_large_the_programme_is() -> None:
    kit, ask = a_kit(), world(SPEAKER)
    mostly_large = frame_all_parts(joined((1920, 1080, 8), (640, 360, 2)), PORTRAIT, kit, ask)
    mostly_small = frame_all_parts(joined((1920, 1080, 2), (1280, 720, 8)), PORTRAIT, kit, ask)
    insisted = joined((1920, 1080, 8), (1280, 720, 2)).with_framing(Framing(Fit.CROP))
    forced = frame_all_parts(insisted, PORTRAIT, kit, ask)
    fits = [
        dict(why.facts).get("fit") for why in mostly_large.explanations if why.step == "reframe"
    ]

    assert mostly_large.canvas.size == (1080, 1920)
    assert fits == ["crop", "blur"]
    assert mostly_large.notes == (
        "1.mp4: reframe: portrait shows the whole picture, because a crop is too small"
        " for 1080x1920",
    )
    assert mostly_small.canvas.size == forced.canvas.size == (720, 1280)
    assert {part.canvas.size for part in (*mostly_small.parts, *forced.parts)} == {(720, 1280)}


LANDSCAPE = find_format("landscape", {})
SUBTITLED = (Cue(Span(Seconds(1), Seconds(3)), "Hello there."),)


def landscape(
    size: tuple[int, int], *faces: FaceTrack, wanted: VideoFormat = LANDSCAPE, burn: bool = False
) -> Edit:
    edit = programme(width=size[0], height=size[1])
    edit = edit.with_cues(SUBTITLED, "en").with_layer(Subtitles()) if burn else edit
    return frame_edit(edit, wanted, a_kit(), world(*faces))


@pytest.mark.parametrize("size", [(1080, 720), (1440, 1080), (1620, 1080), (1920, 1200)])
def test_a_shape_that_is_near_is_cut(size: tuple[int, int]) -> None:
    done = landscape(size, face_at(0.5, 0.5, high=0.5))

    assert (fit(done), done.canvas.size, done.notes) == ("crop", (1920, 1080), ())
    assert fit(landscape(size)) == "crop"


@pytest.mark.parametrize(
    ("size", "face", "wanted"),
    [
        ((1080, 720), face_at(0.5, 0.5, high=0.8), LANDSCAPE),  # a head would be cut
        ((1080, 1080), SPEAKER, LANDSCAPE),  # not near
        ((640, 480), SPEAKER, LANDSCAPE),  # too small
        ((1080, 720), SPEAKER, replace(LANDSCAPE, kit_chose_fit=True)),
    ],
)
def test_what_a_cut_would_lose_or_blur_is_shown_whole(
    size: tuple[int, int], face: FaceTrack, wanted: VideoFormat
) -> None:
    assert fit(landscape(size, face, wanted=wanted)) == "blur"


def test_a_format_says_whether_the_kit_chose_how_it_is_filled() -> None:
    styles = {"landscape": FormatStyle(fit=Fit.BLUR), "square": FormatStyle(size=(720, 720))}

    assert find_format("landscape", styles).kit_chose_fit
    assert not find_format("square", styles).kit_chose_fit


def test_a_whole_picture_stands_beside_its_subtitles_on_the_kits_colour() -> None:
    upright, level = (1080, 1920), (1920, 1080)
    beside, bare = landscape(upright, burn=True), landscape(upright)
    under = brought(
        programme(width=1920, height=1080).with_cues(SUBTITLED, "en").with_layer(Subtitles()), NEAR
    )

    assert (fit(beside), fit(bare), fit(under)) == ("pad", "blur", "pad")
    assert beside.placement.inside[2] == 1
    assert beside.placement.ground == a_kit().resolve_colour("primary")
    assert (bare.placement.inside[0] + bare.placement.inside[2]) / 2 == pytest.approx(0.5, abs=0.01)
    assert under.placement.inside[3] < 0.65
    assert beside.explanations[-1].text.endswith("with the subtitles beside it")
    assert find_caption_part(beside, a_kit()).right < beside.placement.inside[0] * level[0]


def test_a_name_plate_at_the_right_brings_the_picture_to_the_left() -> None:
    edit = programme(width=1080, height=1920).with_cues(SUBTITLED, "en").with_layer(Subtitles())
    kit = a_kit(lower_third={"position": "bottom-right"})

    assert frame_edit(edit, LANDSCAPE, kit, world()).placement.inside[0] == 0


def test_a_person_who_asks_for_blur_gets_it_beside_the_subtitles_too() -> None:
    edit = programme(width=1080, height=1920).with_framing(Framing(Fit.BLUR))
    done = frame_edit(
        edit.with_cues(SUBTITLED, "en").with_layer(Subtitles()), LANDSCAPE, a_kit(), world()
    )

    assert (fit(done), done.placement.ground, done.placement.inside[2]) == ("blur", None, 1)
