"""Under every error stands a line to try, which egv itself understands, and no foreign phrase."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from egv.cli.request import parse_request
from tests.cli.test_typos import OPTIONS, WORDS
from tests.places import ROOT
from tests.running import Ran, egv

EXAMPLES = {"CLIP": "a.mp4", "CLIP...": "a.mp4", "NUMBER": "2"}
FOREIGN = re.compile(
    r"Input should be|Errno|Traceback|Invalid data found|validation error|pydantic|Value error,"
    r"|moov atom|No such file or directory|<class |NoneType|Exception"
)
LINES = (
    "", "gone.mp4", "run", "run gone.mp4", "run gone/ -r weekly-update", "trim", "trim gone.mp4",
    "trim --start x text.mp4", "trim --start 9 --end 2 text.mp4", "trim --silence loud text.mp4",
    "normalise --lufs 3 text.mp4", "normalise --lufs much text.mp4", "trim text.mp4",
    "normalise text.mp4 --json", "run text.mp4 -r nope", "run text.mp4 -k nope",
    "run text.mp4 -k bad", "run text.mp4 -r bad.yaml", "run text.mp4 -r list.yaml",
    "run text.mp4 -r odd.yaml", "run text.mp4 -k empty", "run text.mp4 -o text.mp4",
    "run text.mp4 -j 0", "run text.mp4 -j many", "run text.mp4 --format cinema",
    "run text.mp4 --set title", "run text.mp4 --set =x", "run text.mp4 --files-from gone.csv",
    "run text.mp4 --files-from odd.csv", "run text.mp4 --skip nope", "run text.mp4 --progress fast",
    "run text.mp4 -v -q", "run text.mp4 --space nope", "run text.mp4 --lang xx",
    "brand text.mp4 -k bad", "subtitle --from gone.srt text.mp4",
    "subtitle --from bad.srt text.mp4", "music --bed gone.mp3 text.mp4",
    "voice-over --file gone.wav text.mp4", "lower-third text.mp4",
    "reframe --format x text.mp4", "check", "check gone.mp4", "check text.mp4 -r nope",
    "check text.mp4 -o page.pdf", "kit validate bad", "kit validate nope", "kit show nope",
    "kit preview nope", "kit new acme --colour nope", "kit new", "recipe show nope",
    "recipe script nope", "recipe validate bad.yaml", "recipe new x --from nope",
    "review approve gone.mp4", "review approve gone.mp4 --by Jo", "review page gone/",
    "review note gone.mp4", "share pack gone.mp4", "share digest", "purge", "purge --older-than x",
    "purge --person", "report gone", "guide nope", "help nope", "list nope", "config schema nope",
    "model fetch nope", "init --colour x --yes", "--lufs 3", "doctor x", "trim --x text.mp4",
)  # fmt: skip
FILES = {
    "text.mp4": "this is no film\n",
    "bad.srt": "1\n00:99 --> x\nhello\n",
    "odd.csv": "nothing,here\n1\n",
    "bad.yaml": "schema: egv/recipe@1\nname: bad\nsteps: [{trim: {silence: 5}}, nope]\n",
    "odd.yaml": "schema: egv/recipe@1\nname: [x\n",
    "list.yaml": "- 1\n- 2\n",
    "brand_kits/bad/kit.yaml": (
        "schema: egv/kit@1\nname: bad\npalette: {primary: reddish}\nlogo: {clear_space: 9}\n"
        "audio: {lufs: loud}\nowner: {team: Comms, contact: a@b.example}\n"
    ),
    "brand_kits/empty/kit.yaml": "",
}


@pytest.fixture
def _faulty_files(here: Path) -> None:
    for name, text in FILES.items():
        path = here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def find_try_line(ran: Ran) -> str:
    """The line after the last `Try:` of an error; of a clip that failed, the line to run again."""
    [*_, line] = re.findall(r"^(?:Try:| ) (egv .+)$", ran.out + ran.err, re.MULTILINE)
    return str(line)


def check_line(line: str) -> None:
    """Parse `line` as egv would; a wrong word in it raises UsageError."""
    name, *words = shlex.split(line)

    assert name == "egv"
    parse_request([EXAMPLES.get(word, word) for word in words])


@pytest.mark.usefixtures("_faulty_files")
@pytest.mark.parametrize("line", [*LINES, *(line for line, *_ in (*WORDS, *OPTIONS))])
def test_under_every_error_stands_a_line_that_egv_understands(line: str) -> None:
    ran = egv(*shlex.split(line))
    if ran.code == 0:
        assert line in ("", "run gone/ -r weekly-update")
        return

    check_line(find_try_line(ran))
    assert not FOREIGN.search(ran.out + ran.err)


def iter_hints() -> Iterator[str]:
    """Yield each hint of the sources that is a line of egv, with a file for what is filled in."""
    for path in sorted((ROOT / "egv").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "hint":
                text = fill_text(node.value)
                if text.startswith("egv "):
                    yield text


def fill_text(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(fill_text(part) for part in parts)
        case ast.FormattedValue():
            return "trim"
        case _:
            return ""


@pytest.mark.parametrize("line", sorted(set(iter_hints())))
def test_every_hint_of_the_sources_is_a_line_that_egv_understands(line: str) -> None:
    check_line(line)
