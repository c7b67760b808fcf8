"""Command lines as text to type again, also with corrections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from egv.cli.words import NOISE, RUN, spelt_run_options, steps_by_word
from egv.core.shell_words import shell_line


def typed(words: Iterable[str]) -> str:
    """Format `words` as an egv command, ready to paste into a shell."""
    return shell_line(["egv", *words])


def corrected(words: Iterable[str], wrong: str, right: str) -> list[str]:
    """Replace the word `wrong` in `words` by `right`."""
    return [right if word == wrong else word for word in words]


def with_texts(words: Sequence[str], names: Iterable[str]) -> str:
    """Format the line with a `--set` option for each text in `names`."""
    end = words.index("--") if "--" in words else len(words)
    said = (word for name in names for word in ("--set", f"{name}=TEXT"))
    return typed([*words[:end], *said, *words[end:]])


def reordered(words: Sequence[str]) -> list[str]:
    """Move the steps in front of the clips, or put `run` in front where no step is named."""
    end = words.index("--") if "--" in words else len(words)
    for at, word in enumerate(words[:end]):
        if word in steps_by_word():
            return [
                *words[at:],
                *(earlier_word for earlier_word in words[:at] if earlier_word not in NOISE),
            ]
    return [RUN, *words]


def without_dry_run(words: Sequence[str]) -> list[str]:
    """Remove `-n` from `words`, also from a group of letters such as `-nv`."""
    end = words.index("--") if "--" in words else len(words)
    kept = [_without_n(word) for word in words[:end] if word not in ("-n", "--dry-run")]
    return [*kept, *words[end:]]


def _without_n(word: str) -> str:
    if not word.startswith("-") or word.startswith("--"):
        return word
    for at, letter in enumerate(word[1:], start=1):
        option = spelt_run_options().get(f"-{letter}")
        if option is None or not option.is_switch:
            break
        if letter == "n":
            return f"{word[:at]}{word[at + 1 :]}"
    return word
