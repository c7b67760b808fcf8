"""What works in a kit and could be better, told as advice; and palettes made of one colour."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.cues.cue_timing import choose_reading_pace
from egv.core.delivery.kit_advice import advise_kit
from egv.core.kit.bumper_styles import BugHidingPart
from egv.core.kit.palette import choose_plate_opacity, derive_palette
from egv.core.kit.parse import parse_kit
from egv.core.media.clip import Clip
from egv.core.media.timing import Seconds
from egv.core.overlays.captions import build_subtitle_ass
from egv.core.picture.colour import Colour
from egv.core.picture.contrast import LARGE, READABLE, measure_contrast, measure_worst_contrast
from egv.core.programme.layers import Bug, Bumpers
from egv.core.programme.questions import FontFaceAt, ImageSizeOf, LoudnessOf, MediaAt
from egv.core.sound.loudness import Loudness
from egv.core.text.faults import FaultSeverity
from tests.conftest import FACE, a_kit, answering, delivered, graph_text, media, programme
from tests.core.delivery.test_branding import KIT, WORLD, cue
from tests.core.kit.test_parse import LANDSCAPE

LOGO: dict[str, Any] = {"variants": {"a": {"file": "a.png"}}}


def advised(
    clip: Clip | None = None, lufs: float = -16.0, size: tuple[int, int] = (900, 300), **says: Any
) -> list[tuple[str, str]]:
    """What is advised on a kit whose bumper is `clip` and whose logo has `size`."""
    world: dict[Any, Any] = {
        FontFaceAt: FACE, ImageSizeOf: size, MediaAt: clip or media(),
        LoudnessOf: Loudness(lufs, -3.0),
    }  # fmt: skip
    found = list(advise_kit(a_kit(**says), answering(world)))
    assert all(each.severity is FaultSeverity.WARNING for each in found)
    return [(".".join(map(str, each.path)), each.message) for each in found]


@pytest.mark.parametrize(
    ("says", "at", "words"),
    [
        ({"logo": {**LOGO, "min_height_px": 90}}, "logo.bug.height", "86 px in landscape"),
        (
            {"logo": {**LOGO, "bug": {"position": "bottom-right"}}},
            "logo.bug.position", "in landscape, portrait, square, feed the logo is in the place of",
        ),
        (
            {"logo": {**LOGO, "bug": {"per_format": {"portrait": {"position": "bottom"}}}}},
            "logo.bug.per_format.portrait.position", "in portrait the logo",
        ),
        (
            {"intro": {"card": {"duration": 9}, "max_duration": 3}},
            "intro.card.duration", "this lasts 9.0 s, longer than max_duration (3.0 s)",
        ),
        (
            {"outro": {"cta": {"url": "https://x.y", "qr": True}, "clips": {"feed": "a.mp4"}}},
            "outro.cta.qr", "the code is drawn only on cards",
        ),
        ({"subtitles": {"outline": {"width": 0.1}}}, "subtitles.outline", "when there is a box"),
    ],
)  # fmt: skip
def test_what_could_be_better_is_told_once_where_it_is_said(
    says: dict[str, Any], at: str, words: str
) -> None:
    clip = media(seconds=3, width=1080, height=1350)
    [(place, said)] = advised(clip, **says)

    assert place == at
    assert words in said
    assert "; " in said


def test_a_kit_like_the_example_needs_no_advice() -> None:
    assert not advised(logo=LOGO, intro={"card": {}}, outro={"card": {}})


def test_a_small_drawing_of_the_logo_is_told() -> None:
    [(place, said)] = advised(size=(60, 20), logo=LOGO)

    assert place == "logo.variants.a.file"
    assert "86 px in landscape" in said


@pytest.mark.parametrize(
    ("clip", "lufs", "words"),
    [
        (media(seconds=16), -16.0, "this lasts 16.0 s, longer than max_duration (15.0 s)"),
        (media(width=1080, height=1920), -16.0, "1080x1920 is not 16:9"),
        (media(width=1440, height=1080), -16.0, "1440x1080 is not 16:9"),
        (media(), -12.9, "-12.9 LUFS is louder than audio.lufs, -16"),
    ],
)
def test_a_bumper_that_does_not_fit_is_told(clip: Clip, lufs: float, words: str) -> None:
    [(place, said)] = advised(clip, lufs, intro={"clips": {"landscape": "a.mp4"}})

    assert place == "intro.clips.landscape"
    assert words in said


@pytest.mark.parametrize(
    ("clip", "lufs", "style"),
    [
        (media(), -13.1, {}),
        (media(width=1920, height=1088), -16.0, {}),
        (media(), -3.0, {"audio": "mute"}),
        (media(sound=False), -3.0, {}),
        (media(seconds=50), -3.0, {"enabled": False}),
    ],
)
def test_a_bumper_that_fits_is_not(clip: Clip, lufs: float, style: dict[str, Any]) -> None:
    assert not advised(clip, lufs, intro={"clips": {"landscape": "a.mp4"}, **style})


def test_an_asset_that_cannot_be_used_is_left_alone() -> None:
    kit = a_kit(logo=LOGO, intro={"clips": {"landscape": "a.mp4"}})
    broken = {("logo", "variants", "a", "file"), ("intro", "clips", "landscape")}

    assert not list(advise_kit(kit, answering({}), broken))


@pytest.mark.parametrize(
    ("primary", "advice_only"), [("#FFB000", False), ("#00A3AD", True), ("#0B3D91", None)]
)
def test_a_contrast_under_3_is_wrong_and_under_4_5_is_advice(
    primary: str, advice_only: bool | None
) -> None:
    _, found = parse_kit(
        {"schema": "egv/kit@1", "name": "x", "palette": {"primary": primary},
         "lower_third": {"opacity": 1}}
    )  # fmt: skip
    warnings = [each.severity is FaultSeverity.WARNING for each in found]

    assert warnings == ([] if advice_only is None else [advice_only])


def test_of_subtitles_a_contrast_under_4_5_is_wrong() -> None:
    box = {"colour": "#00A3AD", "opacity": 1}
    _, [fault] = parse_kit({"schema": "egv/kit@1", "name": "x", "subtitles": {"box": box}})

    assert "has a contrast of 3.1" in fault.message
    assert fault.severity is FaultSeverity.ERROR


def test_a_contrast_is_told_in_the_palette_where_only_that_is_said() -> None:
    _, [fault] = parse_kit({"schema": "egv/kit@1", "name": "x", "palette": {"primary": "#FFB000"}})

    assert fault.path == ("palette", "primary")


@pytest.mark.parametrize(
    ("says", "at", "words"),
    [
        ({"outro": {"cta": {"qr": True}}}, "outro.cta.qr", "add outro.cta.url"),
        ({"outro": {"cta": {"qr": True, "url": "x.y"}}}, "outro.cta.url", "with https://"),
        ({"intro": {"audio": "music"}}, "intro.audio", "choose keep or mute"),
        ({"logo": {"bug": {"hide_during": ["intr"]}}}, "logo.bug.hide_during.0", "'intro'"),
        ({"guidelines": {"don't": ["x"]}}, "guidelines.don't", "did you mean 'dont'"),
        ({"subtitles": {"max_cps": 99}}, "subtitles.max_cps", "above the limit 40"),
        ({"subtitles": {"outline": {"colour": "blak"}}}, "subtitles.outline.colour", "a colour of"),
        (
            {"subtitles": {"box": {"opacity": 0}, "outline": {"colour": "#DDDDDD", "width": 0.1}}},
            "subtitles.text", "#FFFFFF on #DDDDDD has a contrast of 1.4",
        ),
        ({"outro": {"card": {"background": "#777777", "text": "#999999"}}}, "outro.card.text", "3"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_newer_field_is_named(says: dict[str, Any], at: str, words: str) -> None:
    _, [fault] = parse_kit({"schema": "egv/kit@1", "name": "x", **says})

    assert ".".join(map(str, fault.path)) == at
    assert words in fault.message


@given(st.integers(0, 0xFFFFFF).map(lambda value: Colour(f"#{value:06X}")))
def test_any_colour_makes_a_palette_that_can_be_read(primary: Colour) -> None:
    palette = derive_palette(primary)
    kit, found = parse_kit(
        {"schema": "egv/kit@1", "name": "x", "palette": palette,
         "lower_third": {"opacity": choose_plate_opacity(palette)}}
    )  # fmt: skip
    plate = measure_worst_contrast(
        palette["text_on_primary"], primary, choose_plate_opacity(palette)
    )

    assert kit
    assert not found
    assert plate >= READABLE
    assert measure_contrast(palette["accent"], primary) >= LARGE
    assert measure_contrast(palette["text"], palette["background"]) >= 12


@pytest.mark.parametrize(
    ("hidden", "first", "end"),
    [
        (("intro", "outro", "title-card"), 40, 290), (("title-card",), 40, 290),
        ((), 0, 365), (("intro",), 40, 365), (("outro",), 0, 290),
    ],
)  # fmt: skip
def test_the_logo_shows_in_the_bumpers_that_do_not_hide_it(
    hidden: tuple[str, ...], first: int, end: int
) -> None:
    bug = KIT.spec.logo.bug.model_copy(update={"hide_during": tuple(map(BugHidingPart, hidden))})
    logo = KIT.spec.logo.model_copy(update={"bug": bug})
    kit = replace(KIT, spec=KIT.spec.model_copy(update={"logo": logo}))
    edit = programme(seconds=10, rate=25).with_bumpers(Bumpers(intro=True, outro=True))
    planned = delivered(edit.with_layer(Bug()), kit, answering(WORLD), title="Hi", cta="Bye")

    shown = re.search(r"between\(n\D+(\d+)\D+(\d+)\)", graph_text(planned))
    assert shown
    assert (int(shown[1]), int(shown[2])) == (first, end - 1)


def test_a_title_card_hides_no_clip() -> None:
    style = a_kit(logo={"bug": {"hide_during": ["title-card"]}}).spec.logo.bug

    assert style.is_logo_hidden(BugHidingPart.INTRO, is_card=True)
    assert not style.is_logo_hidden(BugHidingPart.INTRO, is_card=False)


def test_a_kit_says_how_fast_its_viewers_read() -> None:
    assert choose_reading_pace("nl", Seconds(25)).hard_cps == 20
    assert choose_reading_pace("nl", Seconds(25), 12).hard_cps == 12
    assert choose_reading_pace("nl", Seconds(25), 12).target_cps == 12
    assert choose_reading_pace("nl", Seconds(25), 30).target_cps == 17


def test_letters_without_a_box_have_a_line_round_them() -> None:
    lined = {"outline": {"colour": "#102030", "width": 0.1}, "box": {"opacity": 0}}
    styles = [
        next(line for line in text.splitlines() if line.startswith("Style")).split(",")
        for text in (
            build_subtitle_ass([cue(0, 2)], LANDSCAPE, a_kit(subtitles=says), answering(WORLD))
            for says in (lined, {**lined, "box": {"opacity": 0.75}})
        )
    ]

    assert (styles[0][5], styles[0][15], float(styles[0][16])) == ("&H00302010", "1", 6.48)
    assert (styles[1][15], float(styles[1][16])) == ("1", 0.0)


def test_the_code_of_the_outro_is_filled_in() -> None:
    seen: list[Any] = []

    def ask(question: Any) -> Any:
        seen.append(question)
        return answering(WORLD)(question)

    kit = a_kit(outro={"cta": {"text": "Ask", "url": "https://x.y/{department}", "qr": True}})
    edit = programme().with_bumpers(Bumpers(outro=True))
    delivered(edit, kit, ask, department="hr")

    assert [each.look.qr for each in seen if hasattr(each, "look")] == ["https://x.y/hr"]
