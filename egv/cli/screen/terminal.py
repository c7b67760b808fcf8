"""Standard output and standard error: colours, and the escaping of file names and other text."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING, TextIO

from egv.cli.screen.interpreter import translate
from egv.tools.machine import shutdown

if TYPE_CHECKING:
    from rich.console import Console

COMMANDS = ("::", "##[")  # prefixes that GitHub Actions obeys, also at the start of a clip's name
COLOURS = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}
STYLES = {"bold": "1", **COLOURS}  # ECMA-48, 8.3.117
NO_COLOUR = ("--no-color", "--no-colour")
NARROWEST = 40  # columns that egv counts on
HANGING = 2  # columns that the second line of a wrapped line is indented by
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


def drop_no_colour(words: Sequence[str]) -> list[str]:
    """Drop `--no-color`, which is valid on every line and in every place, from `words`."""
    end = words.index("--") if "--" in words else len(words)
    return [*(word for word in words[:end] if word not in NO_COLOUR), *words[end:]]


def is_screen(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """True where `stream` is a terminal on which the cursor can move."""
    return stream.isatty() and environment.get("TERM") != "dumb"


def _wrap_words(line: str, columns: int) -> list[str]:
    """Wrap `line` between words to `columns`; whole for 0. A long word sticks out."""
    if not columns or len(line) <= columns:
        return [line]
    indent = " " * (len(line) - len(line.lstrip()) + HANGING)
    return wrap(
        line, columns, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _escape_json(character: str, *, unicode: bool) -> str:
    """Escape a character of a JSON document; also those beyond ASCII where the stream needs it."""
    if character == "\n" or (character.isprintable() and (unicode or character.isascii())):
        return character
    return json.dumps(character)[1:-1]


class OutputStream:
    """One output stream for lines of text. A closed pipe is no error.

    Nothing is written that could move a cursor: file names can contain anything.
    """

    def __init__(self, stream: TextIO, *, is_plain: bool = False) -> None:
        self.stream = stream
        self._has_colour = not is_plain and can_colour(stream)
        self.unicode = (stream.encoding or "ascii").lower().replace("-", "").startswith("utf")

    @cached_property
    def console(self) -> Console:
        """The stream as a rich console."""
        from rich.console import Console

        colour = self._has_colour
        return Console(
            file=self.stream,
            force_terminal=colour or None,
            no_color=not colour,
            highlight=False,
            markup=False,
            emoji=False,
        )

    @property
    def columns(self) -> int:
        """The width of the screen in characters; 0 where the stream is no screen."""
        return max(get_terminal_size().columns, NARROWEST) if is_screen(self.stream) else 0

    @property
    def rows(self) -> int:
        """The height of the screen in lines; 0 where the stream is no screen."""
        return get_terminal_size().lines if is_screen(self.stream) else 0

    def print_line(self, text: str = "", style: str = "") -> None:
        """Print a line in the user's language; `style` is a word of `STYLES`.

        A screen gets it wrapped between words, and indented from its second line on.
        """
        line = escape_unprintable(translate(text))
        if line.lstrip().startswith(COMMANDS):
            line = f"| {line}"
        for part in _wrap_words(line, self.columns):
            self._write_text(f"{self._paint(part, style)}\n")

    def _paint(self, text: str, style: str) -> str:
        if not (style and self._has_colour):
            return text
        codes = ";".join(STYLES[word] for word in style.split())
        return f"\x1b[{codes}m{text}\x1b[0m"

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
    def from_process(cls, *, is_plain: bool = False) -> Terminal:
        """Return the streams of this process; unsupported characters are escaped, not fatal.

        An `is_plain` terminal gets no colours.
        """
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")
        out, err = (OutputStream(stream, is_plain=is_plain) for stream in (sys.stdout, sys.stderr))
        return cls(out, err)

    def print_json(self, text: str) -> None:
        """Print one JSON document on standard output, in ASCII where the stream needs it.

        From now on a stop request no longer changes how the run ended.
        """
        shutdown.begin_report()
        self.out.print_json(text)
