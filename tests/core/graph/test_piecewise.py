"""One expression for a value that changes at given points."""

from bisect import bisect_right
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from egv.core.graph.piecewise import build_piecewise

starts = st.lists(st.integers(0, 500), min_size=1, max_size=80, unique=True).map(sorted)


def evaluate(expression: str, x: int) -> int:
    names = {
        "__builtins__": {},
        "lt": lambda a, b: a < b,
        "choose": lambda test, yes, no: yes if test else no,
        "x": x,
    }
    return int(eval(expression.replace("if(", "choose("), names))


def test_one_piece_needs_no_comparison() -> None:
    assert build_piecewise("t", [("0.000", "-1.2")]) == "-1.2"


def test_three_pieces_are_told_apart_by_two_comparisons() -> None:
    pieces = [("0", "a"), ("10", "b"), ("20", "c")]

    assert build_piecewise("n", pieces) == "if(lt(n,10),a,if(lt(n,20),b,c))"


def test_equal_halves_become_one_only_where_asked_for() -> None:
    pieces = [("0", "7"), ("10", "7"), ("20", "8"), ("30", "7")]

    assert build_piecewise("n", pieces, join_equal=True) == "if(lt(n,20),7,if(lt(n,30),8,7))"
    assert build_piecewise("n", pieces).count("lt(") == 3


@given(starts, st.data())
def test_the_piece_that_began_last_holds(starts: list[int], data: st.DataObject) -> None:
    values = data.draw(st.lists(st.integers(0, 3), min_size=len(starts), max_size=len(starts)))
    pieces = [(str(start), str(value)) for start, value in zip(starts, values, strict=True)]
    x = data.draw(st.integers(-5, 505))
    wanted = values[max(0, bisect_right(starts, x) - 1)]

    assert evaluate(build_piecewise("x", pieces), x) == wanted
    assert evaluate(build_piecewise("x", pieces, join_equal=True), x) == wanted


def test_a_thousand_pieces_nest_ten_deep() -> None:
    expression = build_piecewise("n", [(str(Fraction(n)), str(n)) for n in range(1000)])
    depth = deepest = 0
    for letter in expression:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        deepest = max(deepest, depth)

    assert expression.count("if(") == 999
    assert deepest == 11  # ten comparisons, and the `lt` in the last
