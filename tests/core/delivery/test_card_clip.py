"""The card of a programme: filled in, with a frame of the clip where its layout has a photo."""

from __future__ import annotations

from typing import Any

from egv.core.delivery.card_clip import build_card_clip
from egv.core.programme.edit import create_edit
from egv.core.programme.questions import BestFrameOf, CardClipOf, Question
from egv.core.titles.card import CardLook
from tests.conftest import a_kit, media


def look_of(section: str, texts: dict[str, str], **kit: Any) -> CardLook | None:
    """The look that is asked for; the frame of the clip is "picture"."""
    found, edit = a_kit(**kit), create_edit(media())
    looks: list[CardLook] = []

    def ask(question: Question[Any]) -> Any:
        if isinstance(question, BestFrameOf):
            assert question.clock == edit.clock
            return "picture"
        assert isinstance(question, CardClipOf)
        looks.append(question.look)
        return media()

    build_card_clip(edit, found, getattr(found.spec, section), texts, ask)
    return looks[0] if looks else None


def test_a_photo_is_a_frame_of_the_clip_and_no_other_layout_asks_for_one() -> None:
    photo = look_of("intro", {"title": "Hello"}, intro={"layout": "photo"})
    disc = look_of("intro", {"title": "Hello"})
    assert photo
    assert disc

    assert (photo.photo, photo.lines) == ("picture", ("Hello",))
    assert disc.photo == ""


def test_layout_and_motion_leave_the_texts_of_an_outro_alone() -> None:
    kit = {"outro": {"layout": "split", "motion": "lively", "cta": {"text": "Questions?"}}}
    outro = look_of("outro", {"cta": "Questions?"}, **kit)
    assert outro

    assert (outro.form, outro.motion, outro.lines) == ("split", "lively", ("Questions?",))


def test_an_intro_that_nobody_fills_in_is_left_out() -> None:
    assert look_of("intro", {}) is None
    assert look_of("intro", {"title": "Hello"}, intro={"card": None}) is None


def test_an_outro_has_its_code() -> None:
    call = {"text": "Mail us", "url": "https://a.example", "qr": True}
    outro = look_of("outro", {"cta": "Mail us"}, outro={"cta": call})
    assert outro

    assert outro.qr == "https://a.example"
