"""How egv ends: exit codes, one JSON document, one plain sentence, never a traceback."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from egv.app.plan.order import Order
from egv.app.records.progress import RunWatch
from egv.app.records.results import RunResult
from egv.cli.main import OrderRunner, main
from egv.core.errors import (
    ConflictError,
    EgvError,
    EnvironmentFault,
    GateError,
    RecipeError,
    RenderError,
    UsageError,
)
from tests.cli.results import failed, planned, rendered, run_of
from tests.running import egv


def ending(result: RunResult) -> OrderRunner:
    """A run that comes to `result`."""

    def work(order: Order, watch: RunWatch) -> RunResult:  # noqa: ARG001
        watch.on_run_start(tuple(each.input for each in result.outputs), 1)
        for index, each in enumerate(result.outputs):
            watch.on_clip_start(index)
            watch.on_clip_end(index, each)
        return result

    return work


def raising(error: BaseException) -> OrderRunner:
    """A run that ends in `error`."""

    def work(order: Order, watch: RunWatch) -> RunResult:  # noqa: ARG001
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "code", "kind"),
    [
        (UsageError("x: no"), 2, "usage"),
        (ConflictError("x: no"), 2, "conflict"),
        (RecipeError("x: no"), 2, "recipe"),
        (GateError("x: no"), 4, "gate"),
        (EnvironmentFault("x: no"), 5, "environment"),
        (RenderError("x: no"), 1, "render"),
        (EgvError("x: no", hint="egv doctor"), 1, "render"),
        (ZeroDivisionError("x"), 1, "bug"),
    ],
)
def test_every_error_has_its_exit_code_and_stays_one_json_document(
    error: Exception, code: int, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trim", "a.mp4", "b.mp4", "--json"], raising(error)) == code

    out, err = capsys.readouterr()
    document = json.loads(out)
    assert document["exit_code"] == code
    assert document["ok"] is False
    assert document["error"]["kind"] == kind
    assert "egv: error: " in err
    assert "Traceback" not in out + err


@pytest.mark.parametrize(
    "words",
    [["trim", "--json", "--bogus"], ["a.mp4", "--json"], ["--json"], ["trim", "nomalise", "--json"],
     ["trim", "--start", "--json", "a.mp4"], ["--json", "doctor"]],
)  # fmt: skip
def test_a_line_that_is_wrong_is_one_json_document_too(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words, raising(AssertionError("nothing may be run"))) == 2

    out, err = capsys.readouterr()
    assert json.loads(out)["error"]["kind"] == "usage"
    assert err.startswith("egv: error: ")


def test_json_after_two_dashes_is_an_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trim", "--bogus", "--", "--json"]) == 2

    assert capsys.readouterr().out == ""


def test_an_error_is_one_sentence_and_the_next_command_on_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["trim", "nomalise", "a.mp4"]) == 2

    assert capsys.readouterr() == (
        "",
        "egv: error: 'nomalise' is neither a file nor a step; did you mean the step 'normalise'?\n"
        "Try: egv trim normalise a.mp4\n",
    )


@pytest.mark.parametrize(
    "words",
    [["trim"], ["trim", "a.mp4", "--start"], ["-n", "doctor"], ["doctor", "x"], ["config"],
     ["config", "schema", "x"], ["trim", "a.mp4", "-qv"], ["run", "--set", "x"], ["--bogus"],
     ["normalise", "--lufs", "3"], ["trim", "a.mp4", "then"], ["trim", "-r", "x"], ["trim", ""],
     ["trim", "--force=1"], ["trim", "--json=1"], ["trim", "-n", "-n"], ["trim", "then", "x"],
     ["trim", "a\udcff"], ["run", "trim", "--skip", "trim"], ["--version", "trim"], ["--", "-x"]],
)  # fmt: skip
def test_every_refusal_says_what_to_try(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    refuse = raising(UsageError("no clip was named", hint="egv trim clip.mp4"))
    assert main(words, refuse) == 2

    error, hint = capsys.readouterr().err.splitlines()[-2:]
    assert error.startswith("egv: error: ")
    assert hint.startswith("Try: egv ")


def test_a_bug_is_one_line_and_a_log_with_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trim", "a.mp4", "--progress", "off"], raising(ZeroDivisionError("secret"))) == 1

    line = capsys.readouterr().err
    log = Path(line.split()[-1])
    assert line.startswith("egv: error: a bug in egv: ZeroDivisionError; ")
    assert line.count("\n") == 1
    assert "ZeroDivisionError: secret" in log.read_text()
    assert "Traceback" in log.read_text()


def test_a_bug_whose_log_cannot_be_written_is_still_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("full").touch()
    monkeypatch.setenv("EGV_CACHE", "full")

    assert main(["trim", "a.mp4", "--progress", "off"], raising(ZeroDivisionError("x"))) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_the_exit_code_of_a_run_is_that_of_its_result(capsys: pytest.CaptureFixture[str]) -> None:
    partly = run_of(rendered(), failed(), code=3)

    assert main(["trim", "raw/", "--json"], ending(partly)) == 3
    assert RunResult.model_validate_json(capsys.readouterr().out) == partly


def test_with_json_everything_for_people_goes_to_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["trim", "raw/", "--json", "-v", "-n"], ending(run_of(planned(), planned("b.mov"))))

    out, err = capsys.readouterr()
    assert json.loads(out)["outputs"][0]["status"] == "planned"
    assert "planned  out/a.mp4" in err


def test_a_quiet_run_says_errors_only(capsys: pytest.CaptureFixture[str]) -> None:
    main(["trim", "raw/", "-q"], ending(run_of(rendered())))
    silence = capsys.readouterr()
    main(["trim", "raw/", "-q"], ending(run_of(rendered(), failed(), code=3)))

    assert silence == ("", "")
    assert capsys.readouterr() == (
        "",
        "egv: error: b.mov: this file has no picture; give a video clip\n",
    )


def test_a_recipe_error_shows_every_mistake_on_its_own_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    two = RecipeError("r.yaml:1:1: x: unknown field\nr.yaml:2:1: y: unknown field")
    main(["run", "a.mp4", "--progress", "off"], raising(two))

    assert capsys.readouterr().err.splitlines() == [
        "egv: error: r.yaml:1:1: x: unknown field",
        "  r.yaml:2:1: y: unknown field",
        "Try: egv help recipe",
    ]


def test_names_that_would_move_the_cursor_or_forge_a_line_are_shown_escaped(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["trim", "a\n\x1b[2Jegv: error: forged.mp4"], raising(UsageError("a\nb\x1b[2J\r: gone")))

    err = capsys.readouterr().err
    assert "a\\nb\\x1b[2J\\r: gone" in err
    assert "\x1b" not in err
    assert "\nb" not in err


def test_a_stream_that_knows_no_unicode_gets_ascii_and_valid_json(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for words in (["trim", "raw/"], ["trim", "raw/", "--json"]):
        out, err = (io.TextIOWrapper(io.BytesIO(), "ascii") for _ in range(2))
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        assert main(words, ending(run_of(rendered("raw/é🎬.mov"), rendered("b.mov")))) == 0
        out.seek(0)
        text = out.read()
        if "--json" in words:
            assert json.loads(text)["outputs"][0]["input"] == "raw/é🎬.mov"
        else:
            assert "1:12.0 -> 1:06.5" in text
            assert "\\xe9" in text


DISK = shutil.disk_usage("/")  # of one moment: other programs write


@pytest.mark.parametrize("words", [["config", "schema", "result"], ["--help"]])
def test_a_reader_that_went_away_is_no_error(words: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "egv", *words],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    os.close(writer)

    assert (done.returncode, done.stderr) == (0, "")


def test_a_run_option_in_front_of_another_command_is_not_ignored(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["-n", "doctor"]) == 2

    assert "-n: this is a run option; write it after a step or 'run'" in capsys.readouterr().err


def test_the_schema_of_the_result_is_printed_and_fits_a_result(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["config", "schema", "result"]) == 0

    schema = json.loads(capsys.readouterr().out)
    assert set(schema["properties"]) == set(json.loads(run_of(rendered()).to_json()))


def test_doctor_tells_people_and_scripts_and_its_exit_code_is_its_verdict(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "egv.app.authoring.doctor.measure_free_memory", lambda: 8_000_000_000
    )  # it comes and goes
    monkeypatch.setattr("egv.app.authoring.doctor.shutil.disk_usage", lambda _: DISK)
    codes = {main(["doctor"])}
    text = capsys.readouterr().out
    codes.add(main(["doctor", "--json"]))
    document = json.loads(capsys.readouterr().out)

    assert codes in ({0}, {5})
    for check in document["checks"]:
        assert check["name"] in text
        assert check["found"] in text or not check["found"].isprintable()
    assert codes == ({0} if all(check["ok"] for check in document["checks"]) else {5})


def test_under_a_clip_that_failed_stands_whom_the_kit_says_to_ask(here: Path) -> None:
    (here / "a.mp4").write_text("this is a letter, not a film\n" * 40)
    (here / "kit.yaml").write_text(
        "schema: egv/kit@1\nname: k\nversion: '1'\nowner: {contact: a@b.example}\n"
        "palette: {primary: '#000000'}\n"
    )
    ran = egv("run", "a.mp4", "-k", "./kit.yaml")
    other = egv("run", "a.mp4", "-k", "neutral", "--json")

    assert ran.code == 1
    assert "not a video file" in ran.err
    assert "Questions? a@b.example\n" in ran.err
    assert other.json["contact"] == ""
