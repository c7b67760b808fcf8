"""Quoting of a line to paste, for each shell; also of words that could move a terminal's cursor."""

from __future__ import annotations

import ntpath
import os
import re
import shlex
from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import groupby

from egv.core.errors import UsageError

VARIABLE = "EGV_SHELL"
ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\t": "\\t"}
PLAIN_CMD = re.compile(r"[\w@+=:./\\{}~-]+", re.ASCII)
CMD_SIGNS = re.compile(r'[()%!^"<>&|]')
PLAIN_POWERSHELL = re.compile(r"(?!-.*[.:])[\w+./\\-][\w+=:./\\-]*", re.ASCII)
SINGLE_QUOTES, DOUBLE_QUOTES = "'‘’‚‛", '"“”„'  # PowerShell takes the typographic ones too
POWERSHELL_MODULES = re.compile(r"\\Documents\\(Windows)?PowerShell\\Modules", re.IGNORECASE)


class Shell(StrEnum):
    """A shell, or a family of them that quotes in one way."""

    SH = "sh"  # bash and zsh too
    FISH = "fish"
    CMD = "cmd"
    POWERSHELL = "powershell"


PROGRAMS = {  # the names that the processes of a shell have
    "sh": Shell.SH, "bash": Shell.SH, "zsh": Shell.SH, "dash": Shell.SH, "ksh": Shell.SH,
    "fish": Shell.FISH, "cmd": Shell.CMD, "powershell": Shell.POWERSHELL, "pwsh": Shell.POWERSHELL,
}  # fmt: skip


def choose_shell(
    environment: Mapping[str, str], parents: Iterable[str] = (), *, is_windows: bool = False
) -> Shell:
    """Choose the shell that a line was typed in.

    `EGV_SHELL` counts first, then the programs that started egv (`parents`, the nearest first),
    then what shells leave in the environment. Raises UsageError for another `EGV_SHELL`.
    """
    if word := environment.get(VARIABLE, "").strip():
        if stated := _find_shell(word):
            return stated
        raise UsageError(f"{VARIABLE}={word}: egv quotes for {', '.join(Shell)}; choose one")
    for program in parents:
        if typed_in := _find_shell(program):
            return typed_in
    login_shell = _find_shell(environment.get("SHELL", ""))
    if not is_windows:
        return login_shell or Shell.SH
    if login_shell and "MSYSTEM" in environment:  # Git Bash, MSYS2
        return login_shell
    # Every process has a PSModulePath; only PowerShell adds the folder of the user.
    in_powershell = POWERSHELL_MODULES.search(environment.get("PSModulePath", ""))
    return Shell.POWERSHELL if in_powershell or "ComSpec" not in environment else Shell.CMD


def _find_shell(program: str) -> Shell | None:
    """Find the shell that a `program` is, such as `cmd.exe`, `/bin/fish` or `-zsh`."""
    name = ntpath.basename(program).lower().removesuffix(".exe").lstrip("-")  # a dash: a login
    return PROGRAMS.get(name)


def format_shell_line(words: Iterable[str], shell: Shell = Shell.SH) -> str:
    """Format `words` as a line to paste into `shell`; all its characters are printable.

    In cmd a line cannot have a line break in it: a space stands for it.
    """
    quoted = [quote_word(word, shell) for word in words]
    if shell is Shell.POWERSHELL and quoted and quoted[0][0] in "'\"":
        quoted.insert(0, "&")  # else the name of the program is a text to print
    return " ".join(quoted)


def quote_word(word: str, shell: Shell = Shell.SH) -> str:
    """Quote `word` for `shell` where needed."""
    match shell:
        case Shell.CMD:
            return _quote_for_cmd(word)
        case Shell.POWERSHELL:
            return _quote_for_powershell(word)
        case Shell.FISH:
            return _quote_for_fish(word)
        case Shell.SH:
            return _quote_for_sh(word)


def _quote_for_sh(word: str) -> str:
    """Quote `word`; where it has unprintable characters, in the style of bash and zsh."""
    if word.isprintable():
        return shlex.quote(word)
    return "$'" + "".join(_escape_character(character) for character in word) + "'"


def _escape_character(character: str) -> str:
    if character in ESCAPES:
        return ESCAPES[character]
    if character.isprintable():
        return character
    is_byte = "\udc80" <= character <= "\udcff"  # of a file name that is not UTF-8
    raw = os.fsencode(character) if is_byte else character.encode("utf-8", "surrogatepass")
    return "".join(f"\\x{byte:02x}" for byte in raw)


def _quote_for_fish(word: str) -> str:
    """Quote `word` for fish, where a backslash counts also between quotes."""
    if shlex.quote(word) == word:
        return word
    runs = groupby(word, str.isprintable)
    return "".join(_quote_fish_run("".join(run), printable) for printable, run in runs) or "''"


def _quote_fish_run(run: str, printable: bool) -> str:
    if printable:
        return "'" + run.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return "".join(f"\\X{byte:02x}" for byte in os.fsencode(run))


def _quote_for_cmd(word: str) -> str:
    """Quote `word` for cmd, and for a program that reads its line as `CommandLineToArgvW` does.

    A quotation mark in a word would end what cmd takes for quoted, and a percent sign is read even
    between quotes; so where there is one, every sign that means something to cmd gets a caret.
    """
    word = "".join(mark if mark.isprintable() else " " for mark in word)
    if PLAIN_CMD.fullmatch(word):
        return word
    text = re.sub(r'(\\*)"', r'\1\1\\"', word)  # backslashes count before a quotation mark only
    text = re.sub(r"(\\+)$", r"\1\1", text)
    quoted = f'"{text}"'
    return CMD_SIGNS.sub(r"^\g<0>", quoted) if {'"', "%"} & set(word) else quoted


def _quote_for_powershell(word: str) -> str:
    """Quote `word` for PowerShell 7; an unprintable character is made from its number."""
    if PLAIN_POWERSHELL.fullmatch(word):
        return word
    if word.isprintable():
        doubled = str.maketrans({mark: mark * 2 for mark in SINGLE_QUOTES})
        return f"'{word.translate(doubled)}'"
    escaped = {mark: f"`{mark}" for mark in (*DOUBLE_QUOTES, "`", "$")}
    marks = (
        escaped.get(mark, mark)
        if mark.isprintable()
        else f"$([char]::ConvertFromUtf32({ord(mark)}))"
        for mark in word
    )
    return f'"{"".join(marks)}"'
