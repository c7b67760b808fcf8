"""`egv kit` as it is typed: lists, findings in three forms, and new kits that are right at once."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pydantic import BaseModel

from egv.app.plan.editor_schemas import build_kit_schema
from egv.cli.main import main
from egv.core.kit.kit import KitFile
from egv.tools.library.kits import load_kit_file
from egv.tools.store.yaml_source import read_yaml
from tests.cli.conftest import Egv
from tests.cli.test_shell_completion import offered
from tests.places import ROOT

Capture = pytest.CaptureFixture[str]
HEAD = "schema: egv/kit@1\nname: ours\n"
WARNED = HEAD + "subtitles: {outline: {width: 0.1}}\n"
WRONG = (
    WARNED
    + "palete: {}\nmusic: {bed: gone.wav}\nfonts: {body: {file: page.ttf}}\n"
    + "intro: {card: {lines: [{title}], duration: 9}, max_duration: 3}\n"
)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def kit(text: str, name: str = "ours") -> Path:
    path = Path("brand_kits", name, "kit.yaml")
    path.parent.mkdir(parents=True)
    (path.parent / "page.ttf").write_text("<html>no font</html>")
    path.write_text(text)
    return path


def logo(colour: tuple[int, int, int, int] = (255, 255, 255, 255)) -> Path:
    picture = Image.new("RGBA", (400, 200))
    picture.paste(colour, (20, 20, 380, 180))
    picture.save("our logo.png")
    disc = '<circle cx="20" cy="20" r="20" fill="#FFFFFF"/>'
    Path("our logo.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">{disc}</svg>'
    )
    return Path("our logo.png")


def test_every_finding_of_every_kit_comes_in_one_run(capsys: Capture) -> None:
    path = kit(WRONG)
    assert main(["kit", "validate", "ours", "acme"]) == 2
    told = capsys.readouterr()
    lines = [line.partition("brand_kits/")[2] for line in told.err.splitlines()]

    assert "acme: correct; " in told.out
    assert [line.split(": ")[:2] for line in lines if line] == [
        ["ours/kit.yaml:3:13", "subtitles.outline"],
        ["ours/kit.yaml:7:34", "intro.card.duration"],
        ["ours/kit.yaml:4:1", "palete"],
        ["ours/kit.yaml:5:9", "gone.wav"],
        ["ours/kit.yaml:5:9", "music.licence"],
        ["ours/kit.yaml:6:16", "page.ttf"],
        ["ours/kit.yaml:7:24", "intro.card.lines.0"],
    ]
    assert told.err.count("warning: ") == 2
    assert path.is_file()


def test_warnings_stop_only_who_is_strict(capsys: Capture) -> None:
    kit(WARNED)

    assert main(["kit", "validate", "ours"]) == 0
    assert "egv: warning: brand_kits/ours/kit.yaml:3:13: subtitles.outline: " in (
        capsys.readouterr().err
    )
    assert main(["kit", "validate", "ours", "--strict"]) == 4
    assert "--strict: 1 warning; " in capsys.readouterr().err
    assert main(["kit", "validate", "acme", "neutral", "--strict"]) == 0


def test_findings_are_read_by_machines(capsys: Capture) -> None:
    kit(WRONG)
    code = main(["kit", "validate", "ours", "--json"])
    document = json.loads(capsys.readouterr().out)
    severities = [each["severity"] for each in document["findings"]]

    assert code == document["exit_code"] == 2
    assert document["schema"] == "egv/result@1"
    assert document["error"]["kind"] == "kit"
    assert severities.count("error") == 5
    assert severities.count("warning") == 2
    assert document["findings"][0] == {
        "file": "brand_kits/ours/kit.yaml", "line": 3, "column": 13,
        "field": "subtitles.outline", "severity": "warning",
        "message": document["findings"][0]["message"],
    }  # fmt: skip


def test_github_pins_each_finding_to_its_place(capsys: Capture) -> None:
    kit(WRONG)
    main(["kit", "validate", "ours", "--log-format", "github"])
    pins = [line for line in capsys.readouterr().out.splitlines() if line.startswith("::")]
    place = "file=brand_kits/ours/kit.yaml,line="

    assert [pin.split(",col")[0] for pin in pins] == [
        f"::warning {place}3", f"::warning {place}7", f"::error {place}4", f"::error {place}5",
        f"::error {place}5", f"::error {place}6", f"::error {place}7",
    ]  # fmt: skip


def test_the_list_tells_a_wrong_kit_and_where(capsys: Capture) -> None:
    kit(WRONG)
    assert main(["kit", "list", "--json"]) == 0
    listing = json.loads(capsys.readouterr().out)
    sources = {each["name"]: (each["source"], bool(each["fault"])) for each in listing["kits"]}
    main(["kit", "list"])

    assert sources == {
        "acme": ("built-in", False), "neutral": ("built-in", False), "ours": ("here", True),
    }  # fmt: skip
    assert "wrong: brand_kits/ours/kit.yaml:4:1: palete" in capsys.readouterr().out


def test_a_kit_is_shown_to_machines_with_what_it_extends(capsys: Capture) -> None:
    kit(HEAD.replace("ours", "parent") + "palette: {accent: '#123456'}\n", "parent")
    kit(HEAD + "extends: ../parent/kit.yaml\n")

    assert main(["kit", "show", "ours", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["name"], shown["palette"]["accent"]) == ("ours", "#123456")


@pytest.mark.parametrize(
    "options",
    [
        [], ["--colour", "#00A3AD"], ["--colour", "#ffb000"], ["--color", "#FFFFFF"],
        ["--logo", "our logo.png"], ["--logo", "our logo.png", "--colour", "#0B3D91"],
        ["--logo", "our logo.svg"], ["--colour", "0b3d91"],
        ["--from", "acme"], ["--from", "neutral"],
    ],
)  # fmt: skip
def test_a_new_kit_is_right_and_without_any_advice(options: list[str], capsys: Capture) -> None:
    logo()

    assert main(["kit", "new", "ours", *options]) == 0
    assert main(["kit", "validate", "ours", "--strict"]) == 0
    assert capsys.readouterr().err == ""
    assert load_kit_file(Path("brand_kits/ours/kit.yaml")).spec.name == "ours"


@pytest.mark.parametrize(
    ("colour", "ground", "card"),
    [((255, 255, 255, 255), "dark", "primary"), ((20, 20, 40, 255), "light", "background"),
     ((230, 60, 60, 255), "any", "primary")],
)  # fmt: skip
def test_a_new_kit_puts_the_logo_where_it_shows(
    colour: tuple[int, int, int, int], ground: str, card: str
) -> None:
    main(["kit", "new", "ours", "--logo", str(logo(colour)), "--colour", "#0B3D91"])
    kit = load_kit_file(Path("brand_kits/ours/kit.yaml"))
    [variant] = kit.spec.logo.variants.values()

    assert (kit.home / variant.file).read_bytes() == Path("our logo.png").read_bytes()
    assert variant.for_background == ground
    assert kit.spec.intro.card is not None
    assert kit.spec.intro.card.background == card


def test_a_new_kit_is_never_written_over(capsys: Capture) -> None:
    path = kit("mine\n")

    assert main(["kit", "new", "ours"]) == 2
    assert "this already exists and is left as it is" in capsys.readouterr().err
    assert path.read_text() == "mine\n"
    logo()
    Path("brand_kits/two/logo").mkdir(parents=True)
    Path("brand_kits/two/logo/logo.png").write_text("mine")
    assert main(["kit", "new", "two", "--logo", "our logo.png"]) == 2
    assert Path("brand_kits/two/logo/logo.png").read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["../ours"], "is not a valid name"),
        (
            ["ours", "--colour", "xyzzy"],
            "xyzzy: this is not a colour; write a name",
        ),
        (["ours", "--logo", "gone.png"], "gone.png: there is no such file"),
        (["ours", "--logo", "drawing.svg"], "drawing.svg: this SVG contains a photo"),
        (["ours", "--from", "acm"], "did you mean 'acme'?"),
        (["ours", "--from", "acme", "--colour", "#000000"], "remove --logo and --colour"),
        (["ours", "--from", "far/kit.yaml"], "it extends another kit"),
    ],
)
def test_what_no_kit_can_begin_from_is_refused(
    words: list[str], said: str, capsys: Capture
) -> None:
    Path("drawing.svg").write_text('<svg><image href="/etc/hostname"/></svg>')
    for name, more in (("far", "extends: ../above/kit.yaml\n"), ("above", "")):
        Path(name).mkdir()
        Path(name, "kit.yaml").write_text(HEAD + more)

    assert main(["kit", "new", *words]) == 2
    assert said in capsys.readouterr().err
    assert not Path("brand_kits").exists()


def test_a_copy_of_a_kit_that_extends_stays_beside_its_parent() -> None:
    kit(HEAD.replace("ours", "parent"), "parent")
    kit(HEAD + "extends: ../parent/kit.yaml\n")

    assert main(["kit", "new", "more", "--from", "ours"]) == 0
    assert len(load_kit_file(Path("brand_kits/more/kit.yaml")).sources) == 2


def test_the_schema_knows_every_field_and_what_the_examples_say(capsys: Capture) -> None:
    main(["kit", "schema"])
    schema = json.loads(capsys.readouterr().out)
    shipped = ROOT / "brand_kits"

    assert schema == build_kit_schema()
    assert schema["title"] == "egv/kit@1"
    assert schema["required"] == ["schema", "name"]
    assert set(schema["properties"]) == {"schema", *KitFile.model_fields}
    font = schema["$defs"]["Fonts"]["properties"]["caption"]
    assert {"type": "string"} in font["anyOf"]
    for path in (*shipped.glob("*/kit.yaml"), *shipped.glob("_blank*.yaml")):
        assert set(read_yaml(path).data) <= set(schema["properties"])


def test_names_of_kits_are_completed() -> None:
    assert offered("brand -k", "ac") == ["acme"]


@pytest.mark.parametrize(
    ("line", "words"),
    [("egv kit prev", {"preview"}), ("egv kit preview ac", {"acme"}),
     ("egv kit preview acme --format po", {"portrait"}),
     ("egv kit preview acme --", {"--format", "--output", "--overwrite", "--json", "--quiet"})],
)  # fmt: skip
def test_a_preview_of_a_kit_is_completed(egv: Egv, line: str, words: set[str]) -> None:
    cursor = str(len(line.split()) - 1)
    env = {"_EGV_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": cursor}

    assert words <= set(egv(env=env).stdout.split())


def models(model: type[BaseModel]) -> set[type[BaseModel]]:
    """`model` and every model in it."""
    found: set[type[BaseModel]] = {model}
    waiting: list[Any] = [field.annotation for field in model.model_fields.values()]
    while waiting:
        each = waiting.pop()
        if isinstance(each, type) and issubclass(each, BaseModel):
            if each not in found:
                found |= models(each)
        else:
            waiting += getattr(each, "__args__", ())
    return found


@pytest.mark.parametrize("part", sorted(models(KitFile), key=str))
def test_every_field_of_a_kit_is_explained(part: type[BaseModel]) -> None:
    page = (ROOT / "docs/kits.md").read_text(encoding="utf-8")
    unnamed = [name for name in part.model_fields if not re.search(rf"`{name}`", page)]

    assert not unnamed
