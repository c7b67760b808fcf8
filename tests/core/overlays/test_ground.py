"""A whole picture on a larger frame: what stands in one part of it, across no edge."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from egv.core.media.shape import Box
from egv.core.overlays.ground import settle_box

PARTS = (Box(0, 400, 600, 200), Box(0, 0, 600, 380))
at = st.integers(0, 500)


@given(at, at, st.integers(1, 400), st.integers(1, 150))
def test_a_box_comes_to_lie_in_one_part_by_the_shortest_way(
    x: int, y: int, width: int, height: int
) -> None:
    box = Box(x, y, width, height)
    to = settle_box(box, PARTS)

    assert to.size == box.size
    assert any(part.intersect(to) == to for part in PARTS)
    assert settle_box(to, PARTS) == to


def test_what_fits_in_no_part_stays_where_it_is() -> None:
    large = Box(10, 10, 700, 500)

    assert settle_box(large, PARTS) == large
    assert settle_box(large, ()) == large
