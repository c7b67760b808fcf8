"""A week of a team, typed line by line: from a new project to what is forgotten again.

Each line must go well and show what somebody would look for; each line that egv proposes on the way
must be the next one of the story, or at least one that egv understands.
"""

from __future__ import annotations

import html
import json
import re
import shlex
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.at_a_terminal import met
from tests.cli.test_try_lines import check_line
from tests.running import egv

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
CLIP = ("-f", "lavfi", "-i", "testsrc2=s=854x480:r=25:d=3", "-f", "lavfi", "-i", "sine=440:d=3")
FAST = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
ANSWERS = ("Bakery\n", "\n", "blue\n", "English\n", "HR, IT\n")
SUBTITLES = "1\n00:00:00,200 --> 00:00:02,500\nThe new ovens are here.\n"
DRAFT, VIDEO = "out/hr/maria.draft.mp4", "out/hr/maria.mp4"


def type_line(line: str) -> str:
    """What egv shows for a line, which must go well; the lines it proposes are understood."""
    ran = egv(*shlex.split(line)[1:])
    shown = ran.out + ran.err

    assert ran.code == 0, shown
    assert "Traceback" not in shown
    for proposed in find_proposed_lines(ran.out):
        check_line(proposed)
    return shown


def find_proposed_lines(shown: str) -> list[str]:
    """The lines of egv in what was shown, each on a line of its own or after its lead."""
    found = re.findall(r"^(?: +|.*To solve it: )(egv [^#\n]+)", shown, re.MULTILINE)
    return [line.strip().replace("YOUR-CLIP.mp4", "CLIP") for line in found]


@pytest.fixture
def project(here: Path, clip: Callable[..., Path]) -> Path:
    """A project as `egv init` writes it for who answers, with two lines changed by hand."""
    asked = met(here, [answer.encode() for answer in ANSWERS])
    assert asked.code == 0, asked.screen
    for proposed in find_proposed_lines(asked.screen.replace("\r", "")):
        check_line(proposed)
    text = Path("egv.yaml").read_text()
    text = text.replace("recipe: standard", "recipe: announcement")
    agreed = "  hr:\n    agreed: {announcement: weekly}\n    since: 2026-01-05\n"
    Path("egv.yaml").write_text(text.replace("  hr:\n", agreed))

    ends = datetime.now(UTC).date() + timedelta(days=9)
    Path("raw/hr").mkdir(parents=True)
    clip("shelf/maria.mp4", *CLIP, *FAST).rename("raw/hr/maria.mp4")
    Path("raw/hr/maria.srt").write_text(SUBTITLES)
    Path("raw/hr/maria.egv.yaml").write_text(
        "vars: {title: New ovens, name: Maria Jansen, role: Baker}\n"
        f"people: [{{name: Maria Jansen, scope: [internal], until: {ends}}}]\n"
    )
    return here


@pytest.mark.usefixtures("project")
def test_a_week_from_a_new_project_to_what_is_forgotten() -> None:
    assert "hr" in re.findall(r"\w+", type_line("egv report due"))
    _make_a_draft()
    _look_at_it()
    _have_it_approved()
    _share_it()
    _hear_what_people_say()
    _look_back()
    _keep_what_was_promised()


def _make_a_draft() -> None:
    shown = type_line("egv watch raw/ --once --quality draft --no-input")

    assert f"egv review approve {DRAFT} --by NAME" in find_proposed_lines(shown)
    assert "marked as draft" in shown
    assert Path(DRAFT).is_file()
    slip = Path("out/hr/maria.slip.txt").read_text()
    assert "For Maria Jansen" in slip
    assert "What egv did for you" in slip
    assert "“Remove my video ‘maria’.”" in slip
    again = type_line("egv watch raw/ --once --quality draft --no-input")
    assert "0 encodes" in again


def _look_at_it() -> None:
    shown = type_line(f"egv check {DRAFT} -o check.html")

    assert "1 thing to mend" in shown
    assert "480 pixels" in shown
    assert "One message? The goal: " in shown
    assert "480 pixels" in Path("check.html").read_text()


def _have_it_approved() -> None:
    shown = type_line("egv review page out/hr")
    [apply] = find_proposed_lines(shown)
    assert apply == "egv review apply verdict.json"

    save_verdict(Path("out/hr/review.html").read_text())
    shown = type_line(apply)
    assert "note at 0:02: It is 40 people" in shown
    assert find_proposed_lines(shown) == [f"egv check {VIDEO}"]
    assert not Path(DRAFT).exists()
    assert "1. 2.0 s, facts, It is 40 people" in type_line("egv review list --open")
    assert "note 1 done" in type_line(f"egv review done {VIDEO} 1")


def save_verdict(page: str) -> None:
    """Save what the page saves for who approves its one draft, with a note."""
    said = {
        name: html.unescape(re.findall(f'data-{name}="([^"]*)"', page)[0])
        for name in ("output", "content", "seal")
    }
    note = {"at": "0:02", "category": "facts", "text": "It is 40 people"}
    video = {"output": said["output"], "content": said["content"], "decision": "approve"}
    verdict = {"schema": "egv/verdict@1", "seal": said["seal"], "by": "Jan Bos"}
    Path("verdict.json").write_text(json.dumps({**verdict, "videos": [{**video, "notes": [note]}]}))


def _share_it() -> None:
    found = type_line(f"egv check {VIDEO}")
    shown = type_line(f"egv share pack {VIDEO}")
    folder = Path("out/hr/share/maria")
    checklist = (folder / "checklist.md").read_text()

    assert "480 pixels" in found
    assert "- [ ] The short side of the picture is 480 pixels" in checklist
    assert "- [x] Approved in a review" in checklist
    assert "- [x] Everybody in it agreed" in checklist
    assert (folder / "transcript.txt").read_text() == "The new ovens are here.\n"
    assert "New ovens" in (folder / "post.intranet.txt").read_text()
    assert find_proposed_lines(shown) == ["egv share digest"]
    assert read_digest("egv share digest").count("### Copy & post") >= 2


def read_digest(line: str) -> str:
    """The overview that `line` writes, as Markdown."""
    [name] = re.findall(r"^(\S+\.md): written$", type_line(line), re.MULTILINE)
    return Path(name).read_text()


def _hear_what_people_say() -> None:
    assert "noted as 1" in type_line('egv feedback "too many steps"')
    assert "too many steps" in type_line("egv feedback list --open")
    type_line("egv feedback pick-up 1 --name Mo")
    assert "Mo" in type_line("egv feedback list --open")
    type_line('egv feedback done 1 --answer "fewer now"')
    assert "too many steps" not in type_line("egv feedback list --open")
    assert "fewer now" in read_digest("egv share digest")


def _look_back() -> None:
    report = type_line("egv report")
    [hr] = [line.split() for line in report.splitlines() if line.startswith("hr ")]
    assert hr[1] == "1"
    assert "Maria" not in report

    assert "hr" not in re.findall(r"\w+", type_line("egv report due"))
    [page] = re.findall(r"^(\S+\.md): written$", type_line("egv report retro"), re.MULTILINE)
    assert "What works well?" in Path(page).read_text()


def _keep_what_was_promised() -> None:
    due = type_line("egv privacy due")
    assert "the consent of Maria Jansen holds until" in due

    made = {path for path in Path().rglob("*") if path.is_file()}
    shown = type_line('egv purge --person "Maria Jansen" --dry-run')
    for name in (VIDEO, "raw/hr/maria.mp4", "share pack"):
        assert name in shown
    assert "Nothing is removed yet; add --yes to do it." in shown
    assert {path for path in Path().rglob("*") if path.is_file()} == made
