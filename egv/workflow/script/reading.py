"""Reading the text that somebody will say: from a file, a saved e-mail, or standard input."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default as usual_policy
from pathlib import Path

from egv.app.plan.inputs import read_standard_input
from egv.core.errors import UsageError
from egv.core.text.visible_text import is_visible
from egv.tools.library.subtitle_files import read_small_file
from egv.tools.store.encodings import decode_text, describe_guess

STANDARD_INPUT = "-"
MARKDOWN, MAIL = (".md", ".markdown"), (".eml",)
_WRITING_LINE = re.compile(r"^\s*\.{30,}\s*$", re.MULTILINE)  # of the sheet to print


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A text as it was written, and a note on its encoding where that was a guess."""

    text: str
    is_markdown: bool = False
    note: str = ""


def read_written_text(word: str) -> WrittenText:
    """Read the text in the file `word`, or on standard input for `-`.

    Raises UsageError where there is none, or none that somebody could say.
    """
    kind = "" if word == STANDARD_INPUT else Path(word).suffix.lower()
    raw = read_standard_input() if word == STANDARD_INPUT else read_small_file(Path(word))
    if kind in MAIL:
        found = WrittenText(_read_mail(raw, word))
    else:
        decoded = decode_text(raw)
        if decoded is None:
            raise UsageError(f"{word}: this is not a text file; save it as UTF-8 text")
        note = describe_guess(decoded)
        found = WrittenText(decoded.text, kind in MARKDOWN, f"{word}: {note}" if note else "")
    if not is_visible(found.text):
        raise UsageError(f"{word}: there is nothing in it to say; write the text first")
    if len(_WRITING_LINE.findall(found.text)) > 1:
        raise UsageError(
            f"{word}: this is the sheet to write on; put only what is said in a file of its own"
        )
    return found


def _read_mail(raw: bytes, word: str) -> str:
    """Read the plain text of a saved e-mail. Raises UsageError where it has none."""
    try:
        body = message_from_bytes(raw, policy=usual_policy).get_body(("plain",))
        text = str(body.get_content()) if body else ""
    except Exception as error:  # noqa: BLE001  # email raises anything on malformed headers
        raise UsageError(
            f"{word}: this e-mail cannot be read; copy its text into a .txt file",
            details=f"{type(error).__name__}: {error}",
        ) from None
    if not is_visible(text):
        raise UsageError(
            f"{word}: this e-mail has no plain text; copy what you see into a .txt file"
        )
    return text
