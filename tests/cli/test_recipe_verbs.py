"""`egv recipe` as it is typed, and the questions that a recipe asks at a terminal."""

from __future__ import annotations

import io
import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from egv.app.plan.order import Order, TextAnswer
from egv.app.records.progress import RunWatch
from egv.app.records.results import ErrorResult, OutputResult, RunResult, Status
from egv.cli.dialogue.questions import list_common_answers
from egv.cli.grammar.chain import parse_command_line
from egv.cli.main import main
from egv.core.text.variables import MissingText, MissingTextError, TextVariable
from tests.cli.results import rendered, run_of
from tests.cli.test_shell_completion import offered

BAD = """\
schema: egv/recipe@1
name: bad
vars:
  stem: {}
steps:
  - trm
  - normalise: {lufs: 3}
"""
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home without recipes."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))


def test_the_list_has_a_row_for_each_recipe_and_where_it_is_from(capsys: Capture) -> None:
    main(["recipe", "new", "ours", "--from", "welcome"])
    capsys.readouterr()

    assert main(["recipe", "list"]) == 0
    rows = {line.split()[0]: line.split()[2] for line in capsys.readouterr().out.splitlines()}
    assert rows["ours"] == "here"
    assert rows["welcome"] == "built-in"
    assert main(["recipe", "list", "--json"]) == 0
    listing = json.loads(capsys.readouterr().out)
    assert listing["schema"] == "egv/recipe-list@1"
    assert {each["name"]: each["source"] for each in listing["recipes"]} == rows


def test_a_recipe_is_shown_for_people_and_for_machines(capsys: Capture) -> None:
    main(["recipe", "show", "welcome"])
    text = capsys.readouterr().out
    main(["recipe", "show", "welcome", "--json"])
    data = json.loads(capsys.readouterr().out)

    assert "resolution:\n    min: 720" in text
    assert data["expect"]["duration"] == {"ideal": [30, 60], "warn": [20, 90], "max": 120}


def test_a_wrong_recipe_is_told_whole_in_every_form(capsys: Capture) -> None:
    Path("bad.yaml").write_text(BAD)
    words = ["recipe", "validate", "bad.yaml"]
    code = main(words)
    text = capsys.readouterr().err
    main([*words, "--log-format", "github"])
    github = capsys.readouterr().out.splitlines()
    main([*words, "--json"])
    document = json.loads(capsys.readouterr().out)

    assert code == 2
    assert [f"bad.yaml:{place}:" in text for place in ("4:3", "6:5", "7:17")] == [True] * 3
    assert [line.split(",title")[0] for line in github] == [
        "::error file=bad.yaml,line=4,col=3",
        "::error file=bad.yaml,line=6,col=5",
        "::error file=bad.yaml,line=7,col=17",
    ]
    assert document["error"]["kind"] == "recipe"
    assert document["exit_code"] == 2


