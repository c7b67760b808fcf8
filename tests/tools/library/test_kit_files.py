"""Kits that extend others: what comes down, what is locked, and where each fault stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from egv.app.plan.order import NamedStep, Order, RunOptions
from egv.app.plan.plan import plan_run
from egv.core.errors import KitError
from egv.core.kit.inheritance import (
    FILES,
    InheritedPath,
    find_locked_key,
    merge_kits,
    relocate_files,
)
from egv.core.kit.kit import KitFile
from egv.steps.brand import Brand
from egv.tools.library.kits import load_kit_file

Write = Callable[[str, str], Path]
PARENT = """\
version: "7"
palette: {primary: "#10344F", accent: "#F2A541"}
logo: {variants: {white: {file: logo/white.png, for_background: dark}}}
intro: {card: {lines: ["{title}", "{department}"]}}
"""


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes `kits/NAME/kit.yaml` and goes where `kits` stands."""
    monkeypatch.chdir(tmp_path)

    def kit(name: str, says: str) -> Path:
        home = Path("kits") / name
        (home / "logo").mkdir(parents=True, exist_ok=True)
        Image.new("RGBA", (30, 10), (255, 255, 255, 128)).save(home / "logo/white.png")
        path = home / "kit.yaml"
        path.write_text(f"schema: egv/kit@1\nname: {name}\n{says}")
        return path

    return kit


def told(path: Path) -> list[str]:
    with pytest.raises(KitError) as error:
        load_kit_file(path)
    return str(error.value).splitlines()


def test_a_child_says_what_differs_and_has_the_rest_of_its_parent(write: Write) -> None:
    write("acme", PARENT)
    over = 'palette: {accent: "#0A84FF"}\nintro: {card: {lines: [HR]}}\n'
    kit = load_kit_file(write("hr", f"extends: ../acme/kit.yaml\n{over}"))

    assert kit.version_label == "hr@7"
    assert (kit.spec.palette.primary.hex, kit.spec.palette.accent.hex) == ("#10344F", "#0A84FF")
    assert kit.spec.intro.card is not None
    assert kit.spec.intro.card.lines == ("HR",)


def test_files_of_a_parent_are_read_from_its_folder(write: Write) -> None:
    write("group", PARENT)
    write("acme", "extends: ../group/kit.yaml\n")
    kit = load_kit_file(write("hr", "extends: ../acme/kit.yaml\n"))
    [logo] = [path for path in kit.asset_paths if path.suffix == ".png"]

    assert logo.samefile("kits/group/logo/white.png")
    assert [path.parent.resolve().name for path in kit.sources] == ["hr", "acme", "group"]
    assert set(kit.sources) < set(kit.input_files)


def test_a_lock_holds_for_every_kit_below_it_and_is_told_where_it_is_broken(write: Write) -> None:
    write("group", PARENT + "locked: [palette.primary, intro]\n")
    write("acme", "extends: ../group/kit.yaml\nlocked: [logo]\n")
    path = write(
        "hr",
        'extends: ../acme/kit.yaml\npalette:\n  accent: "#0A84FF"\n  primary: "#000000"\n'
        "logo: {bug: {height: 0.1}}\nintro:\n  card: null\n",
    )

    assert [line.split(" has locked")[0] for line in told(path)] == [
        f"{path}:6:3: palette.primary: kits/group/kit.yaml",
        f"{path}:7:1: logo: kits/acme/kit.yaml",
        f"{path}:8:1: intro: kits/group/kit.yaml",
    ]


def test_what_stands_around_a_lock_cannot_be_replaced(write: Write) -> None:
    write("acme", PARENT + "locked: [intro.card.lines]\n")
    [line] = told(write("hr", "extends: ../acme/kit.yaml\nintro: {card: null}\n"))

    assert "kit.yaml:4:9: intro.card: " in line
    assert "(its 'intro.card.lines')" in line


def test_a_kit_does_not_lock_itself_and_passes_its_locks_on(write: Write) -> None:
    write("acme", PARENT + "locked: [palette]\n")
    kit = load_kit_file(
        write("hr", "extends: ../acme/kit.yaml\nlocked: [audio]\naudio: {lufs: -20}\n")
    )

    assert kit.spec.locked == ("audio", "palette")


@pytest.mark.posix("links")
@pytest.mark.parametrize(
    ("extends", "words"),
    [
        ("kit.yaml", "kit.yaml: that is the kit itself; name another kit"),
        ("../hr/../hr/kit.yaml", "that is the kit itself"),
        ("../../elsewhere/kit.yaml", "this is outside kits/"),
        ("/etc/hostname", "give a path relative to this kit's folder"),
        ("https://acme.example/kit.yaml", "give a path relative to this kit's folder"),
        ("../acme", "this is a folder; name the file in it, ../acme/kit.yaml"),
        ("../gone/kit.yaml", "there is no such file"),
        ('"../a\\0b"', "there is no such file"),
        ("x" * 300, "there is no such file"),
        ("[../acme/kit.yaml]", "give the path of one kit.yaml"),
        ("../linked/kit.yaml", "this is outside kits/"),
        ("../list/kit.yaml", "a kit must start with 'schema: egv/kit@1'"),
        ("../newer/kit.yaml", "not 'egv/kit@2'; update egv"),
        ("../typo/kit.yaml", "locked: palete is not a field; did you mean 'palette'?"),
        (
            "../named/kit.yaml",
            "locked: name cannot be locked, because every kit has its own; remove it",
        ),
    ],
)
def test_what_cannot_be_a_parent_is_refused(
    write: Write, tmp_path: Path, extends: str, words: str
) -> None:
    write("acme", PARENT)
    for name, text in (
        ("list", "- a\n"),
        ("newer", "schema: egv/kit@2\nname: newer\n"),
        ("typo", "schema: egv/kit@1\nname: typo\nlocked: [palete]\n"),
        ("named", "schema: egv/kit@1\nname: named\nlocked: [name]\n"),
    ):
        write(name, "").write_text(text)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/kit.yaml").write_text("schema: egv/kit@1\nname: elsewhere\n")
    (tmp_path / "kits/linked").symlink_to(tmp_path / "elsewhere")
    [line] = told(write("hr", f"extends: {extends}\n"))

    assert words in line


