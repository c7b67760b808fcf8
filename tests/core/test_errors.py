"""Errors as people meet them: an exit code, a kind, and a sentence with the way out."""

from __future__ import annotations

import ast
import errno
import os
import signal

import pytest

from egv.core import errors
from egv.core.errors import CAUSES, EgvError, InterruptedRun, name_cause, to_environment_fault
from tests.places import ROOT

CODES = {  # what scripts may rely on
    "render": 1, "input": 1, "language": 1,
    "usage": 2, "recipe": 2, "kit": 2, "project": 2, "conflict": 2,
    "gate": 4, "environment": 5,
}  # fmt: skip


def list_errors(above: type[EgvError] = EgvError) -> list[type[EgvError]]:
    below = [cls for cls in above.__subclasses__() if cls.__module__ == errors.__name__]
    return [above, *(found for cls in below for found in list_errors(cls))]


def test_every_kind_of_error_has_its_exit_code() -> None:
    assert {cls.kind: cls.exit_code for cls in list_errors()} == CODES


def test_an_error_carries_its_sentence_and_advice() -> None:
    error = EgvError("trim: nothing is left", hint="choose an earlier start")

    assert (str(error), error.hint, error.step) == (
        "trim: nothing is left", "choose an earlier start", "",
    )  # fmt: skip


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_ends_as_shells_expect_and_is_taken_for_no_fault(
    number: int, code: int
) -> None:
    assert InterruptedRun(number).exit_code == code
    assert not issubclass(InterruptedRun, Exception)


@pytest.mark.parametrize("number", errors.LACKING)
def test_what_the_machine_lacks_is_told_with_its_place(number: int) -> None:
    fault = to_environment_fault(OSError(number, "x", "/out/a.mp4"))

    assert fault is not None
    assert str(fault) == f"/out/a.mp4: {errors.LACKING[number]}"
    assert (fault.exit_code, fault.kind) == (5, "environment")


def test_a_full_memory_is_the_machines_fault() -> None:
    assert "use fewer jobs (-j)" in str(to_environment_fault(MemoryError()))


@pytest.mark.parametrize(
    "error", [OSError(), OSError(errno.ENOENT, "x"), ValueError("x"), KeyError("x")]
)
def test_a_bug_is_no_fault_of_the_machine(error: Exception) -> None:
    assert to_environment_fault(error) is None


@pytest.mark.parametrize("number", CAUSES)
def test_a_cause_is_named_in_our_own_words(number: int) -> None:
    error = OSError(number, os.strerror(number), "clip.mp4")

    assert name_cause(error) == CAUSES[number]
    assert name_cause(error) != os.strerror(number)


def test_a_cause_without_words_has_its_number() -> None:
    assert name_cause(OSError(errno.EDOM, "as the system says it")) == (
        f"the system reports error {errno.EDOM}"
    )
    assert name_cause(OSError()) == "the system gives no reason"


def test_the_words_of_the_system_are_never_shown() -> None:
    modules = sorted((ROOT / "egv").rglob("*.py"))
    quoting = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules
        for node in ast.walk(ast.parse(path.read_bytes()))
        if (isinstance(node, ast.Attribute) and node.attr == "strerror")
        or (isinstance(node, ast.Constant) and node.value == "strerror")
    ]

    assert modules
    assert quoting == [], "name_cause() has the words"
