"""Texts of clips that become one programme: whose they are, and which clip may borrow which."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.app.plan.inputs import InputClip
from egv.app.plan.joining import join_clips
from egv.core.text.variables import DEFAULT, LINE, ClipTexts, TextValue


def clip(name: str, *texts: tuple[str, str, str], notes: tuple[str, ...] = ()) -> InputClip:
    """A clip with texts: the name of each, its words and its origin."""
    given = tuple(TextValue(*text) for text in texts)
    return InputClip(
        Path(f"raw/{name}.mov"), clip_texts=ClipTexts(given, (("stem", name),)), notes=notes
    )


def join(*clips: InputClip, inputs: tuple[str, ...] = ("a", "b")) -> InputClip:
    return join_clips(clips, inputs, ())


def test_one_clip_is_itself() -> None:
    only = clip("jan")

    assert join(only) is only


def test_each_clip_keeps_its_own_text_and_borrows_what_it_lacks() -> None:
    one = clip("jan", ("title", "Jan's week", "jan.egv.yaml"))
    other = clip("li", ("department", "HR", "li.egv.yaml"))
    whole = join(one, other)
    texts = [take.clip_texts.texts_by_name for take in whole.takes]

    assert texts[0] == {"stem": "jan", "title": "Jan's week", "department": "HR"}
    assert texts[1] == {"stem": "li", "title": "Jan's week", "department": "HR"}
    assert whole.clip_texts.texts_by_name["title"] == "Jan's week"


def test_a_default_gives_way_to_what_somebody_chose_for_another_clip() -> None:
    one = clip("jan", ("title", "Untitled", DEFAULT))
    other = clip("li", ("title", "Our week", "li.egv.yaml"))
    whole = join(one, other)

    assert whole.clip_texts.texts_by_name["title"] == "Our week"
    assert whole.takes[0].clip_texts.texts_by_name["title"] == "Our week"


def test_who_names_a_speaker_takes_no_role_from_another_clip() -> None:
    named = clip("jan", ("name", "Jan", "jan.egv.yaml"))
    other = clip("li", ("name", "Li", "li.egv.yaml"), ("role", "Chief", "li.egv.yaml"))
    whole = join(named, other)

    assert "role" not in whole.takes[0].clip_texts.texts_by_name
    assert whole.takes[1].clip_texts.texts_by_name["role"] == "Chief"


def test_a_role_that_was_said_on_the_line_is_everybodys() -> None:
    one = clip("jan", ("name", "Jan", LINE), ("role", "Chief", LINE))
    whole = join(one, clip("li"))

    assert whole.takes[1].clip_texts.texts_by_name["role"] == "Chief"


@pytest.mark.parametrize(
    ("inputs", "lists", "stem"),
    [(("week",), (), "week"), (("week", "more"), (), "jan"), (("week",), ("a.csv",), "jan")],
)
def test_a_programme_is_called_as_its_one_folder_or_its_first_clip(
    inputs: tuple[str, ...], lists: tuple[str, ...], stem: str, here: Path
) -> None:
    (here / "week").mkdir()
    whole = join_clips((clip("jan"), clip("li")), inputs, lists)

    assert whole.clip_texts.texts_by_name["stem"] == stem
    assert whole.name == ("week" if stem == "week" else "")


def test_a_note_on_several_clips_is_told_once() -> None:
    whole = join(clip("jan", notes=("same", "one")), clip("li", notes=("same", "other")))

    assert whole.notes == ("same", "one", "other")