def test_a_right_recipe_is_told_in_one_line(capsys: Capture) -> None:
    assert main(["recipe", "validate", "social"]) == 0
    assert "correct; social: trim + " in capsys.readouterr().out
    assert main(["recipe", "validate", "social", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ok"]


def test_a_script_is_printed_or_written_and_no_file_is_lost(capsys: Capture) -> None:
    main(["recipe", "script", "weekly-update"])
    printed = capsys.readouterr().out
    code = main(["recipe", "script", "weekly-update", "--out", "texts/update.txt"])

    assert code == 0
    assert Path("texts/update.txt").read_text(encoding="utf-8") == printed
    assert "0:10 - 1:00  MESSAGE" in printed
    Path("texts/update.txt").write_text("filled in")
    assert main(["recipe", "script", "weekly-update", "--out", "texts/update.txt"]) == 2
    assert Path("texts/update.txt").read_text() == "filled in"
    assert main(["recipe", "script", "standard"]) == 2
    assert "this recipe has no script" in capsys.readouterr().err


def test_the_schema_is_one_document(capsys: Capture) -> None:
    main(["recipe", "schema"])

    assert json.loads(capsys.readouterr().out)["title"] == "egv/recipe@1"


def test_names_of_recipes_are_completed() -> None:
    Path("recipes").mkdir()
    Path("recipes/we-ours.yaml").touch()

    assert offered("run -r", "we") == ["we-ours", "weekly-update", "welcome"]
    assert offered("run --recipe", "social") == ["social"]


class Terminal(io.StringIO):
    """A keyboard at which somebody types."""

    def isatty(self) -> bool:
        return True


TITLE = TextVariable(required=True, prompt="What is it?", max_chars=5)


def asking(
    *wanted: tuple[str, str, TextVariable], seen: list[tuple[TextAnswer, ...]]
) -> Callable[[Order, RunWatch], RunResult]:
    """A run that lacks texts until they are answered."""

    def work(order: Order, watch: RunWatch) -> RunResult:  # noqa: ARG001
        seen.append(order.answers)
        if not order.answers:
            clips = len({clip for clip, _, _ in wanted})
            texts = [MissingText(*each) for each in wanted]
            raise MissingTextError("r: this needs title", texts, clips)
        return run_of(rendered())

    return work


def test_somebody_at_the_terminal_is_asked_until_it_fits(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    seen: list[tuple[TextAnswer, ...]] = []
    monkeypatch.setattr("sys.stdin", Terminal("\nmuch too long\n Week \nNorth\n"))
    where = TextVariable(required=True, choices=("North", "South"))
    work = asking(("a.mp4", "title", TITLE), ("a.mp4", "region", where), seen=seen)

    assert main(["run", "a.mp4", "--json"], work) == 0
    answers = (TextAnswer("a.mp4", "title", "Week"), TextAnswer("a.mp4", "region", "North"))
    assert seen == [(), answers]
    told = capsys.readouterr()
    json.loads(told.out)
    assert told.err.count("What is it? (at most 5 characters) ") == 3
    assert "region (North, South) " in told.err
    assert "at most 5 fit" in told.err


@pytest.mark.parametrize(
    ("line", "typed", "again"),
    [
        ("run a.mp4", "It's\n", ["--set", "title=It's"]),
        ("run a.mp4 b.mp4 -r welcome", "Week\n\n", ["--set", "title=Week"]),
        ("run a.mp4 b.mp4", "Week\nDay\n", []),
        ("run -n -- a.mp4", "Week\n", ["--set", "title=Week"]),
    ],
)
@pytest.mark.parametrize("ending", ["interrupted", "failed"])
def test_the_line_to_go_on_with_holds_the_answers(
    line: str, typed: str, again: list[str], ending: str,
    monkeypatch: pytest.MonkeyPatch, capsys: Capture,
) -> None:  # fmt: skip
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    words = line.split()
    clips = [word for word in words if word.endswith(".mp4")]
    seen: list[tuple[TextAnswer, ...]] = []
    ask = asking(*((clip, "title", TITLE) for clip in clips), seen=seen)
    error = ErrorResult(kind=ending, message=ending)
    waiting = OutputResult(input="a.mp4", status=Status.PENDING)

    def work(order: Order, watch: RunWatch) -> RunResult:
        ask(order, watch)
        return RunResult(ok=False, exit_code=1, outputs=(waiting,), error=error)

    main(words, work)
    told = capsys.readouterr()
    proposed = next(text for text in told.out.splitlines() if text.startswith("  egv run"))
    pasted = shlex.split(proposed)[1:]
    end = words.index("--") if "--" in words else len(words)
    assert pasted == [*words[:end], *again, *words[end:]]
    assert parse_command_line(pasted).order.options.variables == tuple(
        tuple(text.split("=", 1)) for text in again[1:]
    )
    assert ("asks again" in told.err) == (not again)


def test_an_answer_for_some_clips_only_is_not_said_for_all() -> None:
    answers = [TextAnswer("a.mp4", "title", "Week"), TextAnswer("b.mp4", "title", "Week")]

    assert list_common_answers(answers, 2) == {"title": "Week"}
    assert list_common_answers(answers, 3) == {}  # the third says its own, which --set would cover


def test_of_several_clips_enter_repeats_the_answer_of_the_one_before(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    seen: list[tuple[TextAnswer, ...]] = []
    monkeypatch.setattr("sys.stdin", Terminal("Week\n\n"))
    work = asking(("a.mp4", "title", TITLE), ("b.mp4", "title", TITLE), seen=seen)

    assert main(["run", "a.mp4", "b.mp4"], work) == 0
    assert [each.text for each in seen[1]] == ["Week", "Week"]
    assert "b.mp4: What is it? (at most 5 characters) [Week] " in capsys.readouterr().err


def test_the_questions_are_in_the_language_of_who_sits_there(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    seen: list[tuple[TextAnswer, ...]] = []
    monkeypatch.setenv("EGV_LANG", "nl")
    monkeypatch.setattr("sys.stdin", Terminal("\nWeek\n"))

    assert main(["run", "a.mp4"], asking(("a.mp4", "title", TITLE), seen=seen)) == 0
    told = capsys.readouterr().err
    assert told.count("What is it? (hoogstens 5 tekens) ") == 2  # the recipe's words are its own
    assert "hier is een antwoord nodig; met Ctrl-C stop je\n" in told


def test_a_language_that_egv_does_not_speak_is_told_before_anything_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    seen: list[tuple[TextAnswer, ...]] = []
    monkeypatch.setenv("EGV_LANG", "fr")
    monkeypatch.setattr("sys.stdin", Terminal("Week\n"))

    assert main(["run", "a.mp4"], asking(("a.mp4", "title", TITLE), seen=seen)) == 2
    told = capsys.readouterr().err
    assert told.count("EGV_LANG=fr: egv speaks nl, en; choose one") == 1
    assert "What is it?" not in told


@pytest.mark.parametrize(
    ("words", "stdin"),
    [
        ("run a.mp4 --no-input", Terminal("Week\n")),
        ("run --files-from -", Terminal("Week\n")),
        ("run a.mp4", io.StringIO("Week\n")),
        ("run a.mp4", Terminal("")),
    ],
)
def test_elsewhere_the_line_to_type_is_shown(
    words: str, stdin: io.StringIO, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    seen: list[tuple[TextAnswer, ...]] = []
    monkeypatch.setattr("sys.stdin", stdin)

    assert main(words.split(), asking(("a.mp4", "title", TITLE), seen=seen)) == 2
    assert f"Try: egv {words} --set title=TEXT" in capsys.readouterr().err
    assert len(seen) == 1


def test_the_sheet_of_a_script_is_in_the_language_of_its_reader(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EGV_LANG", "nl")
    sheet = tmp_path / "sheet.txt"
    assert main(["recipe", "script", "weekly-update"]) == 0
    assert main(["recipe", "script", "weekly-update", "--out", str(sheet)]) == 0
    printed = capsys.readouterr().out

    for text in (printed, sheet.read_text(encoding="utf-8")):
        assert "Woorden: ongeveer" in text
        assert "Voordat je filmt" in text
        assert "Before you film" not in text
