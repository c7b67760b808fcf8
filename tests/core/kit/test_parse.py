"""Kits: every fault in one run, each where it stands and with the way out."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.kit.colours import KitSchemaGenerator
from egv.core.kit.kit import KitFile
from egv.core.kit.parse import parse_kit
from egv.core.media.clip import Canvas
from egv.core.media.shape import FrameShape
from egv.core.media.timing import Seconds
from egv.core.picture.colour import Colour
from egv.core.picture.contrast import measure_contrast
from egv.core.text.placeholders import PLACES, fill_lines, fill_places, find_place_faults
from egv.core.titles.card import choose_logo, plan_card_look
from tests.conftest import a_kit

LANDSCAPE = Canvas(1920, 1080, Seconds(25))
LOGOS = {
    "variants": {
        "dark": {"file": "dark.png", "for_background": "light"},
        "light": {"file": "light.png", "for_background": "dark"},
        "tile": {"file": "tile.png"},
    }
}


def faults(**says: Any) -> list[tuple[str, str]]:
    _, found = parse_kit({"schema": "egv/kit@1", "name": "test", **says})
    return [(".".join(map(str, each.path)), each.message) for each in found]


def test_the_least_kit_is_a_name() -> None:
    kit, found = parse_kit({"schema": "egv/kit@1", "name": "test", "x-note": {"free": 1}})

    assert not found
    assert kit is not None
    assert kit.subtitles.burn


@pytest.mark.parametrize(
    ("says", "at", "words"),
    [
        ({"palete": {}}, "palete", "did you mean 'palette'?"),
        ({"logo": {"bug": {"hight": 1}}}, "logo.bug.hight", "did you mean 'height'?"),
        ({"palette": {"primary": "navy"}}, "palette.primary", "write six digits in quotes"),
        ({"logo": {"bug": {"position": "up"}}}, "logo.bug.position", "'top-left'"),
        ({"subtitles": {"box": {"opacity": 2}}}, "subtitles.box.opacity", "above the limit 1"),
        ({"lower_third": {"text": "yelow"}}, "lower_third.text", "is not a colour"),
        ({"logo": {"bug": {"variant": "x"}}}, "logo.bug.variant", "no logo variant x"),
        ({"intro": {"card": {"lines": ["{titel}"]}}}, "intro.card.lines.0", "mean 'title'?"),
        ({"lower_third": {"lines": [{"name": None}]}}, "lower_third.lines.0", "put quotes around"),
        ({"subtitles": {"text": "#444444"}}, "subtitles.text", "at least 4.5 is needed"),
        ({"subtitles": {"box": {"opacity": 0.4}}}, "subtitles.text", "or a higher opacity"),
        ({"lower_third": {"background": "accent"}}, "lower_third.text", "colours that differ"),
        ({"fonts": {"caption": "serif"}}, "fonts.caption", "has no font of its own"),
        ({"subtitles": {"font": "title"}}, "subtitles.font", "is not a font role"),
        ({"colour": {"lut": "../look.cube"}}, "colour.lut", "stay inside it"),
        ({"music": {"bed": "a.wav"}}, "music.bed", "a music bed needs a licence"),
        ({"music": {"bed": "a.wav", "licence": " "}}, "music.licence", "needs a licence"),
        ({"music": {"bed": "../a.wav", "licence": "CC0"}}, "music.bed", "stay inside it"),
        ({"music": {"duck_db": -3}}, "music.duck_db", "below the limit 0"),
        ({"name": "Acme Ltd"}, "name", "pattern"),
        ({"logo": None}, "logo", "should be a map"),
        ({"subtitles": {"sidecar": 3}}, "subtitles.sidecar", "should be a list"),
        ({"languages": ["nl", "Klingon"]}, "languages.1", "is not a language that egv knows"),
        ({"logo": {"variants": {"a": {"file": "../x.png"}}}}, "logo.variants.a.file", "inside it"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_at_its_place(says: dict[str, Any], at: str, words: str) -> None:
    [(place, said)] = faults(**says)

    assert place == at
    assert words in said


def test_all_mistakes_come_in_one_run() -> None:
    found = faults(
        schema="egv/kit@2",
        palete={},
        logo={"bug": {"position": "up", "variant": "x"}},
        lower_third={"lines": ["{naam}"]},
        subtitles={"text": "#555555"},
    )

    assert [place for place, _ in found] == [
        "schema",
        "logo.bug.position",
        "palete",
        "logo.bug.variant",
        "lower_third.lines.0",
        "subtitles.text",
    ]


@pytest.mark.parametrize("data", [None, [], "kit", 3])
def test_what_is_no_map_is_no_kit(data: Any) -> None:
    kit, [fault] = parse_kit(data)

    assert kit is None
    assert "must start with 'schema: egv/kit@1'" in fault.message


def test_places_are_filled_once_and_by_a_closed_list() -> None:
    texts = {"name": "{role} {0.__class__}", "role": "chief"}

    assert fill_places("{name}, {role}{cta}", texts) == "{role} {0.__class__}, chief"
    assert fill_lines(["{title}", "{role}"], texts) == ("chief",)


@pytest.mark.parametrize(
    ("word", "light", "file"),
    [("auto", 0.1, "light.png"), ("auto", 0.9, "dark.png"), ("tile", 0.5, "tile.png")],
)
def test_the_logo_suits_what_it_stands_on(word: str, light: float, file: str) -> None:
    assert choose_logo(a_kit(logo=LOGOS), word, light) == Path("/kits/test") / file


def test_a_card_with_nothing_to_show_is_none() -> None:
    plain, branded = a_kit(), a_kit(logo=LOGOS)
    assert plain.spec.intro.card is not None
    assert branded.spec.intro.card is not None

    assert plan_card_look(plain, plain.spec.intro, (), LANDSCAPE) is None
    assert plan_card_look(plain, plain.spec.intro, ("Hello",), LANDSCAPE) is not None
    assert plan_card_look(branded, branded.spec.intro, (), LANDSCAPE) is not None


def test_a_format_may_differ() -> None:
    style = a_kit(
        logo={**LOGOS, "bug": {"per_format": {"portrait": {"variant": "tile"}}}}
    ).spec.logo

    assert style.bug.resolve_shape(FrameShape.PORTRAIT).variant == "tile"
    assert style.bug.resolve_shape(FrameShape.LANDSCAPE).variant == "auto"


def test_the_letters_of_a_card_show_on_its_colour() -> None:
    kit = a_kit(palette={"primary": "#FFE9A0"})
    assert kit.spec.intro.card is not None
    look = plan_card_look(kit, kit.spec.intro, ("Hello",), LANDSCAPE)

    assert look is not None
    assert measure_contrast(look.ink, look.background) > 4.5


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_mistake_in_a_list_is_named_by_its_place(number: int) -> None:
    languages = ["nl", "en", "de", "fr"]
    languages[number] = "Klingon"

    assert [place for place, _ in faults(languages=languages)] == [f"languages.{number}"]


def test_every_part_of_a_kit_is_read_though_others_are_wrong() -> None:
    found = faults(
        name="Not A Name",
        palette={"primary": "red", "accent": 3, "exta": {}},
        fonts={"heading": {"fil": "a.otf"}, "caption": "capton"},
        logo={"variants": {"a": {"file": "/a.png"}, "b": {}}, "bug": {"opacity": 1.5}},
        outro={"card": {"logo": "white", "lines": ["{ctaa}"]}, "cta": {"link": "x"}},
        audio={"lufs": 3, "peak_dbtp": "loud"},
        colour={"mode": "vivid"},
    )

    assert sorted(place for place, _ in found) == [
        "audio.lufs",
        "audio.peak_dbtp",
        "colour.mode",
        "fonts.caption",
        "fonts.heading.fil",
        "logo.bug.opacity",
        "logo.variants.a.file",
        "logo.variants.b.file",
        "name",
        "outro.card.lines.0",
        "outro.card.logo",
        "outro.cta.link",
        "palette.accent",
        "palette.exta",
        "palette.primary",
    ]


def test_keys_of_the_writers_own_are_free_at_every_depth() -> None:
    free = {"x-1": object(), "x-": ["anything"]}

    assert not faults(
        **free,
        logo={**free, "bug": free, "variants": {"a": {"file": "a.png", **free}}},
        subtitles={"box": free},
    )


@pytest.mark.parametrize(
    ("data", "at", "said"),
    [
        ({"name": "a"}, (), "not None; write 'schema: egv/kit@1'"),
        ({"name": "a", "schema": "egv/kit@9"}, ("schema",), "not 'egv/kit@9'; update egv to use"),
        ({"name": "a", "schema": "egv/kit@0"}, ("schema",), "not 'egv/kit@0'; write 'schema: egv"),
        ({"name": "a", "schema": 1}, ("schema",), "not 1; write 'schema: egv/kit@1'"),
    ],
)
def test_a_kit_of_another_schema_is_refused(data: Any, at: tuple[str, ...], said: str) -> None:
    kit, [fault] = parse_kit(data)

    assert kit is not None
    assert fault.path == at
    assert fault.message.startswith(f"schema: this egv reads egv/kit@1, {said}")


def test_what_is_left_of_a_wrong_kit_keeps_what_is_right() -> None:
    kit, found = parse_kit({"schema": "egv/kit@1", "logo": 3, "audio": {"lufs": -20, "peak": 0}})

    assert {each.path for each in found} == {("name",), ("logo",), ("audio", "peak")}
    assert kit is not None
    assert kit.audio.lufs == -20


keys = st.sampled_from(
    ["name", "schema", "palette", "extra", "fonts", "caption", "logo", "bug", "variants", "file",
     "per_format", "portrait", "intro", "card", "lines", "text", "subtitles", "box", "x-a", 7, True]
)  # fmt: skip
values = st.none() | st.integers(-3, 3) | st.floats() | st.sampled_from(["#FFFFFF", "{x}", "body"])
anything = st.recursive(
    values, lambda below: st.lists(below, max_size=2) | st.dictionaries(keys, below, max_size=3)
)


@given(st.dictionaries(keys, anything, max_size=5))
def test_whatever_a_file_holds_is_a_kit_or_a_mistake(data: dict[Any, Any]) -> None:
    kit, found = parse_kit({"schema": "egv/kit@1", "name": "test", **data})

    assert kit is not None or found
    assert all(each.message for each in found)


def test_a_colour_of_the_makers_own_may_be_used_by_its_name() -> None:
    said = {"palette": {"extra": {"sand": "#f5e6c8"}}, "lower_third": {"accent": "sand"}}

    assert not faults(**said)
    assert a_kit(**said).resolve_colour("sand") == Colour("#F5E6C8")
    assert a_kit(**said).resolve_colour(Colour("#123456")) == Colour("#123456")


@pytest.mark.parametrize("colour", ["0B3D91", "#0B3D9", "#0B3D911", "#GGGGGG", "#+12345", "", "#"])
def test_a_colour_is_six_digits_after_a_sign(colour: str) -> None:
    [(place, words)] = faults(palette={"accent": colour})

    assert place == "palette.accent"
    assert "is not a colour" in words


@pytest.mark.parametrize("colour", ["#0B3D9", "#0B3D91FF", "#GGGGGG", "#+12345", "#"])
@pytest.mark.parametrize(
    "path",
    [
        ("subtitles", "text"),
        ("subtitles", "box", "colour"),
        ("subtitles", "outline", "colour"),
        ("lower_third", "accent"),
        ("intro", "card", "background"),
    ],
)
def test_so_is_one_outside_the_palette(colour: str, path: tuple[str, ...]) -> None:
    says: Any = colour
    for key in reversed(path):
        says = {key: says}
    [(place, words)] = faults(**says)

    assert place == ".".join(path)
    assert (
        words == f'{place}: {colour} is not a colour; write six digits in quotes, such as "#0B3D91"'
    )


def test_colours_are_written_back_as_text_and_only_the_palette_in_capitals() -> None:
    spec = a_kit(
        palette={"primary": "#0b3d91", "extra": {"sand": "#f5e6c8"}},
        lower_third={"accent": "sand"},
        intro={"card": {"background": "#0b3d91"}},
        subtitles={"box": {"colour": "#1a1a1a"}},
    ).spec
    written = spec.model_dump(mode="json")

    assert written["palette"]["primary"] == "#0B3D91"
    assert written["palette"]["extra"] == {"sand": "#F5E6C8"}
    assert written["palette"]["accent"] == "#E9B44C"
    assert written["lower_third"]["accent"] == "sand"
    assert written["intro"]["card"]["background"] == "#0b3d91"
    assert written["intro"]["card"]["text"] is None
    assert written["subtitles"]["box"]["colour"] == "#1a1a1a"
    assert KitFile.model_validate_json(spec.model_dump_json()) == spec


def test_the_schema_for_editors_has_colours_as_text() -> None:
    parts = KitFile.model_json_schema(schema_generator=KitSchemaGenerator)["$defs"]

    accent = parts["Palette"]["properties"]["accent"]
    assert (accent["default"], accent["pattern"], accent["type"]) == (
        "#E9B44C", "^#[0-9A-Fa-f]{6}$", "string",
    )  # fmt: skip
    assert parts["BoxStyle"]["properties"]["colour"]["default"] == "#000000"


def test_the_text_of_a_card_must_show_and_that_of_a_plate_without_ground_need_not() -> None:
    card = {"background": "#FFFFFF", "text": "#EEEEEE"}
    plate = {"background": "#FFFFFF", "text": "#EEEEEE"}

    assert [place for place, _ in faults(intro={"card": card})] == ["intro.card.text"]
    assert [place for place, _ in faults(lower_third=plate)] == ["lower_third.text"]
    assert not faults(lower_third={**plate, "style": "line"})


def test_a_role_that_only_points_on_is_no_font() -> None:
    [(place, words)] = faults(fonts={"heading": "caption"})

    assert place == "fonts.heading"
    assert "caption has no font of its own; choose from body" in words


@pytest.mark.parametrize("place", PLACES)
def test_every_place_there_is_can_be_filled(place: str) -> None:
    line = f"{{{place}}}"

    assert find_place_faults(line) == ()
    assert fill_places(line, {place: "Nora"}) == "Nora"


@pytest.mark.parametrize("place", ["nam", "name.x", "0", "", "name!r", " name"])
def test_a_place_that_nothing_fills_is_named_with_what_can(place: str) -> None:
    [words] = find_place_faults(f"{{title}} and {{{place}}}")

    assert words.startswith(f"{{{place}}}: unknown placeholder; ")
    assert "name" in words
