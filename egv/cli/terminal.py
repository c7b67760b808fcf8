"""The two streams a person or a script reads: what may be coloured, and what every name must be."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from egv.tools import ending

if TYPE_CHECKING:
    from rich.console import Console

COMMANDS = ("::", "##[")  # what GitHub Actions obeys at the start of a line, a clip's name too
COLOURS = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}
STYLES = {"bold": "1", **COLOURS}  # ECMA-48, 8.3.117
PLAIN = str.maketrans({"→": "->", "…": "...", "–": "-", "—": "-", "−": "-", "×": "x", "·": "-"})


def shown(text: str) -> str:
    """`text` on one line that cannot move the cursor: what does not print is written as escape."""
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode("ascii")
        for each in text
    )


def coloured(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether colour codes may go to `stream`."""
    if environment.get("NO_COLOR"):
        return False
    return bool(environment.get("FORCE_COLOR")) or is_screen(stream, environment)


def is_screen(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether `stream` is a terminal on which the cursor can move."""
    return stream.isatty() and environment.get("TERM") != "dumb"


def _in_json(character: str, *, unicode: bool) -> str:
    """A character of a JSON document, in ASCII where the stream takes no more."""
    if character == "\n" or (character.isprintable() and (unicode or character.isascii())):
        return character
    return json.dumps(character)[1:-1]


class Voice:
    """One stream, to which lines are said. A reader who went away is no error.

    Nothing is written that could move a cursor: names of files come from anybody.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.unicode = (stream.encoding or "ascii").lower().replace("-", "").startswith("utf")

    @cached_property
    def console(self) -> Console:
        """The stream as rich sees it."""
        from rich.console import Console

        colour = coloured(self.stream)
        return Console(
            file=self.stream,
            force_terminal=colour or None,
            no_color=not colour,
            highlight=False,
            markup=False,
            emoji=False,
        )

    def say(self, text: str = "", style: str = "") -> None:
        """One line of words, never wrapped; `style` is words of `STYLES`."""
        line = shown(text)
        if line.lstrip().startswith(COMMANDS):
            line = f"| {line}"
        if style and coloured(self.stream):
            codes = ";".join(STYLES[word] for word in style.split())
            line = f"\x1b[{codes}m{line}\x1b[0m"
        self._write(f"{line}\n")

    def ask(self, question: str) -> None:
        """A question, after which the cursor waits on the same line."""
        self._write(shown(question))

    def page(self, text: str) -> None:
        """Several lines that egv itself wrote."""
        self._write("".join(f"{shown(line)}\n" for line in text.rstrip().split("\n")))

    def raw(self, line: str) -> None:
        """A line to paste into a shell, exactly as it is where it can be printed."""
        self._write(f"{shown(line)}\n", exact=True)

    def json(self, text: str) -> None:
        """A JSON document; what does not print is written as JSON writes it."""
        written = "".join(_in_json(each, unicode=self.unicode) for each in text)
        self._write(f"{written}\n", exact=True)

    def _write(self, text: str, *, exact: bool = False) -> None:
        try:
            self.stream.write(text if exact or self.unicode else text.translate(PLAIN))
            self.stream.flush()
        except BrokenPipeError:
            # What is still buffered would fail again when Python closes the stream.
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.stream.fileno())


@dataclass(frozen=True)
class Terminal:
    """Standard output and standard error."""

    out: Voice
    err: Voice

    @classmethod
    def attached(cls) -> Terminal:
        """The streams of this process; a character that one cannot show is escaped, not fatal."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")
        return cls(Voice(sys.stdout), Voice(sys.stderr))

    def document(self, text: str) -> None:
        """One JSON document on standard output, in ASCII where that is all the stream takes.

        From here on nothing changes how it ended.
        """
        ending.begin_telling()
        self.out.json(text)
