"""Layers and bumpers as geometry and as graphs, before any pixel is drawn."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from egv.core.cues.cue_layout import CaptionLayout, plan_caption_layout
from egv.core.errors import UsageError
from egv.core.media.clip import Canvas, Chapter, Cue, TextTrack
from egv.core.media.shape import Box, find_safe_area
from egv.core.media.timing import Seconds, Span
from egv.core.overlays.corner_logo import place_bug
from egv.core.overlays.framed_edit import FramedEdit
from egv.core.overlays.overlay import dress_picture
from egv.core.programme.layers import Bug, Bumpers, LowerThird, Subtitles
from egv.core.programme.questions import (
    CardClipOf,
    FontFaceAt,
    ImageSizeOf,
    LightUnder,
    LoudnessOf,
    MediaAt,
    ShotsIn,
)
from egv.core.sound.loudness import Loudness
from egv.core.titles.lower_third import PlatePlace, draw_lower_third
from tests.conftest import FACE, a_kit, answering, delivered, graph_text, media, programme
from tests.core.titles.plates import HERE, SIZES, TEXT, corner

KIT = a_kit(
    logo={"variants": {"tile": {"file": "tile.png"}}},
    intro={"card": {"duration": 2}, "transition": {"type": "crossfade", "duration": 0.4}},
    outro={"card": {"duration": 3}, "transition": {"type": "fade", "duration": 0.4}},
)
WORLD: dict[Any, Any] = {
    FontFaceAt: FACE,
    ImageSizeOf: (300, 100),
    LightUnder: 0.5,
    CardClipOf: media(seconds=1, sound=False),
    MediaAt: replace(media(seconds=3), path=Path("/kits/test/intro.mp4")),
    LoudnessOf: Loudness(-20.0, -3.0),
    ShotsIn: (),
}


def cue(start: float, end: float, text: str = "Hello there.") -> Cue:
    return Cue(Span(Seconds(str(start)), Seconds(str(end))), text)


@example((1080, 1920), ["a" * 34])
@given(SIZES, st.lists(st.text("abcde fgh", min_size=1, max_size=80), min_size=1, max_size=2))
def test_a_name_plate_stays_in_its_area_or_is_refused(
    size: tuple[int, int], lines: list[str]
) -> None:
    canvas = Canvas(*size, Seconds(25))
    lines = [line.strip() or "x" for line in lines]
    area = find_safe_area(canvas)
    try:
        plate = draw_lower_third(a_kit(), lines, (TEXT, TEXT), PlatePlace(canvas, area), HERE)
    except UsageError:
        return

    assert area.x <= plate.box.x < plate.box.right <= area.right
    assert area.y <= plate.box.y < plate.box.bottom <= area.bottom


def plates_and_captions(size: tuple[int, int], text: str) -> tuple[list[str], list[str]]:
    """The ASS events of the name plate, and those of the subtitles."""
    edit = programme(width=size[0], height=size[1]).with_cues((cue(0, 8, text),), "en")
    edit = edit.with_layer(Subtitles()).with_layer(LowerThird(Seconds(1), Seconds(5)))
    overlay = delivered(edit, KIT, answering(WORLD), name="Maria", role="Engineer").overlay
    assert overlay is not None
    events = [line for line in overlay.ass.splitlines() if line.startswith("Dialogue")]
    captions = [line for line in events if ",Caption," in line]
    return [line for line in events if line not in captions], captions


@given(SIZES, st.text("abcde fgh", min_size=1, max_size=90).filter(str.strip))
def test_every_subtitle_stands_above_a_name_plate(size: tuple[int, int], text: str) -> None:
    plate, captions = plates_and_captions(size, text)
    top = min(corner(line)[1] for line in plate)
    bottom = max(corner(line)[1] for line in plate)

    assert plate
    assert captions
    assert all(corner(line)[1] < top for line in captions)
    assert bottom > size[1] * 0.7  # the plate itself stands at its own place


ENDS = ["top-left", "top-right", "bottom-left", "bottom-right", "right"]


@given(
    SIZES,
    st.sampled_from(ENDS),
    st.sampled_from(ENDS),
    st.sampled_from(["top", "bottom"]),
    st.text("abcde fgh", min_size=1, max_size=90).filter(str.strip),
)
def test_wherever_a_kit_puts_them_nothing_stands_over_another(
    size: tuple[int, int], plate: str, bug: str, captions: str, text: str
) -> None:
    kit = a_kit(
        logo={"variants": {"tile": {"file": "tile.png"}}, "bug": {"position": bug}},
        lower_third={"position": plate},
        subtitles={"position": captions},
    )
    edit = programme(width=size[0], height=size[1]).with_cues((cue(0, 8, text),), "en")
    edit = edit.with_layer(Subtitles()).with_layer(LowerThird(Seconds(1), Seconds(5)))
    ask = answering(WORLD)
    place = place_bug(FramedEdit(edit.with_layer(Bug()), kit, (), ask))
    assert place
    layout = plan_caption_layout(edit.canvas, kit.spec.subtitles, TEXT)
    said = {"name": "Maria Jansen", "role": "CEO"}
    drawn = dress_picture(FramedEdit(edit, kit, (), ask), said, place)
    assert drawn.overlay
    texts, plates = drawn_boxes(drawn.overlay.ass, layout)

    assert texts
    assert plates
    for one in texts:  # one after the other, so these may share their place
        assert not any(one.is_overlapping(other) for other in (place.room, *plates))
    assert not any(place.room.is_overlapping(each) for each in plates)
    for box in (place.room, *texts, *plates):
        assert 0 <= box.x < box.right <= size[0]
        assert 0 <= box.y < box.bottom <= size[1]


def drawn_boxes(ass: str, layout: CaptionLayout) -> tuple[list[Box], list[Box]]:
    """The boxes of the subtitles in an ASS file, and those of the name plates."""
    texts, plates = [], []
    for line in ass.splitlines():
        if line.startswith("Dialogue") and ",Caption," in line:
            if "\\p1" in line:
                continue
            x, foot = corner(line)
            box = layout.place_text_box(line.rpartition("}")[2].replace("\\N", "\n"))
            top = round(foot + layout.row_padding) - box.height + 1  # what rounding may have moved
            texts.append(Box(int(x) - box.width // 2, top, box.width, box.height - 2))
        elif "\\1a&H14" in line:  # the ground of a plate is a little transparent
            left, top = map(int, corner(line))
            plates.append(Box(left, top, *map(int, line.split(" l ")[2].split())))
    return texts, plates


def test_a_plate_too_high_for_its_room_is_set_smaller_or_refused() -> None:
    canvas = Canvas(640, 360, Seconds(25))
    lines = ["A name that is long enough to take a line", "Role\nin two\nlines"]

    def plate(height: int) -> Box:
        return draw_lower_third(
            a_kit(), lines, (TEXT, TEXT), PlatePlace(canvas, Box(32, 18, 576, height)), HERE
        ).box

    assert plate(200).height > 62 >= plate(62).height
    with pytest.raises(UsageError, match="too long for a name plate"):
        plate(40)


def branded(**bumpers: bool) -> Any:
    edit = programme(seconds=10, rate=25).with_bumpers(Bumpers(**bumpers))
    edit = replace(
        edit.with_cues((cue(1, 3),), "en"),
        text_tracks=(TextTrack("nld", (cue(2, 4),)),),
        chapters=(Chapter(Span(Seconds(0), Seconds(5)), "One"),),
    )
    return delivered(edit, KIT, answering(WORLD), title="Hello", cta="Bye")


def test_bumpers_add_their_length_less_what_overlaps() -> None:
    assert branded().frames == 250
    assert branded(intro=True).frames == 250 + 50 - 10
    assert branded(outro=True).frames == 250 + 75
    assert branded(intro=True, outro=True).frames == 250 + 50 - 10 + 75


def test_everything_timed_moves_with_the_programme() -> None:
    planned = branded(intro=True)
    later = Seconds(40, 25)

    assert planned.cues[0].span.start == 1 + later
    assert planned.text_tracks[0].cues[0].span == cue(2, 4).span.shift(later)
    assert planned.chapters[0].span.start == later


def test_the_sound_starts_on_the_sample_of_the_programmes_first_frame() -> None:
    assert "adelay=all=true:delays=76800S" in graph_text(branded(intro=True))


def test_a_bumper_clip_is_as_loud_as_the_programme() -> None:
    kit = a_kit(intro={"clips": {"landscape": "intro.mp4"}}, outro={"enabled": False})
    edit = programme().with_bumpers(Bumpers(intro=True))
    loud = {**WORLD, LoudnessOf: Loudness(-30.0, -3.0)}
    planned = delivered(edit, kit, answering(loud))

    assert planned.branding == ("intro of 3.0 s",)
    assert "volume=precision=double:volume=0.00dB" in graph_text(planned)


@pytest.mark.parametrize("size", [(1080, 1920), (1080, 1080)])
def test_a_clip_of_another_shape_gives_way_to_the_card(size: tuple[int, int]) -> None:
    kit = a_kit(intro={"clips": {"landscape": "intro.mp4"}, "card": {"lines": ["{title}"]}})
    edit = programme(width=size[0], height=size[1]).with_bumpers(Bumpers(intro=True))
    planned = delivered(edit, kit, answering(WORLD), title="Hello")

    assert planned.branding == ("intro of 2.5 s",)


def test_an_intro_without_any_of_its_lines_is_left_out_and_an_outro_shows_its_logo() -> None:
    edit = programme().with_bumpers(Bumpers(intro=True, outro=True))

    assert delivered(edit, KIT, answering(WORLD)).branding == ("outro of 3.0 s",)
    assert len(delivered(edit, KIT, answering(WORLD), title="Ours").branding) == 2


def test_a_name_for_which_no_room_is_left_is_refused_with_the_moment_and_the_others() -> None:
    edit = programme()
    for number in range(25):
        edit = edit.with_layer(LowerThird(Seconds(3), Seconds(5), (("name", f"Name {number}"),)))

    room = r"no room left for 'Name \d+' at 3\.0 s, beside \d+ other names; show it at another"
    with pytest.raises(UsageError, match=room):
        delivered(edit, KIT, answering(WORLD))
    long = (*edit.layers[:2], LowerThird(Seconds(3), Seconds(5), (("name", "x" * 400),)))
    with pytest.raises(UsageError, match="too long for a name plate"):
        delivered(replace(edit, layers=long), KIT, answering(WORLD))


def test_two_name_plates_at_one_time_stand_one_above_the_other() -> None:
    plates = [LowerThird(Seconds(1), Seconds(5), (("name", name),)) for name in ("Maria", "Jan")]
    edit = programme().with_layer(plates[0]).with_layer(plates[1])
    overlay = delivered(edit, KIT, answering(WORLD)).overlay
    assert overlay is not None
    at = {
        name: [int(y) for y in re.findall(r"\\clip\(\d+,(\d+),\d+,(\d+)\)", line)[0]]
        for line in overlay.ass.splitlines()
        for name in ("Maria", "Jan")
        if line.endswith(name)
    }

    assert at["Jan"][1] < at["Maria"][0]


def test_the_edits_own_texts_go_before_those_of_the_run() -> None:
    edit = programme().with_layer(LowerThird(Seconds(1), Seconds(5))).with_texts({"name": "Maria"})
    overlay = delivered(edit, KIT, answering(WORLD), name="Someone").overlay

    assert overlay is not None
    assert "Maria" in overlay.ass
    assert "Someone" not in overlay.ass


def test_a_plate_is_shown_earlier_in_a_short_programme() -> None:
    edit = programme(seconds=4).with_layer(LowerThird(Seconds(2), Seconds(3)))
    overlay = delivered(edit, KIT, answering(WORLD), name="Maria").overlay

    assert overlay is not None
    assert ",0:00:00.99,0:00:03.99," in overlay.ass


def test_nothing_to_brand_leaves_the_picture_to_be_copied() -> None:
    edit = programme().with_layer(Bug()).with_bumpers(Bumpers(intro=True, outro=True))

    assert delivered(edit).copied_source
    assert not delivered(edit, KIT, answering(WORLD)).copied_source


def test_a_name_of_two_lines_is_drawn_on_two() -> None:
    edit = programme().with_layer(LowerThird(Seconds(1), Seconds(5)))
    overlay = delivered(edit, KIT, answering(WORLD), name="Maria\nJansen\tof Acme").overlay

    assert overlay is not None
    assert "Maria\\NJansen of Acme" in overlay.ass


def test_an_outro_moves_nothing() -> None:
    planned = branded(outro=True)

    assert planned.cues[0].span.start == 1
    assert planned.text_tracks[0].cues[0].span == cue(2, 4).span
    assert planned.chapters[0].span == Span(Seconds(0), Seconds(5))


def test_without_a_brand_the_picture_and_sound_are_the_programmes_own() -> None:
    edit = programme()
    planned = delivered(edit, KIT, answering(WORLD))

    assert planned.copied_source
    assert planned.why_encoded == ""
    assert planned.sound is edit.sound
    assert (planned.overlay, planned.branding, planned.frames) == (None, (), edit.frames)


def test_a_muted_bumper_is_not_heard() -> None:
    kit = a_kit(intro={"clips": {"landscape": "intro.mp4"}, "audio": "mute"})
    edit = programme(sound=False).with_bumpers(Bumpers(intro=True))

    assert delivered(edit, kit, answering(WORLD)).sound is None


def test_a_bumper_that_is_silent_is_not_made_louder() -> None:
    kit = a_kit(intro={"clips": {"landscape": "intro.mp4"}})
    edit = programme(sound=False).with_bumpers(Bumpers(intro=True))
    silent = {**WORLD, LoudnessOf: Loudness(float("-inf"), float("-inf"))}

    assert delivered(edit, kit, answering(WORLD)).sound is not None
    assert delivered(edit, kit, answering(silent)).sound is None


def test_each_of_two_name_plates_has_its_own_words_in_its_own_size() -> None:
    plates = (
        LowerThird(Seconds(1), Seconds(3), (("name", "Maria"), ("role", "Engineer"))),
        LowerThird(Seconds(5), Seconds(3), (("name", "Jan " * 18), ("role", ""))),
    )
    edit = programme().with_layer(plates[0]).with_layer(plates[1])
    overlay = delivered(edit, KIT, answering(WORLD), role="Chief").overlay
    assert overlay is not None
    spoken = [line for line in overlay.ass.splitlines() if "Maria" in line or "Jan" in line]

    assert "Chief" not in overlay.ass
    assert overlay.ass.count("Engineer") == 1
    assert [line.split(",")[1:4:2] for line in spoken] == [
        ["0:00:00.99", "PlateName"],
        ["0:00:04.99", "PlateName1"],
    ]
    sizes = [line.split(",")[2] for line in overlay.ass.splitlines() if ": PlateName" in line]
    assert float(sizes[1]) < float(sizes[0])
