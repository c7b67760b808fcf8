"""One picture, framed in two ways, has one content; another picture has another."""

from __future__ import annotations

import pytest

from egv.tools.clips.picture_content import find_length_size, split_units

UNITS = (b"\x67\x01\x02", b"\x68\x03", b"\x65" + b"\0\0\3\1" * 9 + b"\x80", b"\x41\x9a\x01")
AUD, FILLER = b"\x09\xf0", b"\x0c\xff\xff\x80"


def with_codes(units: tuple[bytes, ...], code: bytes = b"\0\0\0\1") -> bytes:
    return b"".join(code + unit for unit in units)


def with_lengths(units: tuple[bytes, ...], size: int = 4) -> bytes:
    return b"".join(len(unit).to_bytes(size, "big") + unit for unit in units)


@pytest.mark.parametrize("code", [b"\0\0\1", b"\0\0\0\1"])
@pytest.mark.parametrize("size", [2, 4])
def test_start_codes_and_lengths_frame_the_same_units(code: bytes, size: int) -> None:
    assert split_units(with_codes(UNITS, code), 0) == UNITS
    assert split_units(with_lengths(UNITS, size), size) == UNITS


def test_delimiters_and_filler_are_no_content() -> None:
    framed = with_codes((AUD, *UNITS, FILLER)) + bytes(5)

    assert split_units(framed, 0) == UNITS


def test_another_unit_or_a_missing_one_is_another_content() -> None:
    assert split_units(with_codes(UNITS[:-1]), 0) != UNITS
    assert split_units(with_lengths((*UNITS[:-1], b"\x41\x9a\x02")), 4) != UNITS


def test_the_parameters_say_how_units_are_framed() -> None:
    assert find_length_size(b"\1\x64\0\x1e\xff\xe1") == 4
    assert find_length_size(b"\1\x64\0\x1e\xfd\xe1") == 2
    assert find_length_size(b"\0\0\0\1\x67\x64\0\x1e") == 0
    assert find_length_size(b"") == 0
