"""Subtitles, name plates and marks in pixels: readable, apart, inside, and the same every time.

The ground is the worst there is: stripes of white, black, grey and full colours under every text.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from egv.core.kit.formats import find_format
from egv.core.kit.kit import Kit
from egv.core.kit.text_styles import LowerThirdBacking, SubtitlePreset
from egv.core.media.clip import Canvas
from egv.core.media.shape import Box, Position, find_safe_area
from egv.core.media.timing import Seconds
from egv.core.picture.contrast import LARGE, READABLE
from egv.core.programme.layers import Marking, Watermark
from tests.media.dressed import (
    Mask,
    Picture,
    Said,
    build_programme,
    draw,
    keep_events,
    kit_in,
    measure_letter_contrasts,
    recolour_letters,
    with_font,
    write_arabic_font,
    write_stripes,
    write_texts,
)
from tests.variants import take_one_in, take_pairs

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]

SIZES = {
    "landscape": (1066, 600),
    "portrait": (600, 1066),
    "square": (600, 600),
    "feed": (600, 750),
}
THREE = ("{name}", "{role}", "{department}")
SEEN = 24  # of 255: less is the smoothing of letters
FEW = 0.01  # share of the pixels beside letters: corners in which two of them meet
TEXTS = {
    "nl": Said("Dit deden we deze week.", "Noor de Wit", "Ingenieur"),
    "en-long": Said(
        "That is why every location will have a safety team of its own from next month on.",
        "Alexandra Featherstonehaugh-Cholmondeley",
        "Programme manager for health and safety, north-east region",
        "Customer service and quality",
    ),
    "nl-long": Said(
        "Daarom beginnen we volgende maand op elke locatie met een eigen veiligheidsteam.",
        "Annemarie van den Bouwhuijsen-Oosterlaken",
        "Projectleider veiligheid en gezondheid",
        "“Iedereen gaat veilig naar huis”",
    ),
    "ar": Said("مرحبا بكم في فريقنا", "نورا الأبيض", "مهندسة", "الصيانة"),
    "emoji": Said(
        "Well done \U0001f44d all of you! \U0001f600", "Nora \U0001f600", "Fun \U0001f44d"
    ),
}
COMBINATIONS = take_pairs(SIZES, SubtitlePreset, LowerThirdBacking, TEXTS)


@pytest.fixture(scope="module")
def grounds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Stripes in each format, each in a folder of its own."""
    made = {}
    for word, size in SIZES.items():
        made[word] = tmp_path_factory.mktemp(word) / "ground.png"
        write_stripes(size, made[word])
    return made


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A font with Arabic letters."""
    place = tmp_path_factory.mktemp("font") / "arabic.otf"
    write_arabic_font(place)
    return place


def house(preset: SubtitlePreset, style: LowerThirdBacking, arabic: Path) -> Kit:
    return with_font(kit_in("acme", preset, SIZES, style=style, lines=THREE), arabic)


def find_safe(word: str) -> Box:
    return find_safe_area(Canvas(*SIZES[word], Seconds(25), find_format(word, {}).safe))


def differ(one: Picture, other: Picture) -> Mask:
    apart: Mask = np.abs(one.astype(int) - other).max(axis=2) > SEEN
    return apart


def is_inside(mask: Mask, safe: Box) -> bool:
    """True where no pixel of `mask` lies over a pixel outside `safe`."""
    inside = np.zeros_like(mask)
    inside[safe.y - 1 : safe.bottom + 1, safe.x - 1 : safe.right + 1] = True
    return not (mask & ~inside).any()


@pytest.mark.parametrize(("word", "preset", "style", "text"), COMBINATIONS)
def test_texts_are_readable_inside_and_apart(
    grounds: dict[str, Path], arabic: Path, word: str, preset: SubtitlePreset,
    style: LowerThirdBacking, text: str,
) -> None:  # fmt: skip
    ground, kit = grounds[word], house(preset, style, arabic)
    edit, folder = build_programme(ground, TEXTS[text]), ground.parent
    [name] = write_texts(edit, kit, word, 0.5, folder)
    files = [name, recolour_letters(folder, name)]
    files += [keep_events(folder, name, kind) for kind in ("Caption", "Plate")]
    bare, drawn, marked, captions, plate = draw(ground, [(), *((file,) for file in files)])
    contrasts = measure_letter_contrasts(drawn, marked)

    assert len(contrasts) > 2000
    assert np.quantile(contrasts, FEW) >= READABLE
    subtitles, names = differ(captions, bare), differ(plate, bare)
    assert subtitles.sum() > 500
    assert names.sum() > 500
    assert not (subtitles & names).any()
    assert np.flatnonzero(subtitles.any(axis=1)).max() < np.flatnonzero(names.any(axis=1)).min()
    assert is_inside(subtitles | names, find_safe(word))


@pytest.mark.parametrize("style", LowerThirdBacking)
def test_a_frame_is_the_same_twice_also_while_a_plate_moves(
    grounds: dict[str, Path], arabic: Path, style: LowerThirdBacking
) -> None:
    ground, kit = grounds["square"], house(SubtitlePreset.SOCIAL, style, arabic)
    edit = build_programme(ground, TEXTS["nl"])
    frames = []
    for _ in range(2):
        [name] = write_texts(edit, kit, "square", 0.5, ground.parent)
        frames.append([draw(ground, [(name,)], at)[0] for at in (0.2, 2.5)])

    assert all(np.array_equal(one, other) for one, other in zip(*frames, strict=True))
    assert not np.array_equal(frames[0][0], frames[0][1])


@pytest.mark.parametrize(
    ("style", "position"),
    take_one_in(2, product(LowerThirdBacking, (Position.BOTTOM_LEFT, Position.BOTTOM_RIGHT))),
)
def test_a_name_read_from_the_right_lines_up_at_the_right(
    grounds: dict[str, Path], arabic: Path, style: LowerThirdBacking, position: Position
) -> None:
    ground, folder = grounds["landscape"], grounds["landscape"].parent
    kit = with_font(
        kit_in("acme", "clean", SIZES, style=style, lines=THREE, position=position), arabic
    )
    said = Said("", "نورا", "مهندسة الصيانة في الشمال", "فريق")
    [name] = write_texts(build_programme(ground, said), kit, "landscape", 0.5, folder)
    drawn, marked = draw(ground, [(name,), (recolour_letters(folder, name),)])
    letters = np.abs(marked.astype(int) - drawn).max(axis=2) > 128
    rows = np.diff(np.concatenate([[0], letters.any(axis=1).astype(int), [0]]))
    starts, ends = np.flatnonzero(rows == 1), np.flatnonzero(rows == -1)
    rights = [
        np.flatnonzero(letters[a:b].any(axis=0)).max() for a, b in zip(starts, ends, strict=True)
    ]

    assert len(rights) == 3
    assert max(rights) - min(rights) <= 4  # of 1066: the sides of letters differ


@pytest.mark.parametrize(("marking", "word"), take_one_in(3, product(Marking, SIZES)))
def test_a_mark_is_readable_on_any_ground_and_off_all_texts(
    grounds: dict[str, Path], word: str, marking: Marking
) -> None:
    ground, folder, kit = grounds[word], grounds[word].parent, kit_in("acme", "clean", SIZES)
    edit = build_programme(ground, Said("", "", ""), Watermark(marking, "nl"))
    [name] = write_texts(edit, kit, word, 0.5, folder)
    bare, drawn, marked = draw(ground, [(), (name,), (recolour_letters(folder, name),)])
    contrasts, seen = measure_letter_contrasts(drawn, marked), differ(drawn, bare)
    safe = find_safe(word)

    assert len(contrasts) > 1000
    assert np.quantile(contrasts, FEW) >= LARGE
    assert seen[:, : safe.x].any()
    assert seen[:, safe.right :].any()
    assert not seen[safe.y : safe.bottom, safe.x + 1 : safe.right - 1].any()
