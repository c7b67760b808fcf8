"""Lines to paste into a shell: the same words again, and nothing that moves a cursor."""

from __future__ import annotations

import os
import shlex
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egv.core.text.shell_quoting import format_shell_line, review_command

# As a process is given them: any bytes but NUL, also those that are no UTF-8.
words = st.lists(
    st.binary().map(lambda raw: os.fsdecode(raw.replace(b"\0", b""))) | st.text("a \x1b\n'\\"),
    max_size=5,
)


@given(words)
def test_every_character_of_a_line_is_printable(listed: list[str]) -> None:
    assert format_shell_line(listed).isprintable()


@given(st.lists(st.text(st.characters(categories=["L", "N", "P", "S"])), max_size=5))
def test_printable_words_are_the_same_to_any_shell(listed: list[str]) -> None:
    assert shlex.split(format_shell_line(listed)) == listed


@settings(max_examples=5)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
                min_size=20, max_size=40))  # fmt: skip
def test_bash_reads_every_word_as_it_was(listed: list[str]) -> None:
    line = format_shell_line(["printf", r"%s\0", *listed])
    said = subprocess.run(["bash", "-c", line], capture_output=True, check=True).stdout

    assert said.decode() == "".join(f"{word}\0" for word in listed)


@pytest.mark.parametrize(
    ("word", "quoted"),
    [
        ("plain.mp4", "plain.mp4"),
        ("two words", "'two words'"),
        ("it's\n", r"$'it\'s\n'"),
        ("\x1b[2J", r"$'\x1b[2J'"),
        ("\udcff.mp4", r"$'\xff.mp4'"),
        ("", "''"),
    ],
)
def test_a_word_is_quoted_only_as_far_as_it_needs(word: str, quoted: str) -> None:
    assert format_shell_line([word]) == quoted


def test_a_review_can_be_pasted() -> None:
    assert review_command("approve", "out/a b.mp4") == "egv review approve 'out/a b.mp4'"