def test_a_circle_of_kits_and_too_high_a_tower_are_refused(write: Write) -> None:
    write("a", "extends: ../b/kit.yaml\n")
    write("b", "extends: ../a/kit.yaml\n")
    for below, above in ("cd", "de", "ef", "fg"):
        write(below, f"extends: ../{above}/kit.yaml\n")
    write("g", "")

    assert "that is a circle of kits" in told(Path("kits/a/kit.yaml"))[0]
    assert "kits/f/kit.yaml:3:1: extends: " in told(Path("kits/c/kit.yaml"))[0]
    assert load_kit_file(Path("kits/d/kit.yaml")).version_label == "d@0"


def test_each_mistake_stands_in_the_file_that_says_it(write: Write) -> None:
    write("acme", "lower_third: {text: yelow}\nsubtitles: {size: 9}\n")
    path = write("hr", "extends: ../acme/kit.yaml\nlower_third: {accent: blu}\npalete: {}\n")

    assert [line.split(": ")[0] for line in told(path)] == [
        f"{path}:4:15",
        f"{path}:5:1",
        "kits/acme/kit.yaml:3:15",
        "kits/acme/kit.yaml:4:13",
    ]


def test_a_bed_of_a_childs_own_needs_a_licence_of_its_own(write: Write) -> None:
    write("acme", "music: {bed: a.wav, licence: CC0}\n")
    lines = told(write("hr", "extends: ../acme/kit.yaml\nmusic: {bed: b.wav}\n"))

    assert any("a music bed needs a licence" in line for line in lines)


def test_a_changed_parent_is_another_kit_and_a_comment_is_not(write: Write) -> None:
    def seen() -> str:
        kit = Order((), (NamedStep(Brand, {}),), options=RunOptions(kit="kits/hr/kit.yaml"))
        return plan_run(kit).plan_hash

    write("acme", PARENT)
    write("hr", "extends: ../acme/kit.yaml\n")
    before = seen()
    write("acme", PARENT + "# only a word\n")
    commented = seen()
    write("acme", PARENT.replace("#10344F", "#204F10"))
    changed = seen()

    assert commented == before
    assert changed != before


def test_every_file_that_a_kit_can_name_comes_down_from_a_parent() -> None:
    said = {
        "fonts": {role: {"file": "a"} for role in ("heading", "body", "caption")},
        "logo": {"variants": {"a": {"file": "a"}}},
        **{word: {"clips": {"landscape": "a"}} for word in ("intro", "outro")},
        "music": {"bed": "a"},
        "colour": {"lut": "a"},
    }
    kit = KitFile.model_validate({"name": "x", **relocate_files(said, Path("../acme"))})

    assert {path for _, path in kit.list_assets()} == {Path("../acme/a")}
    assert len(list(kit.list_assets())) == len(FILES) + 2


words = st.sampled_from(["palette", "extra", "primary", "logo", "bug"])
trees: Any = st.recursive(
    st.integers() | st.lists(st.integers(), max_size=2),
    lambda below: st.dictionaries(words, below, max_size=3),
)
maps: Any = st.dictionaries(words, trees, max_size=3)


@given(maps, maps)
def test_a_child_always_wins_and_loses_nothing_of_its_parent(
    child: dict[str, Any], parent: dict[str, Any]
) -> None:
    both = merge_kits(child, parent)

    assert merge_kits(child, {}) == child
    assert merge_kits({}, parent) == parent
    assert merge_kits(child, both) == both
    assert set(both) == {*child, *parent}


@given(maps, st.lists(words, min_size=1, max_size=3))
def test_a_field_that_is_not_touched_comes_down_whole(
    child: dict[str, Any], path: list[str]
) -> None:
    if find_locked_key(child, ".".join(path)):
        return
    parent: Any = "kept"
    for key in reversed(path):
        parent = {key: parent}
    both: Any = merge_kits(child, parent)
    for key in path:
        both = both[key]

    assert both == "kept"


def test_a_path_that_leads_out_of_a_parent_stays_to_be_refused() -> None:
    said = {"music": {"bed": "../x.wav"}, "colour": {"lut": "look.cube"}}

    assert relocate_files(said, Path("../acme")) == {
        "music": {"bed": "../x.wav"},
        "colour": {"lut": InheritedPath(Path("../acme/look.cube"))},
    }
