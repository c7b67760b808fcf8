"""Twenty slips of the finger, and what egv makes of each: the right word, and a line that works."""

from __future__ import annotations

import pytest

from egv.cli.request import parse_request
from egv.core.errors import UsageError
from tests.running import egv

WORDS = [
    ("trim nomalise a.mp4", "step 'normalise'", "egv trim normalise a.mp4"),
    ("trim normalis a.mp4", "step 'normalise'", "egv trim normalise a.mp4"),
    ("trim Normalise a.mp4", "step 'normalise'", "egv trim normalise a.mp4"),
    ("trim normilize a.mp4", "step 'normalise'", "egv trim normalise a.mp4"),
    ("trim colorcorrect a.mp4", "step 'colour-correct'", "egv trim colour-correct a.mp4"),
    ("trim colour_correct a.mp4", "step 'colour-correct'", "egv trim colour-correct a.mp4"),
    ("normalise trimm a.mp4", "step 'trim'", "egv normalise trim a.mp4"),
    ("run then trm a.mp4", "step 'trim'", "egv run then trim a.mp4"),
    ("run --skip tirm a.mp4", "step 'trim'", "egv run --skip trim a.mp4"),
    ("tirm a.mp4", "did you mean 'trim'", "egv trim a.mp4"),
    ("RUN a.mp4", "did you mean 'run'", "egv run a.mp4"),
    ("docter", "did you mean 'doctor'", "egv doctor"),
]
OPTIONS = [
    ("trim --strat 2 a.mp4", "--start of the step 'trim'", "egv trim --help"),
    ("trim --silense all a.mp4", "--silence of the step 'trim'", "egv trim --help"),
    ("trim normalise --lusf -16 a.mp4", "--lufs of the step 'normalise'", "egv normalise --help"),
    ("trim --dryrun a.mp4", "--dry-run of the run", "egv trim --help"),
    ("trim a.mp4 --ouput x", "--output of the run", "egv trim --help"),
    ("--jsno trim a.mp4", "--json of the run", "egv run --help"),
    ("trim --denoize light a.mp4", "--denoise of the step 'normalise'", "egv trim --help"),
    (
        "trim --lufs -16 a.mp4",
        "this option belongs to the step 'normalise', not to 'trim'",
        "normalise",
    ),
    (
        "--lufs -16 normalise a.mp4",
        "this option belongs to the step 'normalise'; write it after",
        "normal",
    ),
    (
        "run a.mp4 --silence all",
        "this option belongs to the step 'trim'; write it after",
        "egv trim --help",
    ),
    ("trim -json a.mp4", "write --json", "egv --help"),
]


@pytest.mark.parametrize(("line", "meant", "hint"), [*WORDS, *OPTIONS])
def test_a_typo_is_answered_with_what_was_meant(line: str, meant: str, hint: str) -> None:
    with pytest.raises(UsageError) as refusal:
        parse_request(line.split())

    assert meant in str(refusal.value)
    assert hint in refusal.value.hint


def test_a_misspelt_step_is_explained_in_these_words() -> None:
    with pytest.raises(UsageError) as refusal:
        parse_request(["trim", "nomalise", "a.mp4"])

    assert str(refusal.value) == (
        "'nomalise' is neither a file nor a step; did you mean the step 'normalise'?"
    )


def test_a_word_with_a_nul_is_a_wrong_word() -> None:
    ran = egv("trim", "a.mp4", "-o", "b\0.mp4")

    assert ran.code == 2
    assert "a word on the line holds a NUL character" in ran.err
