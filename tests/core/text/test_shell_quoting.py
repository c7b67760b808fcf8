"""Lines to paste: what a shell and the program below it make of them is what was meant."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egv.core.errors import UsageError
from egv.core.text.shell_quoting import Shell, choose_shell, format_shell_line, quote_word

PRINTABLE = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "))
SIGNS = st.text(st.sampled_from("\\\" '%^&|<>()!$`;,=@#~*?[]{}aé‘’“”-.:/"), max_size=12)
WORDS = PRINTABLE | SIGNS
LINES = st.lists(WORDS, min_size=1, max_size=4)
USERS_MODULES = "C:\\Users\\Zoë\\Documents\\WindowsPowerShell\\Modules"
MACHINES_MODULES = "C:\\WINDOWS\\system32\\WindowsPowerShell\\v1.0\\Modules"


def read_by_cmd(line: str, variables: Mapping[str, str]) -> str:
    """Read `line` as cmd does at its prompt: variables first, then carets and quotes."""
    line = re.sub(r"%([^%]+)%", lambda found: variables.get(found[1], found[0]), line)
    seen, is_quoted, marks = "", False, iter(line)
    for mark in marks:
        if mark == '"':
            is_quoted = not is_quoted
        elif mark == "^" and not is_quoted:
            seen += next(marks, "")
            continue
        assert is_quoted or mark not in "&|<>", f"{mark} means something to cmd in {line}"
        seen += mark
    return seen


def split_command_line(line: str) -> list[str]:
    """Split `line` as `CommandLineToArgvW` does, except for its rule about the program's name."""
    words: list[str] = []
    word, is_quoted, has_begun, at = "", False, False, 0
    while at < len(line):
        slashes = len(re.match(r"\\*", line[at:])[0])  # type: ignore[index]  # it matches always
        at += slashes
        if line[at : at + 1] == '"':
            word, has_begun = word + "\\" * (slashes // 2), True
            if slashes % 2:
                word += '"'
            elif is_quoted and line[at + 1 : at + 2] == '"':
                word, at = word + '"', at + 1
            else:
                is_quoted = not is_quoted
            at += 1
            continue
        word, has_begun = word + "\\" * slashes, has_begun or slashes > 0
        if at == len(line):
            break
        if line[at] in " \t" and not is_quoted:
            words += [word] if has_begun else []
            word, has_begun = "", False
        else:
            word, has_begun = word + line[at], True
        at += 1
    return words + ([word] if has_begun else [])


def split_in_powershell(line: str) -> list[str]:
    """Split a line of plain and single-quoted words (about_Quoting_Rules)."""
    single = "['‘’‚‛]"
    quoted = re.compile(rf"{single}((?:[^'‘’‚‛]|{single}{single})*){single}(?:\s|$)|(\S+)(?:\s|$)")
    words = []
    while line:
        found = quoted.match(line)
        assert found, line
        words.append(
            re.sub(f"({single}){single}", r"\1", found[1]) if found[2] is None else found[2]
        )
        if found[2] is not None:
            assert not set(found[2]) & set("$`\"'(){};,@#&|<>%*?[]‘’“”")
        line = line[found.end() :]
    return words


@given(LINES)
def test_a_line_for_sh_is_read_back_as_it_was(words: list[str]) -> None:
    assert shlex.split(format_shell_line(words)) == words


@given(LINES)
def test_a_line_for_cmd_is_read_back_as_it_was(words: list[str]) -> None:
    seen = read_by_cmd(format_shell_line(words, Shell.CMD), {"a": "WRONG", "": "WRONG"})

    assert split_command_line(seen) == words


@given(LINES)
def test_a_line_for_powershell_is_read_back_as_it_was(words: list[str]) -> None:
    line = format_shell_line(words, Shell.POWERSHELL)

    assert split_in_powershell(line.removeprefix("& ")) == words
    assert line.startswith("& ") == (line.removeprefix("& ")[0] in "'\"")


@given(LINES)
def test_a_line_for_fish_is_read_back_as_it_was(words: list[str]) -> None:
    line = format_shell_line(words, Shell.FISH)
    read, at = [""], 0
    while at < len(line):
        quoted = re.match(r"'((?:[^'\\]|\\.)*)'", line[at:])
        if quoted:
            read[-1] += re.sub(r"\\([\\'])", r"\1", quoted[1])
            at += quoted.end()
        elif line[at] == " ":
            read.append("")
            at += 1
        else:
            read[-1] += line[at]
            at += 1

    assert read == words


@given(st.text(), st.sampled_from(list(Shell)))
def test_a_quoted_word_moves_no_cursor(word: str, shell: Shell) -> None:
    quoted = quote_word(word, shell)

    assert quoted
    assert quoted.isprintable()


@pytest.mark.parametrize(
    ("word", "cmd", "powershell"),
    [
        ("out/clip.mp4", "out/clip.mp4", "out/clip.mp4"),
        ("C:\\out\\a b.mp4", '"C:\\out\\a b.mp4"', "'C:\\out\\a b.mp4'"),
        ("C:\\out dir\\", '"C:\\out dir\\\\"', "'C:\\out dir\\'"),
        ("it's", '"it\'s"', "'it''s'"),
        ("100% a&b", '^"100^% a^&b^"', "'100% a&b'"),
        ("{stem}.mp4", "{stem}.mp4", "'{stem}.mp4'"),
        ("$HOME", '"$HOME"', "'$HOME'"),
        ("-c:v", "-c:v", "'-c:v'"),
        ("a\nb", '"a b"', '"a$([char]::ConvertFromUtf32(10))b"'),
        ("", '""', "''"),
    ],
)
def test_words_are_quoted_as_people_would(word: str, cmd: str, powershell: str) -> None:
    assert quote_word(word, Shell.CMD) == cmd
    assert quote_word(word, Shell.POWERSHELL) == powershell


def test_a_program_with_a_space_in_its_path_is_called_not_printed() -> None:
    words = ("C:\\Program Files\\egv\\ffmpeg.exe", "-version")

    assert format_shell_line(words, Shell.POWERSHELL) == f"& '{words[0]}' -version"
    assert format_shell_line(words, Shell.CMD) == f'"{words[0]}" -version'


@pytest.mark.parametrize(
    ("environment", "parents", "is_windows", "shell"),
    [
        ({}, (), False, Shell.SH),
        ({"SHELL": "/bin/zsh"}, (), False, Shell.SH),
        ({"SHELL": "/usr/bin/fish"}, (), False, Shell.FISH),
        ({"SHELL": "/opt/nu"}, (), False, Shell.SH),
        ({"EGV_SHELL": "cmd"}, (), False, Shell.CMD),
        ({"EGV_SHELL": "pwsh", "SHELL": "/bin/zsh"}, (), False, Shell.POWERSHELL),
        ({}, ("egv.exe", "powershell.exe", "explorer.exe"), True, Shell.POWERSHELL),
        ({"PSModulePath": USERS_MODULES}, ("egv.exe", "cmd.exe", "pwsh.exe"), True, Shell.CMD),
        ({}, ("bash.exe", "cmd.exe"), True, Shell.SH),
        ({"ComSpec": "cmd.exe", "PSModulePath": MACHINES_MODULES}, (), True, Shell.CMD),
        (
            {"ComSpec": "cmd.exe", "PSModulePath": f"{USERS_MODULES};{MACHINES_MODULES}"},
            ("python.exe", "explorer.exe"),
            True,
            Shell.POWERSHELL,
        ),
        (
            {"SHELL": "/usr/bin/bash", "MSYSTEM": "MINGW64", "ComSpec": "cmd.exe"},
            (),
            True,
            Shell.SH,
        ),
        ({"SHELL": "/usr/bin/bash", "ComSpec": "cmd.exe"}, (), True, Shell.CMD),
    ],
)
def test_the_shell_is_the_one_that_the_line_was_typed_in(
    environment: Mapping[str, str], parents: Sequence[str], is_windows: bool, shell: Shell
) -> None:
    assert choose_shell(environment, parents, is_windows=is_windows) is shell


def test_a_shell_that_egv_cannot_quote_for_is_refused() -> None:
    with pytest.raises(UsageError, match="EGV_SHELL=nu: egv quotes for sh, fish, cmd, powershell"):
        choose_shell({"EGV_SHELL": "nu"})


# As a process is given them: any bytes but NUL, also those that are no UTF-8.
GIVEN = st.lists(
    st.binary().map(lambda raw: os.fsdecode(raw.replace(b"\0", b""))) | st.text("a \x1b\n'\\"),
    max_size=5,
)


@given(GIVEN)
def test_every_character_of_a_line_is_printable(listed: list[str]) -> None:
    assert format_shell_line(listed).isprintable()


@given(st.lists(st.text(st.characters(categories=["L", "N", "P", "S"])), max_size=5))
def test_printable_words_are_the_same_to_any_shell(listed: list[str]) -> None:
    assert shlex.split(format_shell_line(listed)) == listed


@pytest.mark.posix("shell scripts")
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
