"""`egv recipe script` with a text: the check, the lay-out, the cue cards, and bad input."""

from __future__ import annotations

import io
import json
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from egv.cli.main import main
from egv.core.cues.script_text import parse_script

Capture = pytest.CaptureFixture[str]
SCRIPT = ("recipe", "script", "weekly-update")
MAIL = """\
Hoi allemaal,

Vanaf maandag verandert het boeken van zalen, m.b.t. de drukte.
In de agenda zie je welke zaal vrij is. Je kiest een zaal, en klaar.

Wil je het deze week een keer proberen?

Groet,
Jan
"""
NO_BEATS = "schema: egv/recipe@1\nname: bare\nsteps: [trim]\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder to stand in with a mail, and a home without recipes."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    monkeypatch.chdir(tmp_path)
    Path("mail.txt").write_text(MAIL, encoding="utf-8")


def run(*words: str) -> int:
    return main([*SCRIPT, *words])


def fault_of(capsys: Capture, *words: str) -> str:
    assert run(*words) == 2
    return capsys.readouterr().err


def test_the_verdict_comes_first_and_each_finding_has_its_line(capsys: Capture) -> None:
    assert run("--check", "mail.txt") == 0
    lines = capsys.readouterr().out.splitlines()

    assert lines[0].startswith("Still short: about 0:1")
    assert "  line 3: Nobody says “m.b.t.”; say “over”." in lines
    assert "Greeting and signature are not to be said (line 1, 8-9)." in lines
    assert lines[-1].startswith("Read as Dutch")


