"""A camera that follows: still while its subject moves about, and inside the picture always."""

from hypothesis import given
from hypothesis import strategies as st

from egv.core.media.timing import Seconds, Span
from egv.core.picture.camera import CameraMove, CameraPath, Sighting, plan_camera_path

REACH = (0.316, 1.0)  # 9:16 out of 16:9
shares = st.floats(0, 1)


def seen(*places: float, each: int = 1) -> list[Sighting]:
    """A subject that is at each of `places` for `each` looks, two a second."""
    wide = [place for place in places for _ in range(each)]
    return [Sighting(Seconds(n, 2), x, 0.4) for n, x in enumerate(wide)]


def test_a_subject_that_rocks_is_not_followed() -> None:
    path = plan_camera_path(seen(*[0.5, 0.53, 0.48, 0.54, 0.47] * 12), REACH)

    assert path.moves == ()
    assert 0.47 <= path.first[0] <= 0.54


def test_one_wrong_sighting_is_nothing() -> None:
    places = [0.5] * 20
    places[9] = 0.95

    assert plan_camera_path(seen(*places), REACH).moves == ()


def test_a_subject_that_walks_away_is_followed_once_and_softly() -> None:
    path = plan_camera_path(seen(0.2, 0.8, each=20), REACH)
    [move] = path.moves

    assert abs(move.start[0] - 0.2) < 0.01
    assert abs(move.end[0] - 0.8) < 0.01
    assert move.span.start < Seconds(10) < move.span.end  # it goes with the subject
    assert path.find_position(Seconds(0))[0] == move.start[0]
    assert path.find_position(Seconds(19))[0] == move.end[0]


@given(st.lists(st.tuples(shares, shares), min_size=1, max_size=80))
def test_whatever_is_seen_moves_come_in_order_and_join(places: list[tuple[float, float]]) -> None:
    sightings = [Sighting(Seconds(n, 2), x, y) for n, (x, y) in enumerate(places)]
    path = plan_camera_path(sightings, REACH)
    place, at = path.first, Seconds(-1)

    for move in path.moves:
        assert move.start == place
        assert move.span.start >= at
        assert move.span.duration >= Seconds(8, 10)
        place, at = move.end, move.span.end
    for n in range(300):
        x, y = path.find_position(Seconds(n, 7))
        assert 0 <= x <= 1
        assert 0 <= y <= 1


def test_a_move_starts_and_ends_at_rest() -> None:
    path = CameraPath((0, 0), (CameraMove(Span(Seconds(1), Seconds(2)), (0, 0), (1, 0)),))

    assert path.find_position(Seconds("1.05"))[0] < 0.01
    assert path.find_position(Seconds("1.5"))[0] == 0.5
    assert path.find_position(Seconds("1.95"))[0] > 0.99
