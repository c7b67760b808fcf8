"""Command lines as text to type again, also with corrections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from egv.cli.grammar.tokens import index_run_options
from egv.tools.machine.shell import format_line_to_paste


def format_command(words: Iterable[str]) -> str:
    """Format `words` as an egv command, ready to paste into a shell."""
    return format_line_to_paste(["egv", *words])


def replace_word(words: Iterable[str], wrong: str, right: str) -> list[str]:
    """Replace the word `wrong` in `words` by `right`."""
    return [right if word == wrong else word for word in words]


def add_text_options(words: Sequence[str], texts: Mapping[str, str]) -> list[str]:
    """Add a `--set` option to `words` for each of `texts`, which are given by their names."""
    end = words.index("--") if "--" in words else len(words)
    said = (word for name, text in texts.items() for word in ("--set", f"{name}={text}"))
    return [*words[:end], *said, *words[end:]]


def put_first(words: Sequence[str], word: str) -> list[str]:
    """Move `word` in front of all others."""
    at = words.index(word)
    return [word, *words[:at], *words[at + 1 :]]


def drop_dry_run(words: Sequence[str]) -> list[str]:
    """Remove `-n` from `words`, also from a group of letters such as `-nv`."""
    end = words.index("--") if "--" in words else len(words)
    kept = [_drop_letter_n(word) for word in words[:end] if word not in ("-n", "--dry-run")]
    return [*kept, *words[end:]]


def _drop_letter_n(word: str) -> str:
    if not word.startswith("-") or word.startswith("--"):
        return word
    for at, letter in enumerate(word[1:], start=1):
        option = index_run_options().get(f"-{letter}")
        if option is None or not option.is_switch:
            break
        if letter == "n":
            return f"{word[:at]}{word[at + 1 :]}"
    return word
