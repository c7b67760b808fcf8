"""The limits of the channels where videos are posted, as published: one table, with its sources.

A limit is None where none was found to be published. Check the sources again once a year, and
write the new day in `CHECKED`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from egv.core.media.shape import Margins
from egv.core.text.faults import suggest_or_list

CHECKED = date(2026, 11, 30)  # the day on which every source below was read
GOOD_DAYS = 365  # of the table, after which it tells its age
MB, GB = 1_000_000, 1_000_000_000
MINUTE_S, HOUR_S = 60, 3600
NEAR = 0.01  # of an aspect: a few pixels are no other shape


@dataclass(frozen=True, slots=True)
class ChannelLimits:
    """The limits of a channel: length, s; size, bytes; aspect, width by height; post, characters.

    `safe` are the margins (top, right, bottom, left, shares) that its buttons and texts cover.
    `sources` are the pages on which this was read.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    least_s: float | None = None
    most_s: float | None = None
    most_bytes: int | None = None
    least_aspect: float | None = None
    most_aspect: float | None = None
    most_chars: int | None = None
    most_hashtags: int | None = None
    safe: Margins | None = None


@dataclass(frozen=True, slots=True)
class ChannelRefusal:
    """The reason why a channel refuses a video: `case` is long, short, large or shape."""

    case: str
    facts: Mapping[str, float | str]


_INSTAGRAM = (
    "https://www.ayrshare.com/docs/media-guidelines/instagram.md",
    "https://docs.letmepost.dev/platforms/instagram",
    "https://www.ayrshare.com/apis/post/social-networks/instagram",
)
_SAFE_REEL = (0.14, 0.12, 0.35, 0.06)  # Meta's own 6 % at the sides; its buttons stand on the right
_SHAREPOINT = "https://sto.care/blog/microsoft-teams-file-limit/"

CHANNELS: Mapping[str, ChannelLimits] = {
    limits.name: limits
    for limits in (
        ChannelLimits(
            "linkedin", "LinkedIn",
            (
                "https://transmissionagency.com/hubbub/toolkit/the-linkedin-spec-hub-organic-social",
                "https://www.brandwatch.com/blog/linkedin-video-specs/",
            ),
            least_s=3, most_s=15 * MINUTE_S, most_bytes=5 * GB,
            least_aspect=1 / 2.4, most_aspect=2.4, most_chars=3000,
        ),
        ChannelLimits(
            "reels", "Instagram Reels",
            (*_INSTAGRAM, "https://adsuploader.com/blog/meta-ads-safe-zones"),
            least_s=3, most_s=15 * MINUTE_S, most_bytes=1 * GB,
            most_chars=2200, most_hashtags=30, safe=_SAFE_REEL,
        ),
        ChannelLimits(
            "instagram", "Instagram",
            (*_INSTAGRAM, "https://developers.secure.facebook.com/docs/instagram-api/reference/ig-user/media"),
            least_s=3, most_s=15 * MINUTE_S, most_bytes=1 * GB,
            most_chars=2200, most_hashtags=30,
        ),
        ChannelLimits(
            "youtube", "YouTube", ("https://quso.ai/blog/youtube-video-length-limit",),
            most_s=12 * HOUR_S, most_bytes=256 * GB, most_chars=5000,
        ),
        ChannelLimits(
            "shorts", "YouTube Shorts",
            (
                "https://www.captions.ai/blog-post/how-long-are-youtube-shorts",
                "https://postlinkapp.com/pl/blog/how-to-make-youtube-shorts",
            ),
            most_s=3 * MINUTE_S, most_bytes=256 * GB, most_aspect=1.0, most_chars=100,
        ),
        ChannelLimits(
            "tiktok", "TikTok",
            (
                "https://docs.getlate.dev/resources/media-guidelines/tiktok",
                "https://docs.postsyncer.com/platforms/tiktok",
                "https://wavegen.ai/tiktok-video-size",
            ),
            least_s=3, most_s=10 * MINUTE_S, most_bytes=4 * GB, most_chars=2200,
            safe=(0.14, 0.14, 0.20, 0.06),
        ),
        ChannelLimits(
            "engage", "Viva Engage",
            ("https://learn.microsoft.com/office365/servicedescriptions/limits-viva-engage",),
            most_bytes=250 * GB,
        ),
        ChannelLimits("teams", "Teams", (_SHAREPOINT,), most_bytes=250 * GB),
        ChannelLimits("sharepoint", "SharePoint", (_SHAREPOINT,), most_bytes=250 * GB),
        ChannelLimits("x", "X", (), most_chars=280),
    )
}  # fmt: skip
WORDS: Mapping[str, str] = {"reel": "reels", "short": "shorts", "viva": "engage"}


def find_channel(word: str) -> ChannelLimits | None:
    """Find the channel that `word` names, in any capitals; None for one that egv does not know."""
    plain = word.lower()
    return CHANNELS.get(WORDS.get(plain, plain))


def explain_unknown_channel(word: str) -> str:
    """Explain that `word` is no channel, with the nearest one, or all of them."""
    return f"egv does not know this channel{suggest_or_list(word.lower(), CHANNELS)}"


def find_refusals(
    channel: ChannelLimits, size: tuple[int, int], seconds: float, size_bytes: int
) -> Iterator[ChannelRefusal]:
    """Find the reasons why `channel` refuses a video of `size` px, `seconds` and `size_bytes`."""
    on: dict[str, float | str] = {"channel": channel.label}
    if channel.most_s is not None and seconds > channel.most_s:
        yield ChannelRefusal("long", {**on, "seconds": seconds, "most": channel.most_s})
    if channel.least_s is not None and seconds < channel.least_s:
        yield ChannelRefusal("short", {**on, "seconds": seconds, "least": channel.least_s})
    if channel.most_bytes is not None and size_bytes > channel.most_bytes:
        mb = {"size": round(size_bytes / MB), "most": round(channel.most_bytes / MB)}
        yield ChannelRefusal("large", {**on, **mb})
    aspect = size[0] / size[1]
    low, high = channel.least_aspect or 0.0, channel.most_aspect or aspect
    if not low * (1 - NEAR) <= aspect <= high * (1 + NEAR):
        shape = "portrait" if high <= 1 else "landscape"
        yield ChannelRefusal("shape", {**on, "size": f"{size[0]}x{size[1]}", "wanted": shape})


def is_outdated(today: date) -> bool:
    """True where the table was checked more than a year ago."""
    return (today - CHECKED).days > GOOD_DAYS
