"""What of a message is said: no greeting, signature or words of others; all else is."""

import pytest

from egv.workflow.script.message import Message, read_lines, split_message

MAIL = """\
Van: Jan de Vries
Aan: Team
Onderwerp: Zalen

Hoi allemaal,

Vanaf maandag is het anders.
Van: maandag tot vrijdag, bedoel ik.

Met vriendelijke groet,
Jan
Tel 06-12345678

Op ma 3 nov. 2026 om 10:00 schreef Piet <p@x.nl>:
> Kun je dit uitleggen?
"""


def split(text: str) -> Message:
    return split_message(Message(read_lines(text)))


def said(text: str) -> list[str]:
    return [line.text for line in split(text).said if line.text]


def test_a_mail_is_split_with_its_line_numbers() -> None:
    message = split(MAIL)

    assert said(MAIL) == ["Vanaf maandag is het anders.", "Van: maandag tot vrijdag, bedoel ik."]
    assert [line.number for line in message.courtesies] == [5, 10, 11, 12]
    assert [line.number for line in message.quoted] == [1, 2, 3, 14, 15]


def test_no_line_is_lost() -> None:
    message = split(MAIL)
    kept = [line for line in message.said if line.text]
    lines = {*kept, *message.courtesies, *message.quoted}

    assert sorted(line.text for line in lines) == sorted(
        filter(None, map(str.strip, MAIL.splitlines()))
    )


@pytest.mark.parametrize(
    "text",
    [
        "Hoi allemaal, vanaf maandag boeken we zalen anders.",
        "Onderwerp: zalen.\nDat is het.",
        "Dag 1 is maandag: dan beginnen we.",
        "Best belangrijk is dit.\nBest belangrijk is dit ook.",
        "Thanks to all of you we did it.\nThanks to all of you again.",
        "Groet",
        "Hoi, ik ben Jan.",
        "Hallo <b>jij</b> daar",
    ],
)
def test_a_sentence_is_no_courtesy(text: str) -> None:
    assert said(text) == text.splitlines()


@pytest.mark.parametrize(
    "close", ["Groet, Jan", "Groetjes Maria", "Mvg,\nJan", "-- \nJan", "Kind regards,\n\nJan"]
)
def test_a_signature_ends_the_message(close: str) -> None:
    assert said(f"Dear all,\n\nOne thing.\n\n{close}\n") == ["One thing."]


def test_a_closing_word_far_above_the_end_is_said() -> None:
    body = "\n".join(f"Zin {number}." for number in range(20))

    assert "Groet" in said(f"Begin.\nGroet\n{body}")


def test_an_older_message_below_is_quoted() -> None:
    older = "Van: Piet\nVerzonden: maandag\nAan: Jan\n\nKun je dit uitleggen?"

    assert said(f"Dit is nieuw.\n\n{older}") == ["Dit is nieuw."]
    assert said(f"Dit is nieuw.\n-----Oorspronkelijk bericht-----\n{older}") == ["Dit is nieuw."]


def test_markdown_is_said_without_its_marks() -> None:
    text = "Dit is **heel** _belangrijk_: zie [de agenda](https://x.nl/a), snake_case_naam."
    [line] = read_lines(text, is_markdown=True)

    assert line.text == "Dit is heel belangrijk: zie de agenda (https://x.nl/a), snake_case_naam."
