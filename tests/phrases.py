"""The phrases that egv may say to a person, read from its sources.

`python -m tests.phrases [ROOM]` prints those that the phrase book lacks, in the book's own form.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from unittest.mock import patch

from egv.cli import help as help_pages
from egv.cli.commands import COMMANDS
from egv.cli.grammar.tokens import PREVIEW, RUN
from egv.cli.screen.interpreter import open_phrase_book
from egv.cli.screen.phrase_book import anonymise_places
from egv.core.text.placeholders import escape_braces
from egv.core.text.translation import UiLanguage
from egv.steps import STEPS
from tests.places import ROOT

# What is in a call of these is not said on the screen: it exists in both languages, or no person
# reads it.
SILENT_CALLS = {
    "Field", "Translated", "compile", "fullmatch", "match", "search", "sub", "apply_filter",
    "ConfigDict", "isascii", "encode", "environ", "NamedTuple", "TypeVar", "execute", "cast",
    "write_text", "SampleTexts", "WithJsonSchema", "parse_last_number",
}  # fmt: skip
SILENT_NAMES = {"STYLES", "OrderRunner", "TITLES"}  # styles, a type, and texts of the demo
# They write for programs; a page speaks for itself; faults of a book are for its translator; words
# of a text are in the language of that text.
SILENT_MODULES = {
    "core/titles/ass.py", "tools/machine/parent_death.py", "cli/help.py",
    "cli/screen/phrase_book.py", "workflow/script/word_tables.py",
}  # fmt: skip
ON_A_PAGE = {"help", "show_default", "rich_help_panel", "notes", "group_text", "examples"}
HELP = "help"  # the room of what the help pages say
MARK = "\u2060"  # word joiner: begins what was looked up already
PREFIX = re.compile(r"\A--?[a-z-]+(?: \{[^{}]*\})?: ")  # the option that an error is about
LEADING = re.compile(r"\A(?:[ ,;:.]|- )+")  # what joins a phrase to the one before
WORD = re.compile(r"[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class SpokenPhrase:
    """A phrase with places, and where it stands."""

    text: str
    module: str
    line: int


def list_spoken_phrases() -> list[SpokenPhrase]:
    """List the phrases of all modules, in order of their places."""
    phrases = []
    for path in sorted((ROOT / "egv").rglob("*.py")):
        module = path.relative_to(ROOT / "egv").as_posix()
        if module in SILENT_MODULES:
            continue
        finder = _PhraseFinder()
        finder.visit(ast.parse(path.read_text(encoding="utf-8")))
        phrases += [SpokenPhrase(text, module, line) for text, line in finder.found]
    return [*phrases, *_list_page_phrases()]


def _list_page_phrases() -> list[SpokenPhrase]:
    """List the phrases that the help pages look up, in order of the pages."""
    said: dict[str, SpokenPhrase] = {}

    def look_up(text: str) -> str:
        if MARK not in text and (is_spoken(text.strip()) or WORD.fullmatch(text)):
            said.setdefault(text, SpokenPhrase(escape_braces(text), f"{HELP}: egv {topic}", 0))
        return f"{MARK}{text}"

    topics = ["", RUN, PREVIEW, *(step.name for step in STEPS)]
    for command in COMMANDS:
        topics += [command.name, *(f"{command.name} {below.name}" for below in command.commands)]
    with patch.object(help_pages, "translate", look_up):
        for topic in topics:
            help_pages.build_help_page(topic)
    return [*said.values()]


def find_missing_phrases() -> list[SpokenPhrase]:
    """Find the phrases that the Dutch book lacks."""
    book = open_phrase_book(UiLanguage.NL)
    known = {anonymise_places(phrase) for phrase in book.phrases}
    return [
        one
        for one in list_spoken_phrases()
        if anonymise_places(one.text) not in known
        and not (one.module.startswith(HELP) and book.translate(one.text) != one.text)
    ]


class _PhraseFinder(ast.NodeVisitor):
    def __init__(self) -> None:
        self.found: list[tuple[str, int]] = []

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        if name.lstrip("_") in SILENT_CALLS:
            return
        if not (name in {"split", "strip"} and _is_of_constant(node.func)):  # words to look for
            self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        """Skip the texts that others are compared with; look into calls among them."""
        for part in (node.left, *node.comparators):
            if not isinstance(part, ast.Constant):
                self.visit(part)

    def visit_Dict(self, node: ast.Dict) -> None:
        """Skip a text in each language, and what a JSON Schema says to an editor."""
        keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
        if {*keys} != {*UiLanguage}:
            for key, value in zip(keys, node.values, strict=True):
                if key != "description":
                    self.visit(value)

    def visit_keyword(self, node: ast.keyword) -> None:
        if node.arg not in ON_A_PAGE:
            self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        if not SILENT_NAMES.intersection(map(ast.unparse, node.targets)):
            self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value and ast.unparse(node.target) not in SILENT_NAMES:
            self.visit(node.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self._add(escape_braces(node.value), node.lineno)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        names: list[str] = []
        text = ""
        for part in node.values:
            if isinstance(part, ast.Constant):
                text += escape_braces(str(part.value))
            elif isinstance(part, ast.FormattedValue):
                name = _name_place(part.value, names)
                names.append(name)
                text += f"{{{name}}}"
                self.visit(part.value)
        self._add(text, node.lineno)

    def _add(self, text: str, line: int) -> None:
        for phrase in re.split(r"\n| {2,}", text.strip()):
            bare = PREFIX.sub("", phrase.strip())
            stripped = LEADING.sub("", bare).rstrip(" ,;:-")
            if is_spoken(stripped):
                self.found.append((stripped, line))


def _is_of_constant(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Constant)


def is_spoken(phrase: str) -> bool:
    """True for a phrase of two words or more, that is no line to type and no markup."""
    plain = re.sub(r"\{[^{}]*\}|(?<!\S)--?[a-z-]+", " ", phrase)
    words = WORD.findall(plain)
    return (
        len(words) >= 2
        and " " in phrase
        and bool(re.search(r"[a-z]{2}", plain))
        and not re.fullmatch(r"[a-z]{2}(, [a-z]{2})*", phrase)  # codes of languages
        and not re.fullmatch(r"[a-z_]+: \w+", phrase)  # YAML
        and not phrase.startswith(("{{", "<", "#", "@", "|", "python"))
        and not re.fullmatch(r"--?[a-z-]+( \S+)?", phrase)
        and not re.search(r"^egv .*( -|/|\[|\.m|\{|[A-Z]{2})|^egv( [a-z-]+){1,3}$", phrase)
        and not re.search(r"[<>]\w|\w=[\w\"]|</|\w\": |::", phrase)
    )


def _name_place(value: ast.expr, taken: list[str]) -> str:
    """Name a place by the last word of what fills it."""
    words = re.findall(r"[a-z_]+", ast.unparse(value).lower()) or ["text"]
    base = words[-1].strip("_") or "text"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}{number}", number + 1
    return name


def iter_lines_to_add(room: str) -> Iterator[str]:
    """Yield the lines that the book lacks for `room`, each once."""
    missing = [one for one in find_missing_phrases() if one.module.startswith(room)]
    module = ""
    for phrase in {one.text: one for one in missing}.values():
        if phrase.module != module:
            module = phrase.module
            yield f"\n# {module}"
        yield f"{phrase.text}\n  TODO"


if __name__ == "__main__":
    sys.stdout.write("\n".join(iter_lines_to_add("".join(sys.argv[1:]))) + "\n")
