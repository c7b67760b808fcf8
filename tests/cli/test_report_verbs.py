"""`egv report` as people and scripts use it."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from egv.tools.store.pseudonyms import compute_pseudonym
from tests.running import Ran, egv

MONTH = f"{datetime.now(UTC):%Y-%m}"
PROJECT = """\
schema: egv/project@1
spaces:
  hr: {headcount: 10, trained_on: 2020-01-01}
  it: {}
"""


@pytest.fixture(autouse=True)
def _in_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EGV_LANG", "en")
    Path("egv.yaml").write_text(PROJECT)


def written(*lines: dict[str, Any], torn: str = "") -> None:
    Path(".egv").mkdir(exist_ok=True)
    text = "".join(json.dumps(line) + "\n" for line in lines)
    Path(".egv/ledger.jsonl").write_text(text + torn)


def video(name: str, *makers: str, space: str = "hr", at: str = f"{MONTH}-01") -> dict[str, Any]:
    about = {
        "at": f"{at}T12:00:00Z",
        "space": space,
        "recipe": "weekly-update",
        "sources": {f"raw/{name}.mov": "hash"},
        "makers": [compute_pseudonym(maker) for maker in makers],
    }
    result = {"seconds": 60.0, "duration": 120.0, "plan": "p"}
    made = {"output": f"out/{name}.mp4", "key": "k", "content": "c", "result": result}
    return {**made, "about": about}


def report(*words: str) -> Ran:
    ran = egv("report", *words)

    assert ran.code == 0, ran.err
    return ran


def test_a_project_without_videos_is_told_so() -> None:
    assert "No video was made in this period yet." in report().out
    assert json.loads(report("--json").out)["whole"]["now"]["videos"] == 0


def test_departments_have_their_figures_and_a_torn_line_harms_none() -> None:
    written(video("a", "Jan"), video("b", "Mo"), video("c", "Li"), torn='{"output": "out/d')
    found = json.loads(report("--json", "--period", MONTH).out)

    hr, it = (each["now"] for each in found["spaces"])
    assert (hr["videos"], hr["minutes"], hr["makers"], hr["active_share"]) == (3, 6.0, 3, 0.3)
    assert (it["videos"], it["makers"]) == (0, 0)
    assert found["schema"] == "egv/report@1"


def test_few_makers_are_hidden_in_every_form() -> None:
    written(video("a", "Jan"), video("b", "Mo"))
    for form in ("json", "csv", "md", "html"):
        report("-o", f"r.{form}")
        text = Path(f"r.{form}").read_text()
        assert "Jan" not in text
        assert compute_pseudonym("Jan") not in text
    assert json.loads(Path("r.json").read_text())["whole"]["now"]["makers"] is None
    rows = list(csv.DictReader(io.StringIO(Path("r.csv").read_text())))
    assert [(row["department"], row["videos"], row["makers"]) for row in rows] == [
        ("hr", "2", ""),
        ("it", "0", "0"),
    ]
    assert "< 3" in report().out


def test_people_are_named_only_where_the_project_and_they_agree() -> None:
    written(video("a", "Jan"), video("b", "Mo"), video("c", "Mo"))
    assert "Mo" not in report().out
    Path("egv.yaml").write_text(f"{PROJECT}report: {{people: [Mo]}}\n")
    assert "Mo" not in report().out

    Path("egv.yaml").write_text(
        f"{PROJECT}privacy: {{report_people: true}}\nreport: {{people: [Mo]}}\n"
    )
    assert "Mo: 2" in report().out
    assert "Jan" not in report().out


def test_a_period_is_compared_with_the_one_before() -> None:
    written(
        video("a", "Jan", at="2026-05-04"),
        video("b", "Jan", at="2026-04-01"),
        video("c", at="2026-03-31"),
    )
    said = report("--period", "2026-Q2", "--compare").out

    assert "Videos in 2026-Q2" in said
    assert "2 (+1)" in said
    assert "In brackets: the change from 2026-Q1" in said


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--period", "last"], "--period 'last' is not a period; write for example 2026,"),
        (["--space", "hrr"], "--space hrr: there is no department of this name; did you mean 'hr'"),
        (["-o", "report.pdf"], "-o report.pdf: a report must end in .html"),
        (["import", "gone.csv"], "gone.csv: cannot be read"),
    ],
)
def test_wrong_words_are_told(words: list[str], message: str) -> None:
    ran = egv("report", *words)

    assert ran.code == 2
    assert message in ran.err


def test_a_department_that_the_project_no_longer_knows_keeps_its_figures() -> None:
    written(video("a", space="sales"))

    assert "sales" in report("--space", "sales").out


def test_figures_of_other_systems_are_read_and_read_again() -> None:
    written(video("a"), video("b"), {**video("x"), "output": "out/it/b.mp4"})
    Path("m.csv").write_text("output;views;completion\na.mp4;120;74,5%\nout/b.mp4;80;0,5\nz;1;1\n")
    ran = egv("report", "import", "m.csv")
    assert ran.code == 0
    assert "figures of 2 videos read" in ran.out
    assert "m.csv:4: z: egv made no video of this name here" in ran.out

    Path("m.csv").write_text("output,views\na,300\n")
    egv("report", "import", "m.csv")
    now = json.loads(report("--json").out)["whole"]["now"]["metrics"]
    assert now["views"] == 380

    Path("m.csv").write_text("output,views\nb.mp4,300\n")
    assert "m.csv:2: b.mp4: 2 videos have this name" in egv("report", "import", "m.csv").err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("file,views\na,1\n", "m.csv:1: no column is called 'output'"),
        ("output,vieuws\na,1\n", "m.csv:1: column 'vieuws': unknown figure; did you mean"),
        ("output,views\na,many\n", "m.csv:2: views: 'many' is not a number"),
        ("output,views\n", "there are no rows"),
        ("output\na\n", "there are no figures"),
        ("", "no column is called 'output'"),
    ],
)
def test_a_table_with_other_columns_is_refused_whole(text: str, message: str) -> None:
    written(video("a"))
    Path("m.csv").write_text(text)
    ran = egv("report", "import", "m.csv")

    assert ran.code == 2
    assert message in ran.err
    assert not Path(".egv/metrics.jsonl").exists()


def test_thanks_are_said_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    written(video("a", "Jan"), video("b", "Mo"), video("c", "Li"))
    Path("m.csv").write_text("output,views\nc.mp4,9\n")
    egv("report", "import", "m.csv")
    said = report("highlights", "--period", MONTH).out
    assert f"In {MONTH} we made 3 videos together, 6 minutes in all." in said
    assert "3 colleagues took part." in said
    assert "Most watched: c, 9 times." in said
    assert "Taking part for the first time: hr." in said

    monkeypatch.setenv("EGV_LANG", "nl")
    assert "maakten we samen 3 video's" in report("highlights", "--period", MONTH).out
    assert "nog geen video" in report("highlights", "--period", "2001").out


def test_regular_videos_that_are_late_are_listed() -> None:
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    written(video("a", at="2026-01-05"), video("b", space="it", at=today))
    [late] = json.loads(report("due", "--json").out)["due"]

    assert (late["recipe"], late["space"]) == ("weekly-update", "hr")
    assert (late["last"], late["since"]) == ("2026-01-05", "2026-01-12")
    assert "the last one is of 5 January 2026" in report("due").out


def agree(*lines: str) -> None:
    text = "schema: egv/project@1\nlanguage: nl\nspaces:\n  hr:\n"
    Path("egv.yaml").write_text(text + "".join(f"    {line}\n" for line in lines))


def test_an_agreed_video_that_was_never_made_is_due() -> None:
    agree("agreed: {weekly-update: weekly, welcome: none}", "since: 2026-01-05")
    [late] = json.loads(report("due", "--json").out)["due"]

    assert (late["recipe"], late["last"], late["since"]) == ("weekly-update", "", "2026-01-12")
    assert "not made yet; the first one has been due since 12 January 2026" in report("due").out
    agree("agreed: {weekly-updat: weekly}")
    ran = egv("report", "due")
    assert ran.code == 2
    assert "there is no recipe of this name; did you mean 'weekly-update'" in ran.err


def test_where_nothing_is_agreed_nothing_is_said_to_be_on_time() -> None:
    assert "Nothing is agreed yet" in report("due").out


def test_of_a_purged_video_no_day_is_made_up() -> None:
    agree("agreed: {weekly-update: weekly}")
    Path(".egv").mkdir()
    purged = {"purged": 1, "month": "2026-01", "space": "hr", "recipe": "weekly-update"}
    Path(".egv/ledger.jsonl").write_text(json.dumps(purged) + "\n")
    [late] = json.loads(report("due", "--json").out)["due"]

    assert (late["last"], late["since"]) == ("2026-01", "2026-02-07")
    assert "the last one is of 2026-01;" in report("due").out


@pytest.mark.parametrize(
    ("form", "first"),
    [("teams", "**Tijd voor een nieuwe video: weekly-update**"),
     ("slack", "*Tijd voor een nieuwe video: weekly-update*"),
     ("mail", "Subject: Tijd voor een nieuwe video: weekly-update")],
)  # fmt: skip
def test_a_reminder_is_ready_to_send_in_the_language_of_the_department(
    form: str, first: str
) -> None:
    agree("agreed: {weekly-update: weekly}")
    written(video("a", at="2026-01-05"))
    body = report("due", "--message", form).out.splitlines()

    assert body[0] == first
    assert "van 5 januari 2026. Wie maakt de volgende?" in body[3]
    assert "--message post: there are teams, slack, mail" in egv("report", "due", "--message",
                                                                 "post").err  # fmt: skip


def test_due_videos_are_a_calendar() -> None:
    agree("agreed: {weekly-update: weekly}", "since: 2026-01-05")
    report("due", "-o", "due.ics")
    lines = Path("due.ics").read_bytes().split(b"\r\n")

    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert lines.count(b"BEGIN:VEVENT") == 1
    assert max(map(len, lines)) <= 75
    assert egv("report", "due", "-o", "due.txt").code == 2


def test_a_maker_whom_nobody_named_is_unknown_and_not_nobody() -> None:
    written(video("a"), video("b"))
    whole = json.loads(report("--json").out)["whole"]["now"]
    assert (whole["makers"], whole["unnamed"], whole["active_share"]) == (None, 2, None)
    said = report().out
    assert "The makers of 2 videos are not known." in said
    assert "Fewer than 3 makers" not in said


def test_time_saved_is_claimed_only_where_somebody_measured_it() -> None:
    written(video("a", "Jan"))
    assert json.loads(report("--json").out)["whole"]["now"]["saved_minutes"] is None
    assert "aved" not in report().out + report("highlights").out

    Path("egv.yaml").write_text(f"{PROJECT}report: {{minutes_by_hand: 121}}\n")
    assert "Time saved: 121 minutes for each video by hand" in report().out
    assert "about 2 hours of editing, at 121 minutes" in report("highlights").out


def test_every_imported_figure_is_in_every_form() -> None:
    written(video("a"), video("b"))
    Path("m.csv").write_text(
        "output,views,comments,shares,minutes_saved,x-mark,x-link\na,10,3,2,60,8.5,https\n"
        "b,5,,,30,7.5,http\n"
    )
    report("import", "m.csv")
    heads = ("views per video", "comments", "shares", "meetings saved (min)", "mark (mean)")
    for form in ("report.md", "report.html"):
        report("-o", form)
        assert all(head in Path(form).read_text() for head in heads)
    assert all(head in report().out for head in heads)
    report("-o", "report.csv")
    [hr] = [r for r in csv.DictReader(io.StringIO(Path("report.csv").read_text()))
            if r["department"] == "hr"]  # fmt: skip
    assert (hr["views_per_video"], hr["minutes_saved"], hr["x-mark"]) == ("7.5", "90.0", "8.0")
    assert "x-link" not in hr
    assert "90 minutes less of meetings" in report("highlights").out


class _Texts(HTMLParser):
    """Every text and attribute of a page, and every element."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.texts += [value for _, value in attrs if value]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_markup_in_a_name_is_text_on_the_page_and_in_markdown() -> None:
    hostile = "<script>alert(1)</script>"
    written(video("a", space=hostile), video("b", hostile))
    Path("egv.yaml").write_text(
        f'{PROJECT}privacy: {{report_people: true}}\nreport: {{people: ["{hostile}"]}}\n'
    )
    report("-o", "r.html")
    report("-o", "r.md")
    page = _Texts()
    page.feed(Path("r.html").read_text())

    assert "script" not in page.tags
    assert hostile in page.texts
    assert hostile not in Path("r.md").read_text()


def test_the_page_draws_what_the_table_says() -> None:
    written(video("a"), video("b"), video("c", space="it"))
    report("-o", "r.html", "--period", MONTH)
    page = _Texts()
    page.feed(Path("r.html").read_text())

    assert page.tags.count("svg") == 2
    assert any("hr 2, it 1" in text for text in page.texts)
