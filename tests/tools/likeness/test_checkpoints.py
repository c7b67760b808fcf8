"""Where a finished video is compared with its clips."""

from __future__ import annotations

from egv.core.delivery.origin import HeardPart, Origin, find_origin
from egv.core.media.timing import Seconds, Span
from egv.tools.likeness.checkpoints import choose_frames, choose_stretches
from tests.conftest import programme

KEYS = tuple(Seconds(at) for at in range(60))


def test_start_end_and_cuts_are_looked_at_within_a_budget() -> None:
    edit = programme(seconds=60, keyframes=KEYS)
    edit = edit.keep_spans([Span(Seconds(5), Seconds(20)), Span(Seconds(30), Seconds(60))])
    [part] = find_origin(edit, 90, 0).seen
    chosen = choose_frames(part, range(0, 1500, 60), 0)

    assert chosen[0] == 90
    assert chosen[-1] > 90 + 45 * 30 - 61
    assert part.cuts == (90, 90 + 15 * 30)
    assert part.find_moment(90 + 15 * 30) == 30
    assert part.find_frame(Seconds(30)) == 90 + 15 * 30
    assert part.find_frame(Seconds(25)) is None
    assert 6 <= len(chosen) <= 15


def test_where_a_bumper_may_be_seen_nothing_is_looked_at() -> None:
    [part] = find_origin(programme(seconds=10, keyframes=KEYS[:10]), 60, 15).seen

    chosen = choose_frames(part, range(0, 400, 60), 15)
    assert chosen
    assert all(75 <= frame < 345 for frame in chosen)


def test_sound_is_listened_to_from_start_to_end_and_not_at_cuts() -> None:
    [heard] = find_origin(programme(seconds=60), 0, 0).heard
    chosen = choose_stretches(Origin(heard=(heard,)), Seconds(1))
    short = HeardPart(heard.media, Span(Seconds(0), Seconds(1, 5)), Seconds(0))

    assert len(chosen) == 6
    assert chosen[0].at < 10
    assert chosen[-1].at > 50
    assert all(part.at == part.span.start for part in chosen)
    assert choose_stretches(Origin(heard=(short,)), Seconds(0)) == []
