"""Frames that are not what their clip shows: told from colours, crops and texts that differ."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from egv.tools.likeness.picture_match import Compared, find_wrong_frames

Grey = NDArray[np.float32]
WHOLE = (0.0, 0.0, 1.0, 1.0)


def scene(moment: int) -> Grey:
    """A scene that stands still but for a head, which moves."""
    chance = np.random.default_rng(7)
    still = np.kron(chance.uniform(30, 220, (12, 12)), np.ones((8, 8)))
    still[20:44, 10 + 12 * moment : 30 + 12 * moment] = 200 - 10 * moment
    moved: Grey = still.astype(np.float32)
    return moved


def bright_scene(moment: int) -> Grey:
    """A bright wall with a head that moves a little, and a thin strip of dark tones."""
    wall = np.kron(np.linspace(110, 170, 144).reshape(12, 12), np.ones((8, 8)))
    wall[20:52, 10 + 6 * moment : 40 + 6 * moment] += 12
    wall[92:] = np.repeat([20, 36, 52, 68, 84, 94], 16)
    bright: Grey = wall.astype(np.float32)
    return bright


def compared(shown: Grey, moment: int) -> Compared:
    return Compared(shown, (scene(moment),), WHOLE, WHOLE)


def toned(picture: Grey) -> Grey:
    """The picture in other colours, with a text in its lower part."""
    done: Grey = (255 * (picture / 255) ** 0.7 * 0.9 + 10).astype(np.float32)
    done[80:92, 10:86] = 250
    return done


def test_other_colours_and_a_text_are_no_fault() -> None:
    assert find_wrong_frames([compared(toned(scene(at)), at) for at in range(5)]) == ()


def test_a_bright_picture_made_brighter_is_no_fault_though_its_few_dark_tones_stay() -> None:
    def brighten(picture: Grey) -> Grey:
        done: Grey = (picture + np.where(picture > 100, 22, 2)).astype(np.float32)
        return done

    scenes = [bright_scene(at) for at in range(5)]
    pairs = [Compared(brighten(one), (one,), WHOLE, WHOLE) for one in scenes]
    assert find_wrong_frames(pairs) == ()

    pairs[0] = Compared(brighten(scenes[3]), (scenes[0],), WHOLE, WHOLE)
    pairs[1] = Compared(brighten(scenes[3]), (scenes[1],), WHOLE, WHOLE)
    assert find_wrong_frames(pairs) == (0, 1)


def test_a_frame_of_another_moment_is_found() -> None:
    shown = [toned(scene(at)) for at in (2, 2, 2, 3, 4)]

    assert find_wrong_frames([compared(one, at) for at, one in enumerate(shown)]) == (0, 1)


def test_a_picture_that_is_stored_turned_is_compared_upright() -> None:
    shown = [np.rot90(toned(scene(at))) for at in (2, 2, 2, 3, 4)]

    assert find_wrong_frames([compared(one, at) for at, one in enumerate(shown)]) == (0, 1)


@pytest.mark.parametrize("level", [0, 128])
def test_of_a_still_or_uniform_picture_nothing_is_said(level: int) -> None:
    even = np.full((96, 96), level, dtype=np.float32)

    assert find_wrong_frames([Compared(even, (even,), WHOLE, WHOLE)] * 4) == ()
    assert find_wrong_frames([compared(scene(1), 1)] * 4) == ()


def test_a_picture_that_is_not_where_it_is_looked_for_is_not_judged() -> None:
    chance = np.random.default_rng(1)
    noise = [chance.uniform(0, 255, (96, 96)).astype(np.float32) for _ in range(4)]

    assert find_wrong_frames([compared(one, at) for at, one in enumerate(noise)]) == ()
