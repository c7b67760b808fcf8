"""Branding as it is seen and heard: measured on the pixels and the sound of finished videos."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from egv.core.media.clip import Canvas
from egv.core.media.shape import Box, find_safe_area
from egv.core.media.timing import Seconds
from egv.core.titles.card import plan_card_look
from egv.tools.draw.cards import make_card
from egv.tools.library.kit_places import SHIPPED
from egv.tools.library.kits import load_kit
from tests.media.branded import CODING, GREY, write_kit
from tests.running import egv, frames, made
from tests.variants import take_one_in

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]

Maker = Callable[..., Path]
Picture = NDArray[np.uint8]
PLAIN = ("--silence", "off")


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    return write_kit(tmp_path)


def grey(clip: Maker, size: str = "640x360", seconds: float = 4, rate: int = 25) -> Path:
    """A clip that shows nothing, so that all that is seen was drawn."""
    source = GREY.format(size=size, rate=rate, seconds=seconds)
    return clip("grey.mp4", "-f", "lavfi", "-i", source, *CODING)


def boxes(picture: Picture) -> list[Box]:
    """The box around each thing that is drawn, told apart by the empty rows between them."""
    off = np.abs(picture.astype(int) - 128).max(axis=2) > 40
    rows = np.concatenate([[0], off.any(axis=1).astype(int), [0]])
    starts, ends = np.flatnonzero(np.diff(rows) == 1), np.flatnonzero(np.diff(rows) == -1)
    found = []
    for top, bottom in zip(starts, ends, strict=True):
        columns = np.flatnonzero(off[top:bottom].any(axis=0))
        found.append(Box(int(columns[0]), int(top), int(np.ptp(columns)) + 1, int(bottom - top)))
    return [box for box in found if box.height > 6]  # not the ringing of the encoder


def subtitles(tmp_path: Path, *texts: str, each: float = 1.0) -> Path:
    path = tmp_path / "texts.srt"
    blocks = [
        f"{n + 1}\n00:00:{n * each:06.3f} --> 00:00:{(n + 1) * each - 0.2:06.3f}\n{text}\n"
        for n, text in enumerate(texts)
    ]
    path.write_text("\n".join(blocks).replace(".", ",", 0), encoding="utf-8")
    return path


NASTY = (
    "{naam} wordt {\\b1}niet{\\b0} vet",
    r"C:\Nora en C:\naam\hier",
    "100% %{pts} %d",
    "it's: 'a', \"b\"; [c]=d",
    "<test> & <b>vet</b> &amp;",
    "Prijs: € 5,- – “heel” …",
    "naïeve coördinatie, één café",
    "\\N \\h \\{ }{",
)


@pytest.mark.parametrize("text", take_one_in(3, NASTY))
def test_text_is_drawn_as_typed(clip: Maker, tmp_path: Path, text: str) -> None:
    """What libass draws is what a plain text renderer draws with the same font."""
    source, output = grey(clip, "1280x720", 2, 24), tmp_path / "out.mp4"
    words = ("--name", text, "--start", 0, "--duration", 2)
    made("lower-third", source, "-k", "acme", *words, "-o", output)
    seen = letters(frames(output)[24][1])

    assert resemblance(seen, text) > 0.8
    assert resemblance(seen, f"{text[:-2]}xx") < resemblance(seen, text) - 0.015


def letters(picture: Picture) -> NDArray[np.bool_]:
    """Where white letters are, cut to their box."""
    return cropped(picture.min(axis=2) > 190)


def cropped(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def typeset(text: str, layout: int) -> NDArray[np.bool_]:
    """`text` as Pillow draws it in the heading font of acme, cut to its box."""
    from PIL import Image, ImageDraw, ImageFont

    from egv.core.titles.fonts import Typeface
    from egv.tools.draw.fonts import load_font_face

    faces = Typeface(tuple(load_font_face(path) for path in load_kit("acme").typefaces["heading"]))
    size = 0.06 * 720
    image = Image.new("L", (2000, 100))
    x = 20.0
    for face, part in faces.split_runs(text):
        engine = ImageFont.Layout(layout)
        font = ImageFont.truetype(str(face.path), face.compute_em_px(size), layout_engine=engine)
        ImageDraw.Draw(image).text((x, 70), part, fill=255, font=font, anchor="ls")
        x += face.measure_width(part, size)
    return cropped(np.asarray(image) > 128)


def resemblance(seen: NDArray[np.bool_], text: str) -> float:
    """How much `seen` is like `text`, drawn with pairs of letters drawn together or not."""
    return max(likeness(seen, typeset(text, layout)) for layout in (0, 1))


def likeness(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    """How much two masks have in common, 0 to 1, where they lie best on each other."""
    height = max(one.shape[0], other.shape[0]) + 8
    width = max(one.shape[1], other.shape[1]) + 24

    def placed(mask: NDArray[np.bool_], dx: int, dy: int) -> NDArray[np.bool_]:
        canvas = np.zeros((height, width), dtype=bool)
        canvas[dy : dy + mask.shape[0], dx : dx + mask.shape[1]] = mask
        return thick(canvas)

    base = placed(one, 6, 4)
    best = 0.0
    for dx in range(13):
        for dy in range(8):
            if dx + other.shape[1] <= width and dy + other.shape[0] <= height:
                there = placed(other, dx, dy)
                best = max(best, float((base & there).sum() / (base | there).sum()))
    return best


def thick(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A mask grown by one pixel, so that hinting does not count."""
    return (
        mask
        | np.roll(mask, 1, 0)
        | np.roll(mask, -1, 0)
        | np.roll(mask, 1, 1)
        | np.roll(mask, -1, 1)
    )


