"""Quantities get the comma of Dutch; versions, names and what is typed keep their point."""

from __future__ import annotations

import pytest

from egv.core.text.translation import (
    Translated,
    UiLanguage,
    write_decimal_comma,
    write_decimal_commas,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0.1 s weg", "0,1 s weg"),
        ("12.5 MB, 3.25 s.", "12,5 MB, 3,25 s."),
        ("van -27.3 naar -16.0 LUFS, piek -1.6 dBTP", "van -27,3 naar -16,0 LUFS, piek -1,6 dBTP"),
        ("1:12.0 → 1:06.5", "1:12,0 → 1:06,5"),
        ("op 1:02:03.5", "op 1:02:03,5"),
        ("met 29.97 beelden per seconde", "met 29,97 beelden per seconde"),
        ("contrast 1.04, verzadiging 1.1", "contrast 1,04, verzadiging 1,1"),
        (
            "een contrast van 3.2, en er is minstens 4.5 nodig",
            "een contrast van 3,2, en er is minstens 4,5 nodig",
        ),
        ("99.5% klaar", "99,5% klaar"),
    ],
)
def test_a_quantity_gets_a_comma(text: str, shown: str) -> None:
    assert write_decimal_commas(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "ffmpeg 7.1 gevonden", "egv 0.1.0", "acme@2026.1 s", "take-1.5 s", "opname 2.5 s.mov",
        "egv trim --start 2.5 --end 10.5", "--pause=0.5 s", "schrijf 10-12.5 of 1:10-1:12.5",
        "/tmp/2.5 s", "CC BY 4.0, J. Maker", "127.0.0.1 s", "v1.2 s", "kit.yaml:3.1",
    ],
)  # fmt: skip
def test_what_is_typed_or_a_name_stays(text: str) -> None:
    assert write_decimal_commas(text) == text


def test_what_fills_a_place_is_changed_only_where_it_is_a_quantity() -> None:
    line = Translated("{name}: {size}, {length}", "{name}: {size}, {length}")

    said = line.render(UiLanguage.NL, name="Sprint van 2.5 s", size="1.2 MB", length=3.25)
    assert said == "Sprint van 2.5 s: 1,2 MB, 3,2"
    assert line.render(UiLanguage.EN, name="x", size="1.2 MB", length=3.25) == "x: 1.2 MB, 3.2"
    assert write_decimal_comma("1.2 s te laat") == "1.2 s te laat"
