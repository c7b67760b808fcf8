"""Standard output and standard error: colours, and the escaping of file names and other text."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from egv.cli.screen.interpreter import translate
from egv.tools.machine import shutdown

if TYPE_CHECKING:
    from rich.console import Console

COMMANDS = ("::", "##[")  # prefixes that GitHub Actions obeys, also at the start of a clip's name
COLOURS = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}
STYLES = {"bold": "1", **COLOURS}  # ECMA-48, 8.3.117
PLAIN = str.maketrans({"→": "->", "…": "...", "–": "-", "—": "-", "−": "-", "×": "x", "·": "-"})


def escape_unprintable(text: str) -> str:
    """Escape `text` to one line that cannot move the cursor: unprintable characters are escaped."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def can_colour(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """True where colour codes may be written to `stream`."""
    if environment.get("NO_COLOR"):
        return False
    return bool(environment.get("FORCE_COLOR")) or is_screen(stream, environment)


def is_screen(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """True where `stream` is a terminal on which the cursor can move."""
    return stream.isatty() and environment.get("TERM") != "dumb"


def _escape_json(character: str, *, unicode: bool) -> str:
    """Escape a character of a JSON document; also those beyond ASCII where the stream needs it."""
    if character == "\n" or (character.isprintable() and (unicode or character.isascii())):
        return character
    return json.dumps(character)[1:-1]


class OutputStream:
    """One output stream for lines of text. A closed pipe is no error.

    Nothing is written that could move a cursor: file names can contain anything.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.unicode = (stream.encoding or "ascii").lower().replace("-", "").startswith("utf")

    @cached_property
    def console(self) -> Console:
        """The stream as a rich console."""
        from rich.console import Console

        colour = can_colour(self.stream)
        return Console(
            file=self.stream,
            force_terminal=colour or None,
            no_color=not colour,
            highlight=False,
            markup=False,
            emoji=False,
        )

    def print_line(self, text: str = "", style: str = "") -> None:
        """Print one line in the user's language, never wrapped; `style` is a word of `STYLES`."""
        line = escape_unprintable(translate(text))
        if line.lstrip().startswith(COMMANDS):
            line = f"| {line}"
        if style and can_colour(self.stream):
            codes = ";".join(STYLES[word] for word in style.split())
            line = f"\x1b[{codes}m{line}\x1b[0m"
        self._write_text(f"{line}\n")

    def print_question(self, question: str) -> None:
        """Print a question in the user's language, and leave the cursor on the same line."""
        self._write_text(escape_unprintable(translate(question)))

    def print_page(self, text: str) -> None:
        """Print several lines that egv itself wrote."""
        self._write_text(
            "".join(f"{escape_unprintable(line)}\n" for line in text.rstrip().split("\n"))
        )

    def print_raw(self, line: str) -> None:
        """Print a line to paste into a shell, exactly as far as it is printable."""
        self._write_text(f"{escape_unprintable(line)}\n", exact=True)

    def print_json(self, text: str) -> None:
        """Print a JSON document; unprintable characters are escaped by the rules of JSON."""
        written = "".join(_escape_json(character, unicode=self.unicode) for character in text)
        self._write_text(f"{written}\n", exact=True)

    def _write_text(self, text: str, *, exact: bool = False) -> None:
        try:
            self.stream.write(text if exact or self.unicode else text.translate(PLAIN))
            self.stream.flush()
        except BrokenPipeError:
            # Without this, buffered text fails again when Python closes the stream.
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.stream.fileno())


@dataclass(frozen=True)
class Terminal:
    """Standard output and standard error."""

    out: OutputStream
    err: OutputStream

    @classmethod
    def from_process(cls) -> Terminal:
        """Return the streams of this process; unsupported characters are escaped, not fatal."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")
        return cls(OutputStream(sys.stdout), OutputStream(sys.stderr))

    def print_json(self, text: str) -> None:
        """Print one JSON document on standard output, in ASCII where the stream needs it.

        From now on a stop request no longer changes how the run ended.
        """
        shutdown.begin_report()
        self.out.print_json(text)
