"""A line as one would type it again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from egv.cli.words import NOISE, RUN, spelt_run_options, steps_by_word
from egv.core.shell_words import shell_line


def typed(words: Iterable[str]) -> str:
    """`egv` with `words`, ready to paste into a shell."""
    return shell_line(["egv", *words])


def corrected(words: Iterable[str], wrong: str, right: str) -> list[str]:
    """`words` with the word that was wrong put right."""
    return [right if each == wrong else each for each in words]


def with_texts(words: Sequence[str], names: Iterable[str]) -> str:
    """The line with room to say the texts `names`."""
    end = words.index("--") if "--" in words else len(words)
    said = (word for name in names for word in ("--set", f"{name}=TEXT"))
    return typed([*words[:end], *said, *words[end:]])


def reordered(words: Sequence[str]) -> list[str]:
    """`words` with the steps in front of the clips, or with `run` in front when none is named."""
    end = words.index("--") if "--" in words else len(words)
    for at, word in enumerate(words[:end]):
        if word in steps_by_word():
            return [*words[at:], *(each for each in words[:at] if each not in NOISE)]
    return [RUN, *words]


def without_dry_run(words: Sequence[str]) -> list[str]:
    """`words` without `-n`, also where it is glued to other letters."""
    end = words.index("--") if "--" in words else len(words)
    kept = [_without_n(each) for each in words[:end] if each not in ("-n", "--dry-run")]
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
