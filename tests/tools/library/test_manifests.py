"""Manifests as spreadsheets write them, and files beside clips."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.core.errors import RecipeError, UsageError
from egv.tools.library.clip_notes import find_clip_notes_file, list_clip_texts
from egv.tools.library.manifests import is_manifest, read_manifest


def rows(path: Path, text: str | bytes) -> list[tuple[str, dict[str, str]]]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [(row.clip, {s.name: s.text for s in row.given_texts}) for row in read_manifest(path)]


@pytest.mark.parametrize(
    "text",
    [
        "file,title,role\na.mp4,Hello,Chief\n",
        "file;title;role\r\na.mp4;Hello;Chief\r\n",
        "\ufefffile\tTitle\t ROLE \r\na.mp4\tHello\t Chief ",
        'title,file,role,\n"Hello",a.mp4,"Chief",\n,,,\n',
        "file,title,x-todo,role\na.mp4,Hello,call,Chief\n",
    ],
)
def test_a_manifest_is_read_as_any_spreadsheet_writes_it(tmp_path: Path, text: str) -> None:
    assert rows(tmp_path / "m.csv", text) == [
        (str(tmp_path / "a.mp4"), {"title": "Hello", "role": "Chief"})
    ]


def test_an_empty_cell_says_nothing_and_a_quoted_one_may_hold_anything(tmp_path: Path) -> None:
    text = 'file,title,cta\na.mp4,"One, ""two""\nand three",\nsub/b.mp4,,Go\n'
    path = tmp_path / "m.csv"

    assert rows(path, text) == [
        (str(tmp_path / "a.mp4"), {"title": 'One, "two"\nand three'}),
        (str(tmp_path / "sub/b.mp4"), {"cta": "Go"}),
    ]
    assert [row.given_texts[0].source for row in read_manifest(path)] == [f"{path}:2", f"{path}:4"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "name,title\na.mp4,x\n",
            r"m\.csv:1: no column is called 'file' \(found: name, title",
        ),
        ("", "found: nothing"),
        ("file,title,title\n", "two columns are called 'title'"),
        ("file,title\n,Hello\n", r"m\.csv:2: the column 'file' is empty"),
        ("file,title\na.mp4,x\n\na.mp4,y\n", r"m\.csv:4: a\.mp4 is listed twice \(first on line 2"),
        ("file,title\na.mp4,x,y\n", r"m\.csv:2: 3 cells for 2 columns"),
        ('file,title\na.mp4,"x\n', r"m\.csv:2: .*save it again as CSV"),
        (b"file,title\na.mp4,caf\xe9\n", r"m\.csv:2: this file is not UTF-8"),
        ("file,title\n,x\n".encode("utf-16"), r"m\.csv:2: the column 'file' is empty"),
    ],
)
def test_a_manifest_that_cannot_be_read_says_where(
    tmp_path: Path, text: str | bytes, words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        rows(tmp_path / "m.csv", text)


def test_only_a_csv_has_columns(tmp_path: Path) -> None:
    assert is_manifest("A.CSV")
    assert not is_manifest("list.txt")
    assert not is_manifest("-")
    with pytest.raises(UsageError, match="cannot be read"):
        read_manifest(tmp_path / "gone.csv")


def beside(clip: Path, text: str) -> dict[str, str]:
    (clip.parent / f"{clip.stem}.egv.yaml").write_text(text)
    return {said.name: said.text for said in list_clip_texts(clip)}


def test_a_file_beside_a_clip_says_its_texts(tmp_path: Path) -> None:
    clip = tmp_path / "my clip.v2.mov"
    assert list_clip_texts(clip) == ()
    text = (
        "schema: egv/clip@1\nvars: {title: Hello, week: 12, role: null, cta: ''}\nx-a: 1\n"
        "maker: Mo\npeople: [{name: Jan, scope: [internal], until: 2027-01-01}]\n"
    )

    assert beside(clip, text) == {"title": "Hello", "week": "12", "cta": ""}
    assert find_clip_notes_file(clip) == tmp_path / "my clip.v2.egv.yaml"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("var: {title: x}\n", r"a\.egv\.yaml:1:1: var: unknown field; did you mean 'vars'"),
        ("vars:\n  title: {x}\n", r"a\.egv\.yaml:2:3: vars\.title: .*put quotes around"),
        ("vars:\n  title: 1.50\n", "put quotes around it"),
        ("schema: egv/clip@2\nvars: {}\n", "this egv reads egv/clip@1"),
        ("people: [{scope: [internal]}]\n", r"people.*name"),
        ("people: [{name: Jan, scope: [world]}]\n", r"people.*scope"),
        ("people: [{name: Jan, until: soon}]\n", r"people.*until"),
        ("consent: yes\n", "consent: unknown field"),
        ("", "this file is empty"),
    ],
)
def test_a_file_beside_a_clip_that_is_wrong_says_where(
    tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(RecipeError, match=words):
        beside(tmp_path / "a.mov", text)
