"""No logo, name plate, subtitle or mark is on eyes or a mouth, nor across the edge of a picture.

Faces are where a person marked them in frames of real clips, not where the detector saw them.
"""

from __future__ import annotations

from statistics import median
from typing import Any

import pytest

from egv.core.delivery.deliver import Deliverable, deliver
from egv.core.delivery.framing import NEAR
from egv.core.media.clip import Cue
from egv.core.media.timing import Seconds, Span
from egv.core.overlays.free_places import has_overlap, to_relative_box
from egv.core.overlays.overlay import SUBTITLES_OVER_FACE
from egv.core.picture.crop import LARGEST, Placement
from egv.core.picture.crop_choice import TOO_LARGE
from egv.core.picture.heads import enclose_boxes
from egv.core.programme.edit import create_edit
from egv.core.programme.layers import Bug, LowerThird, Marking, Subtitles, Watermark
from egv.core.programme.questions import (
    ColourOf,
    FocusOf,
    FontFaceAt,
    ImageSizeOf,
    LightUnder,
    Question,
    ShotsIn,
)
from egv.tools.draw.fonts import load_font_face
from egv.tools.draw.images import load_image_facts
from egv.tools.library.kits import load_kit
from tests.conftest import answering, media
from tests.core.overlays.marked_faces import (
    BACKLIT,
    CLOSE,
    MARKS,
    PORTRAIT,
    SQUARE,
    WIDE,
    MarkedClip,
    load_marked_clip,
)
from tests.steps.test_colour_correct import DIM_AND_WARM

SHAPES = ("landscape", "portrait", "square", "feed")
TEXT = "We hebben dit kwartaal drie nieuwe locaties geopend en dat is gelukt."


def dressed(clip: MarkedClip, kit_name: str, shape: str) -> Deliverable:
    """The clip with all that can be drawn on it, from its first second to its last."""
    wide, high = clip.size
    whole = Span(Seconds(0), Seconds(clip.seconds))
    edit = create_edit(media(width=wide, height=high, seconds=clip.seconds))
    edit = edit.with_cues((Cue(whole, TEXT),), "nl").with_layer(Subtitles()).with_layer(Bug())
    texts = (("name", "Maria Jansen"), ("role", "Engineer"))
    edit = edit.with_layer(LowerThird(Seconds(0), whole.duration, texts))
    edit = edit.with_layer(Watermark(Marking.DRAFT, "nl"))

    def ask(question: Question[Any], /) -> Any:
        return clip.focus if isinstance(question, FocusOf) else answer_for_kit(question)

    [done] = deliver(edit, load_kit(kit_name), {}, ask, (shape,))
    return done


def answer_for_kit(question: Question[Any], /) -> Any:
    """Answer about the real files of a kit, and about a picture of medium light."""
    match question:
        case FontFaceAt(path):
            return load_font_face(path)
        case ImageSizeOf(path):
            facts = load_image_facts(path)
            return facts.width, facts.height
    return answering({LightUnder: 0.6, ShotsIn: (), ColourOf: DIM_AND_WARM})(question)


def placement(done: Deliverable) -> Placement:
    [part] = done.origin.seen
    return part.placement


def hidden(done: Deliverable, clip: MarkedClip) -> list[tuple[str, float]]:
    """What is drawn on marked eyes or a marked mouth, and when, s."""
    where = placement(done)
    return [
        (drawn.step, float(at))
        for drawn in done.places
        for at, part in clip.marks
        if has_overlap(to_relative_box(drawn.box, done.canvas), where.place_on_frame(part, at))
    ]


@pytest.mark.parametrize("kit", ["acme", "neutral"])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", [*MARKS, WIDE])
def test_nothing_is_drawn_on_eyes_or_a_mouth(name: str, shape: str, kit: str) -> None:
    clip = load_marked_clip(name)
    done = dressed(clip, kit, shape)

    assert {drawn.step for drawn in done.places} >= {"subtitle", "lower-third", "mark"}
    assert hidden(done, clip) == []


@pytest.mark.parametrize("kit", ["acme", "neutral"])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", [*MARKS, WIDE])
def test_no_text_and_no_logo_lies_across_the_edge_of_a_picture(
    name: str, shape: str, kit: str
) -> None:
    done = dressed(load_marked_clip(name), kit, shape)
    inside = placement(done).inside
    parts = [
        (drawn.step, to_relative_box(drawn.box, done.canvas))
        for drawn in done.places
        if drawn.step != "mark"
    ]

    assert [
        step
        for step, part in parts
        if has_overlap(part, inside) and enclose_boxes([part, inside]) != inside
    ] == []


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", [PORTRAIT, SQUARE, BACKLIT, WIDE])
def test_a_crop_leaves_the_room_of_a_portrait(name: str, shape: str) -> None:
    clip = load_marked_clip(name)
    done = dressed(clip, "acme", shape)
    where = placement(done)
    if where.inside != (0.0, 0.0, 1.0, 1.0) or where.camera is None:
        return  # shown whole, or already of this shape
    here, _ = where.camera
    eyes = [where.place_on_frame(part, at) for at, part in clip.marks[::2]]
    [track] = clip.focus.faces
    faces = [where.place_on_frame(box.face, box.at) for box in track.boxes]

    assert 0.25 < median((top + bottom) / 2 for _, top, _, bottom in eyes) < 0.45
    assert done.canvas.width <= LARGEST * here.width + 2
    assert min(here.relative_size) >= NEAR or (
        median(bottom - top for _, top, _, bottom in faces) <= TOO_LARGE
    )


def test_a_close_face_is_told_where_texts_cover_cheeks() -> None:
    done = dressed(load_marked_clip(CLOSE), "acme", "square")

    assert SUBTITLES_OVER_FACE in done.notes


def test_a_logo_leaves_the_subtitles_their_room_under_a_picture() -> None:
    done = dressed(load_marked_clip(CLOSE), "acme", "portrait")
    [logo] = [drawn.box for drawn in done.places if drawn.step == "brand"]

    subtitles = [drawn.box for drawn in done.places if drawn.step == "subtitle"]
    assert subtitles
    assert not any(map(logo.is_overlapping, subtitles))
