"""Contrast rules of a kit: which texts are refused, which get advice, and at which key."""

from __future__ import annotations

from typing import Any

import pytest

from egv.core.kit.contrast_rules import find_contrast_faults, list_colour_names
from egv.core.kit.kit import KitFile
from egv.core.text.faults import FaultSeverity


def kit(**says: Any) -> KitFile:
    return KitFile.model_validate({"name": "test", **says})


def test_the_usual_kit_is_readable() -> None:
    assert list(find_contrast_faults(kit())) == []


@pytest.mark.parametrize(
    ("says", "path", "advice"),
    [
        # Subtitles have to reach 4.5:1, and are never advice.
        ({"subtitles": {"text": "#707070", "box": {"opacity": 1}}}, ("subtitles", "text"), False),
        # A plate gets advice from 3:1 up, and is refused below.
        ({"lower_third": {"text": "#777777", "background": "#FFFFFF", "opacity": 1}},
         ("lower_third", "text"), True),
        ({"lower_third": {"text": "#AAAAAA", "background": "#FFFFFF"}},
         ("lower_third", "text"), False),
        # A card's headline is large: 3:1 is enough.
        ({"intro": {"card": {"text": "#AAAAAA", "background": "#FFFFFF"}}},
         ("intro", "card", "text"), False),
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_read_is_found_at_its_key(
    says: dict[str, Any], path: tuple[str, ...], advice: bool
) -> None:
    [fault] = find_contrast_faults(kit(**says))

    assert (fault.path, fault.severity is FaultSeverity.WARNING) == (path, advice)
    assert " has a contrast of " in fault.message


@pytest.mark.parametrize(
    "says",
    [
        {"subtitles": {"text": "#808080", "box": {"opacity": 1}}},
        {"intro": {"card": {"text": "#949494", "background": "#FFFFFF"}}},  # 3.03:1
        {"lower_third": {"style": "line", "text": "#FFFFFF", "background": "#FFFFFF"}},
        {"intro": {"card": None}, "outro": {"card": None}},
        # A name that is in no palette is a fault of its own, found elsewhere.
        {"lower_third": {"text": "nosuch"}},
    ],
)
def test_what_can_be_read_is_no_fault(says: dict[str, Any]) -> None:
    assert list(find_contrast_faults(kit(**says))) == []


def test_a_clear_box_is_judged_over_the_worst_picture_and_told_to_be_less_clear() -> None:
    [fault] = find_contrast_faults(kit(subtitles={"box": {"opacity": 0.3}}))

    assert fault.message.endswith(", or a higher opacity")


def test_without_a_box_the_outline_is_the_ground() -> None:
    outlined = {"box": {"opacity": 0}, "outline": {"width": 0.1, "colour": "#FFFFFF"}}
    [fault] = find_contrast_faults(kit(subtitles={"text": "#FFFFFF", **outlined}))

    assert "#FFFFFF on #FFFFFF has a contrast of 1.0" in fault.message


def test_where_only_the_palette_was_set_the_fault_is_there() -> None:
    faults = list(find_contrast_faults(kit(palette={"primary": "#EEEEEE"})))

    assert [fault.path for fault in faults] == [("palette", "primary")]


def test_a_card_on_which_no_letters_can_be_read_is_a_fault() -> None:
    same = dict.fromkeys(("text_on_primary", "text", "background", "primary"), "#777777")
    faults = {fault.path: fault for fault in find_contrast_faults(kit(palette=same))}

    assert "choose another" in faults["intro", "card", "background"].message


def test_every_colour_outside_the_palette_is_listed_once() -> None:
    paths = [path for path, _ in list_colour_names(kit(intro={"card": {"text": "#FFFFFF"}}))]

    assert len(paths) == len(set(paths)) == 10
    assert ("intro", "card", "text") in paths
    assert ("outro", "card", "text") not in paths
