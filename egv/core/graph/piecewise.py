"""Values that change at given points, as ffmpeg expressions."""

from __future__ import annotations

from collections.abc import Sequence


def build_piecewise(
    variable: str, pieces: Sequence[tuple[str, str]], *, join_equal: bool = False
) -> str:
    """Build an expression that is, from the start of a piece to that of the next, its expression.

    `pieces` are pairs of start and expression, in order; the first also holds before its start.
    The comparisons of `variable` with the starts are a balanced tree: ffmpeg nests about a hundred
    levels at most, and evaluates only as many comparisons as the tree is high. With `join_equal`,
    equal halves of the tree become one.
    """
    if len(pieces) == 1:
        return pieces[0][1]
    middle = len(pieces) // 2
    low = build_piecewise(variable, pieces[:middle], join_equal=join_equal)
    high = build_piecewise(variable, pieces[middle:], join_equal=join_equal)
    if join_equal and low == high:
        return low
    return f"if(lt({variable},{pieces[middle][0]}),{low},{high})"
