"""What tells two recordings apart: when, to the second, and with what device."""

from __future__ import annotations

from egv.tools.clips.recording_identity import compute_recording_id

PHONE = {
    "creation_time": "2026-03-05T10:00:03.000000Z",
    "com.apple.quicktime.creationdate": "2026-03-05T11:00:00+0100",
    "com.apple.quicktime.make": "Apple",
    "com.apple.quicktime.model": "iPhone 15",
}


def test_an_edit_on_the_phone_is_the_same_recording_and_holds_no_name_of_a_device() -> None:
    exported = PHONE | {"creation_time": "2026-03-09T08:00:00Z", "title": "new"}
    first = compute_recording_id(PHONE)

    assert first == compute_recording_id(exported)
    assert len(first) == 32
    assert "iPhone" not in first


def test_another_second_or_another_device_is_another_recording() -> None:
    others = [
        PHONE | {"com.apple.quicktime.creationdate": "2026-03-05T11:00:01+0100"},
        PHONE | {"com.apple.quicktime.model": "iPhone 14"},
        {"creation_time": "2026-03-05T10:00:00Z"},
        {"creation_time": "2026-03-05T10:00:00Z", "com.android.model": "iPhone 15"},
    ]

    assert len({compute_recording_id(tags) for tags in [PHONE, *others]}) == 5


def test_what_says_no_moment_says_nothing() -> None:
    device = {"make": "Phone", "model": "One"}
    for at in ("", "soon", "2026-03-05", "1970-01-01T00:00:00Z", "1904-01-01T00:00:00Z"):
        assert not compute_recording_id(device | {"creation_time": at})
    assert not compute_recording_id(device)
