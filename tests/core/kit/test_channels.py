"""The limits of channels: one dated table with its sources."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from egv.core.kit.channels import (
    CHANNELS,
    CHECKED,
    GB,
    GOOD_DAYS,
    WORDS,
    explain_unknown_channel,
    find_channel,
    find_refusals,
    is_outdated,
)
from egv.core.kit.formats import find_format
from egv.core.kit.parse import parse_kit
from egv.core.kit.sections import FormatStyle

WIDE, TALL = (1920, 1080), (1080, 1920)


@pytest.mark.parametrize("channel", CHANNELS.values(), ids=lambda channel: channel.name)
def test_a_limit_says_where_it_was_read(channel: object) -> None:
    limits = find_channel(getattr(channel, "name"))  # noqa: B009

    assert limits
    assert limits.name == "x" or limits.sources
    assert all(source.startswith("https://") for source in limits.sources)


@pytest.mark.parametrize(
    ("word", "size", "seconds", "size_bytes", "cases"),
    [
        ("linkedin", WIDE, 60, 10, []),
        ("LinkedIn", WIDE, 901, 6 * GB, ["long", "large"]),
        ("linkedin", (300, 1000), 2, 10, ["short", "shape"]),
        ("shorts", WIDE, 60, 10, ["shape"]),
        ("short", TALL, 181, 10, ["long"]),
        ("shorts", (1080, 1080), 60, 10, []),
        ("teams", WIDE, 99999, 10, []),
    ],
)
def test_a_channel_refuses_what_it_does_not_take(
    word: str, size: tuple[int, int], seconds: float, size_bytes: int, cases: list[str]
) -> None:
    channel = find_channel(word)

    assert channel
    assert [each.case for each in find_refusals(channel, size, seconds, size_bytes)] == cases


def test_an_unknown_channel_is_told_with_the_nearest() -> None:
    assert find_channel("linkdin") is None
    assert "linkedin" in explain_unknown_channel("linkdin")
    assert set(WORDS.values()) <= CHANNELS.keys()


def test_the_table_tells_its_age_after_a_year() -> None:
    assert not is_outdated(CHECKED + timedelta(days=GOOD_DAYS))
    assert is_outdated(CHECKED + timedelta(days=GOOD_DAYS + 1))
    assert date.today() >= CHECKED


def test_a_reel_stays_clear_of_the_buttons_of_its_channel() -> None:
    assert find_format("reel", {}).safe == CHANNELS["reels"].safe
    assert find_format("tiktok", {}).safe == CHANNELS["tiktok"].safe
    assert find_format("portrait", {}).safe is None
    own = FormatStyle(safe=(0.1, 0.1, 0.1, 0.1))
    assert find_format("reel", {"portrait": own}).safe == own.safe


def test_a_kit_says_what_its_own_channels_take() -> None:
    rules = {"most_seconds": 90, "most_mb": 200, "most_hashtags": 0, "least_seconds": 0}
    kit, faults = parse_kit({"schema": "egv/kit@1", "name": "ours", "channels": {"reels": rules}})
    assert kit
    assert not faults
    own, published = kit.find_channel("reel"), find_channel("reel")
    assert own
    assert published

    assert (own.most_s, own.most_bytes, own.most_hashtags, own.least_s) == (90, 200_000_000, 0, 0)
    assert (own.most_chars, own.safe) == (published.most_chars, published.safe)
    assert [refusal.case for refusal in find_refusals(own, TALL, 91, 1)] == ["long"]
    assert kit.find_channel("tiktok") == find_channel("tiktok")


@pytest.mark.parametrize(
    ("channels", "said"),
    [
        ({"linkedn": {}}, "linkedn: egv does not know this channel; did you mean 'linkedin'?"),
        ({"linkedin": {"most_seconds": 0}}, "most_seconds"),
        ({"linkedin": {"longest": 60}}, "longest"),
    ],
)
def test_a_wrong_limit_is_refused(channels: dict[str, dict[str, int]], said: str) -> None:
    _, faults = parse_kit({"schema": "egv/kit@1", "name": "ours", "channels": channels})

    assert any(said in fault.message for fault in faults), faults
