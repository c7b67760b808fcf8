"""Which frame becomes the poster, by its looks and its time."""

from __future__ import annotations

from egv.core.media.timing import Seconds, Span
from egv.core.picture.poster_choice import (
    EDGE,
    MOMENTS,
    PosterFrame,
    choose_poster_frame,
    plan_poster_moments,
)

PROGRAMME = Span(Seconds(3), Seconds(27))


def frame(at: int, detail: float = 3.0, change: float = 0.0, eyes: float = 0.0) -> PosterFrame:
    return PosterFrame(Seconds(at), detail, change, eyes)


def test_moments_lie_in_the_programme_and_not_in_its_first_or_last_second() -> None:
    moments = plan_poster_moments(PROGRAMME)

    assert len(moments) == MOMENTS
    assert moments[0] >= 4
    assert moments[-1] < 26


def test_a_short_programme_still_has_moments() -> None:
    moments = plan_poster_moments(Span(Seconds(0), Seconds(1)))

    assert moments
    assert all(Seconds(2, 5) <= moment < Seconds(3, 5) for moment in moments)


def test_moments_stay_clear_of_where_a_subtitle_comes_or_goes() -> None:
    first, second, *_ = plan_poster_moments(PROGRAMME)
    subtitles = (Span(first, second), Span(second, Seconds(12)))
    moments = plan_poster_moments(PROGRAMME, subtitles)

    assert len(moments) == MOMENTS
    assert all(abs(moment - edge) >= EDGE for moment in moments for edge in (first, second))


def test_the_sharpest_frame_wins_and_of_equals_the_first() -> None:
    assert choose_poster_frame((frame(1), frame(2, 3.4), frame(3, 3.4))).at == 2


def test_a_frame_in_a_fade_loses_to_a_plainer_one_at_rest() -> None:
    assert choose_poster_frame((frame(1, 4.0, change=0.1), frame(2))).at == 2
    assert choose_poster_frame((frame(1, 4.0, change=0.3), frame(2, change=0.1))).at == 2
    assert choose_poster_frame((frame(1, 4.0, change=0.11), frame(2, change=0.1))).at == 1


def test_open_eyes_weigh_more_than_a_little_sharpness() -> None:
    closed, open_ = frame(1, 3.3, eyes=4.0), frame(2, 3.0, eyes=8.0)

    assert choose_poster_frame((closed, open_)).at == 2


def test_eyes_in_a_blur_do_not_count() -> None:
    assert choose_poster_frame((frame(1, 1.7, eyes=8.0), frame(2, 3.0))).at == 2