def test_a_sidecar_says_what_the_picture_shows_to_the_frame(clip: Maker, tmp_path: Path) -> None:
    """After a trim and under an intro that crosses over."""
    source, output = grey(clip, seconds=8), tmp_path / "out.mp4"
    texts = subtitles(tmp_path, "One.", "Two words here.", "Three.", "And four.", each=1.4)
    steps = (
        "trim",
        "--start",
        1,
        "--cut",
        "3-3.5",
        "subtitle",
        "--from",
        texts,
        "brand",
        "--no-logo",
    )
    result = made(*steps, source, "-k", "acme", "-o", output)
    from egv.core.cues.parse_subtitles import parse_subtitles

    [srt, _] = result["sidecars"]
    shown = [
        (at, bool((picture[250:, 120:520] < 60).mean() > 0.02)) for at, picture in frames(output)
    ]
    inside = (3.2, 2.5 + 6.5 - 0.7)  # of the programme: the wipes at its ends are dark
    seen = [at for at, dark in shown if dark and inside[0] < at < inside[1]]
    said = [
        at
        for at, _ in shown
        if inside[0] < at < inside[1]
        and any(
            c.span.start <= at + Seconds(1, 100) < c.span.end
            for c in parse_subtitles(Path(srt).read_text(), "")
        )
    ]

    assert len(seen) > 60
    assert seen == said