def test_the_check_speaks_dutch(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EGV_LANG", "nl")
    run("--check", "mail.txt")
    text = capsys.readouterr().out

    assert text.startswith("Nog kort: ongeveer 0:1")
    assert "regel 3: “m.b.t.” spreekt niemand uit; zeg “over”." in text
    assert "Gelezen als Nederlands" in text


def test_json_is_one_english_document(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EGV_LANG", "nl")
    assert run("--check", "mail.txt", "--json") == 0
    report = json.loads(capsys.readouterr().out)

    assert report["schema"] == "egv/script-check@1"
    assert (report["ok"], report["language"], report["language_from"]) == (True, "nl", "text")
    assert [beat["beat"] for beat in report["beats"]] == ["hook", "message", "ask"]
    told = {each["topic"]: each["tip"] for each in report["findings"]}
    assert told["abbreviation"] == "Nobody says “m.b.t.”; say “over”."
    assert report["courtesy_lines"] == [1, 8, 9]


def test_strict_makes_a_finding_exit_code_4(capsys: Capture) -> None:
    assert run("--check", "mail.txt", "--strict", "--json") == 4
    assert json.loads(capsys.readouterr().out)["exit_code"] == 4
    Path("fine.txt").write_text("Vanaf maandag boeken we de zalen anders, en dat is fijn.\n" * 16)
    assert run("--check", "fine.txt", "--strict") == 0
    assert "Nothing found to improve." in capsys.readouterr().out


def test_a_mail_becomes_a_script_that_subtitles_read(capsys: Capture) -> None:
    assert run("--from", "mail.txt", "-o", "script.txt") == 0
    told = capsys.readouterr()
    script = Path("script.txt").read_text(encoding="utf-8")

    assert told.out == ""
    assert "script.txt: written\n4 sentences laid out in 3 parts" in told.err
    assert [line.text for line in parse_script(script)] == [
        "Vanaf maandag verandert het boeken van zalen, m.b.t. de drukte.",
        "In de agenda zie je welke zaal vrij is.",
        "Je kiest een zaal, en klaar.",
        "Wil je het deze week een keer proberen?",
    ]
    assert run("--from", "mail.txt") == 0
    assert capsys.readouterr().out == script


def test_the_script_on_standard_input_is_marked(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("--from", "mail.txt", "-o", "script.txt")
    capsys.readouterr()
    raw = io.BytesIO(Path("script.txt").read_bytes())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(raw))

    assert run("--check", "-", "--json") == 0
    assert json.loads(capsys.readouterr().out)["is_marked"]


def test_a_greeting_in_a_script_is_said(capsys: Capture) -> None:
    Path("script.txt").write_text("# opening\nHoi allemaal,\n# vraag\nMail me.\nGroet, Jan\n")

    run("--check", "script.txt", "--json")
    report = json.loads(capsys.readouterr().out)
    assert report["words"] == 6
    assert report["courtesy_lines"] == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_texts_of_any_program_are_read(encoding: str, capsys: Capture) -> None:
    Path("x.md").write_bytes("Eén *boodschap*: het café is open voor iedereen.".encode(encoding))

    assert run("--from", "x.md") == 0
    told = capsys.readouterr()
    assert "\nEén boodschap: het café is open voor iedereen.\n" in told.out
    assert ("read as Windows-1252" in told.err) == (encoding == "cp1252")


def build_mail(text: str, kind: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "jan@x.nl", "team@x.nl", "Zalen"
    mail.set_content(text, subtype=kind, cte="quoted-printable")
    return mail


def test_a_saved_mail_is_read_where_it_has_plain_text(capsys: Capture) -> None:
    mail = build_mail(MAIL.replace("drukte", "drùkte"), "plain")
    mail.add_alternative("<p>Anders</p>", subtype="html")
    Path("mail.eml").write_bytes(bytes(mail))
    Path("page.eml").write_bytes(bytes(build_mail("<p>Hoi</p>", "html")))

    assert run("--from", "mail.eml") == 0
    assert "zalen, m.b.t. de drùkte." in capsys.readouterr().out
    assert "has no plain text" in fault_of(capsys, "--from", "page.eml")


def test_a_broken_mail_is_one_clear_line(capsys: Capture) -> None:
    Path("x.eml").write_bytes(b"Content-Type: text/plain; charset=nonsense\n\nHallo.\n")

    assert "x.eml: this e-mail cannot be read" in fault_of(capsys, "--check", "x.eml")


@pytest.mark.parametrize("verb", ["--check", "--from"])
def test_a_text_of_no_words_is_told(verb: str, capsys: Capture) -> None:
    Path("empty.txt").write_text(" \n\ufeff\n", encoding="utf-8")
    Path("hello.txt").write_text("Hoi allemaal,\n\n> Wat vind je?\n", encoding="utf-8")

    assert "empty.txt: there is nothing in it to say" in fault_of(capsys, verb, "empty.txt")
    assert "hello.txt: nothing in it is to be said" in fault_of(capsys, verb, "hello.txt")


def test_fifty_thousand_words_are_quick_and_none_is_lost(capsys: Capture) -> None:
    sentence = "Vanaf maandag gaan we met woord nummer {} op deze manier verder."
    text = "\n".join(sentence.format(at) for at in range(4600))
    Path("long.txt").write_text(text, encoding="utf-8")
    began = time.monotonic()

    assert len(text.split()) > 50_000
    assert run("--from", "long.txt", "-o", "script.txt") == 0
    assert "do not fit; they are at the end, under LEFT OVER" in capsys.readouterr().err
    script = Path("script.txt").read_text(encoding="utf-8")
    assert all(f"nummer {at} op" in script for at in range(4600))
    assert len(parse_script(script)) < 30
    assert run("--check", "long.txt") == 0
    assert capsys.readouterr().out.startswith("Still long: about ")
    assert time.monotonic() - began < 30


def test_what_is_no_text_or_not_there_is_told(capsys: Capture) -> None:
    Path("binary.txt").write_bytes(bytes(range(256)) * 20)

    assert "binary.txt: this is not a text file" in fault_of(capsys, "--check", "binary.txt")
    assert "none.txt: this file cannot be read" in fault_of(capsys, "--from", "none.txt")


def test_the_sheet_to_write_on_is_not_taken_for_a_text(capsys: Capture) -> None:
    run("--out", "sheet.txt")
    capsys.readouterr()

    assert "this is the sheet to write on" in fault_of(capsys, "--check", "sheet.txt")


def test_an_unknown_recipe_and_one_without_beats_are_told(capsys: Capture) -> None:
    Path("bare.yaml").write_text(NO_BEATS)

    for name, told in (("nope", "nope"), ("bare.yaml", "this recipe has no script")):
        for options in (["--check", "mail.txt"], ["--cards", "cards.html"]):
            assert main(["recipe", "script", name, *options]) == 2
            assert told in capsys.readouterr().err
    assert not Path("cards.html").exists()


@pytest.mark.parametrize("options", [["-o", "made"], ["--cards", "made.html"]])
def test_a_file_that_exists_is_only_replaced_when_asked(
    options: list[str], capsys: Capture
) -> None:
    place = Path(options[1])
    place.write_text("mine")

    assert "add --overwrite" in fault_of(capsys, "--from", "mail.txt", *options)
    assert place.read_text() == "mine"
    assert run("--from", "mail.txt", *options, "--overwrite") == 0
    assert place.read_text(encoding="utf-8") != "mine"


def test_the_text_itself_is_never_overwritten(capsys: Capture) -> None:
    words = ("--from", "mail.txt", "-o", "./mail.txt", "--overwrite")

    assert "this is the text itself" in fault_of(capsys, *words)
    assert Path("mail.txt").read_text(encoding="utf-8") == MAIL


@pytest.mark.parametrize(
    "words",
    [
        ["--check", "mail.txt", "--from", "mail.txt"],
        ["--from", "mail.txt", "--json"],
        ["--strict"],
        ["--check", "mail.txt", "-o", "x.txt"],
        ["--cards", "cards.html", "-o", "x.txt"],
        ["--cards", "cards.txt"],
        ["--from", "mail.txt", "-o", "x.html", "--cards", "x.html"],
    ],
)
def test_options_that_do_not_go_together_write_nothing(words: list[str], capsys: Capture) -> None:
    fault_of(capsys, *words)

    assert [path.name for path in Path().glob("*.[th][xt]*")] == ["mail.txt"]


def test_markup_is_text_on_the_cards(capsys: Capture) -> None:
    Path("x.txt").write_text("Hallo <b>jij</b> & </script><img src=x onerror=alert(1)>.\n")

    assert run("--from", "x.txt", "--cards", "cards.html") == 0
    page = Path("cards.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;jij&lt;/b&gt; &amp; &lt;/script&gt;&lt;img src=x" in page
    assert "<img" not in page
    assert capsys.readouterr().out == ""


def test_cards_have_each_beat_with_its_time_and_its_text() -> None:
    run("--from", "mail.txt", "--cards", "cards.html")
    page = Path("cards.html").read_text(encoding="utf-8")
    run("--cards", "empty.html")
    empty = Path("empty.html").read_text(encoding="utf-8")

    assert page.count('class="card cue"') == empty.count('class="card cue"') == 3
    assert '<p lang="nl">Je kiest een zaal, en klaar.</p>' in page
    assert empty.count("Say it in your own words.") == 3
    assert 'data-seconds="50.0"' in page


def test_a_text_in_another_language_than_the_kit_is_asked_about(capsys: Capture) -> None:
    Path("de.txt").write_text("Ab Montag ist das nicht mehr so, und wir sind für Sie da.")
    run("--check", "de.txt")

    text = capsys.readouterr().out
    assert "The text looks German, and the kit expects Dutch or English." in text
    assert "Read as German" in text


def test_an_unclear_language_is_told(capsys: Capture) -> None:
    Path("x.txt").write_text("Zaal twaalf.")
    run("--check", "x.txt", "--json")

    assert json.loads(capsys.readouterr().out)["language_from"] == "screen"
    run("--check", "x.txt")
    assert "The language is unclear; read as English" in capsys.readouterr().out