@pytest.mark.parametrize(
    "size",
    [
        "1920x1080",
        "1080x1920",
        "1080x1080",
        "640x360",
        pytest.param("3840x2160", marks=pytest.mark.torture),
        "606x1078",
        "1080x1350",
        "426x240",
    ],
)
def test_branding_fits_any_shape(clip: Maker, tmp_path: Path, kit: Path, size: str) -> None:
    """Within the safe area, nothing on top of another thing, nothing stretched."""
    source, output = grey(clip, size, 2, 10), tmp_path / "out.mp4"
    texts = subtitles(
        tmp_path, "A subtitle that is long enough to take more than one line.", each=2.2
    )
    made(
        *("subtitle", "--from", texts, "lower-third", "--name", "Anne-Fleur van der Meulen-Bakker"),
        *("--role", "Senior adviseur duurzame inzetbaarheid", "--start", 0, "--duration", 2),
        *("brand", "--no-intro", source, "-k", kit, "-o", output, "--quality", "draft"),
    )
    picture = frames(output)[10][1]
    width, height = (int(side) for side in size.split("x"))
    safe, found = find_safe_area(Canvas(width, height, Seconds(10))), boxes(picture)
    logo = found[0]

    assert len(found) == 3  # logo, name plate, subtitle: one above the other
    edge = max(2, min(width, height) // 250)  # the encoder's ringing
    for box in found:
        assert box.x >= safe.x - edge
        assert box.y >= safe.y - edge
        assert box.right <= safe.right + edge
        assert box.bottom <= safe.bottom + edge
    assert abs(logo.width - logo.height) <= 2  # the logo is a square


def test_the_same_kit_and_clip_give_the_same_frames(
    clip: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the cards are drawn anew, and nothing was measured before."""
    source, texts = grey(clip, "320x180", 2, 10), subtitles(tmp_path, "One", "Two")
    made_so: list[Picture] = []
    for word in ("one", "two"):
        monkeypatch.setenv("EGV_CACHE", str(tmp_path / f"{word}-cache"))
        output = tmp_path / f"{word}.mp4"
        line = ("subtitle", "--from", texts, "lower-third", "--name", "Nora", "--start", 0)
        result = made(*line, "brand", "--title", "Hello", source, "-k", "acme", "-o", output)
        assert result["programme"] == [2.5, 4.5]  # between the cards of 2.5 and 3.5 s
        made_so.append(np.stack([picture for _, picture in frames(output)]))

    assert made_so[0].shape[0] > 60  # the intro, the programme and the outro
    assert np.array_equal(made_so[0], made_so[1])


@pytest.mark.parametrize(("ground", "ink"), [("0x202020", 255), ("0xE8E8E8", 0)])
def test_the_logo_is_the_one_that_shows_on_what_is_under_it(
    clip: Maker, tmp_path: Path, kit: Path, ground: str, ink: int
) -> None:
    colour = f"color={ground}:s=640x360:r=10:d=2"
    source = clip("plain.mp4", "-f", "lavfi", "-i", colour, *CODING)
    made("brand", "--no-intro", source, "-k", kit, "-o", tmp_path / "out.mp4")
    picture = frames(tmp_path / "out.mp4")[10][1]
    logo = picture[34:60, 564:592]

    assert abs(int(np.median(logo)) - ink) < 12


def test_a_drawing_is_shown_as_the_same_picture_would_be(
    clip: Maker, tmp_path: Path, kit: Path
) -> None:
    square = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9mm" height="9mm"><path d="M0 0h99v99H0z"/>'
    )
    (kit.parent / "dark.svg").write_text(f"{square}</svg>")
    source, pictures = grey(clip, seconds=1), []
    for name in ("dark.png", "dark.svg"):
        kit.write_text(kit.read_text().replace("dark.png", name))
        made("brand", "--no-intro", source, "-k", kit, "-o", tmp_path / f"{name}.mp4")
        pictures.append(frames(tmp_path / f"{name}.mp4")[10][1].astype(int))

    assert boxes(pictures[1].astype(np.uint8)) == boxes(pictures[0].astype(np.uint8)) != []
    assert np.abs(pictures[1] - pictures[0]).max() < 8


@pytest.mark.parametrize("title", ["{naam} en %{pts} 100%", "Feest 🎉 {{x}}", r"C:\Nora \N it's"])
def test_a_title_stands_on_its_card_as_typed(clip: Maker, tmp_path: Path, title: str) -> None:
    source = grey(clip, "320x180", 1)
    made("brand", "--title", title, "--no-outro", source, "-k", "acme", "-o", tmp_path / "a.mp4")
    kit = load_kit("acme")
    assert kit.spec.intro.card
    canvas = Canvas(320, 180, Seconds(25))
    look = plan_card_look(kit, kit.spec.intro, (title,), canvas)
    other = plan_card_look(kit, kit.spec.intro, (title[:-1],), canvas)
    assert look
    assert other
    seen = frames(tmp_path / "a.mp4")[40][1].astype(int)
    as_typed, short = (frames(make_card(each))[-1][1].astype(int) for each in (look, other))

    assert np.abs(seen - as_typed).max() < 70  # of 255: coded once more
    assert np.abs(seen - short).max() > 140


def test_a_card_has_the_kits_very_colour_and_is_drawn_once(
    clip: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EGV_CACHE", str(tmp_path / "cache"))
    source = grey(clip, seconds=2)
    made("brand", "--title", "Hello", source, "-k", "acme", "-o", tmp_path / "a.mp4")
    from egv.tools.store import cache

    cards = sorted((cache.find_cache_folder() / "cards").glob("*.mp4"))
    times = [card.stat().st_mtime_ns for card in cards]
    made("brand", "--title", "Hello", source, "-k", "acme", "-o", tmp_path / "b.mp4")
    ground = frames(tmp_path / "a.mp4")[30][1][-60:-20, -60:-20].reshape(-1, 3).mean(axis=0)

    assert len(cards) == 2
    assert [card.stat().st_mtime_ns for card in cards] == times
    assert np.abs(ground - (0x10, 0x34, 0x4F)).max() < 3


def test_a_sidecar_that_was_lost_is_made_again(clip: Maker, tmp_path: Path) -> None:
    source = grey(clip)
    line = ("subtitle", "--from", subtitles(tmp_path, "One."), source, "-o", f"{tmp_path}/out/")
    [srt, _] = made(*line)["sidecars"]
    Path(srt).unlink()

    assert made(*line)["status"] == "rendered"
    assert "One." in Path(srt).read_text()


def test_a_foreign_subtitle_file_is_never_overwritten(clip: Maker, tmp_path: Path) -> None:
    source = grey(clip)
    (tmp_path / "out").mkdir()
    foreign = tmp_path / "out" / "grey.nl.srt"
    foreign.write_text("mine")
    ran = egv(
        "subtitle",
        "--from",
        subtitles(tmp_path, "One."),
        source,
        "-o",
        f"{tmp_path}/out/",
        "--json",
    )

    assert ran.code == 2
    assert ran.output["error"]["kind"] == "conflict"
    assert foreign.read_text() == "mine"
    assert not (tmp_path / "out" / "grey.mp4").exists()


def test_without_burning_the_picture_is_copied(clip: Maker, tmp_path: Path) -> None:
    source = grey(clip)
    texts = subtitles(tmp_path, "One.")
    result = made("subtitle", "--from", texts, "--no-burn", source, "-o", tmp_path / "out.mp4")

    assert result["encodes"] == 0
    assert len(result["sidecars"]) == 2


def test_the_neutral_kit_brands_nothing_unless_a_title_is_given(
    clip: Maker, tmp_path: Path
) -> None:
    source = grey(clip)
    plain = made("brand", "--set", "title=", source, "-o", tmp_path / "plain.mp4")
    titled = made("brand", "--title", "Hello", source, "-o", tmp_path / "titled.mp4")

    assert plain["encodes"] == 0
    assert titled["duration"] == pytest.approx(4 + 2.5, abs=0.05)


def test_a_kit_that_changes_makes_its_videos_anew(clip: Maker, tmp_path: Path, kit: Path) -> None:
    source = grey(clip)
    line = ("brand", source, "-k", kit, "-o", f"{tmp_path}/out/")
    first, again = made(*line)["status"], made(*line)["status"]
    shutil.copy(kit.with_name("light.png"), kit.with_name("dark.png"))

    assert (first, again, made(*line)["status"]) == ("rendered", "kept", "rendered")


def test_the_kits_that_ship_are_right() -> None:
    kits = sorted(SHIPPED.glob("*/kit.yaml"))

    assert kits
    for path in kits:
        assert egv("kit", "validate", path).code == 0
