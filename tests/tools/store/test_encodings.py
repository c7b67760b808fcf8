"""Texts of any program: decoded as they were saved, and a guess is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.tools.store.encodings import decode_text, describe_guess

CUE = "1\n00:00:01,000 --> 00:00:03,000\n"
SAID = {
    "Café, één, vóór, naïef, büro.": "cp1252 mac-roman cp437 cp850 iso8859-15",
    "Größe, Straße, Übung, schön.": "cp1252 mac-roman cp850",
    "Ça va très bien, où êtes-vous ? L’été “dernier”… cœur": "cp1252 mac-roman",
    "Ålder, smörgås, räksallad på ö.": "cp1252 mac-roman cp850",
    "¿Qué tal mañana? ¡Adiós señor!": "cp1252 mac-roman cp850",
    "Olá, não há informações. Opções.": "cp1252 mac-roman",
    "Góðan daginn, þetta er ég. Ættin mín.": "cp1252",
    "It’s “fine” – don’t worry… costs €5": "cp1252 mac-roman",
    "Zażółć gęślą jaźń.": "cp1250 iso8859-2 cp852 mac-latin2",
    "Dzień dobry, mam na imię Łukasz i dziękuję za uwagę.": "cp1250 iso8859-2 cp852",
    "Příliš žluťoučký kůň úpěl ďábelské ódy.": "cp1250 iso8859-2 cp852",
    "Árvíztűrő tükörfúrógép. Köszönöm a meghívást, őszintén.": "cp1250 iso8859-2 cp852",
    "Dobar dan, zovem se Željko Šarić, čovek iz Đakova.": "cp1250 iso8859-2",
    "Привет, коллеги.": "cp1251 koi8-r cp866 iso8859-5 mac-cyrillic",
    "ПРИВЕТ, КОЛЛЕГИ! Меня зовут Анна.": "cp1251 koi8-r cp866",
    "Привіт, мене звати Олексій, їжак.": "cp1251 koi8-u",
    "Καλημέρα σας, με λένε Γιώργο.": "cp1253 iso8859-7",
    "Merhaba, adım Ayşe. Günaydın, çalışıyoruz. Teşekkürler İstanbul.": "cp1254",
    "שלום לכולם, שמי דוד.": "cp1255 iso8859-8",
    "مرحبا بكم جميعا في الشركة": "cp1256",
    "Ačiū, mano vardas Žydrūnas, šešėlis įėjo.": "cp1257",
    "こんにちは、皆さん。田中です。": "shift_jis euc_jp",
    "大家好，我叫李明。今天天气很好。": "gb18030",
    "大家好，我叫李明。歡迎。": "big5",
    "안녕하세요, 여러분. 김민수입니다.": "euc_kr",
}
OLD = [(text, encoding) for text, encodings in SAID.items() for encoding in encodings.split()]
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le")


@pytest.mark.parametrize(("text", "encoding"), OLD)
@pytest.mark.parametrize("head", ["", CUE])
def test_an_old_encoding_is_guessed_and_told(text: str, encoding: str, head: str) -> None:
    decoded = decode_text(f"{head}{text}".encode(encoding))

    assert decoded
    assert decoded.text == head + text
    assert "it is not UTF-8, and was read as " in describe_guess(decoded)


@pytest.mark.parametrize("text", SAID)
@pytest.mark.parametrize("encoding", UNICODE)
def test_unicode_is_no_guess_with_or_without_a_mark(text: str, encoding: str) -> None:
    decoded = decode_text(f"{CUE}{text}\r\n".encode(encoding))

    assert decoded
    assert decoded.text == f"{CUE}{text}\r\n"
    assert describe_guess(decoded) == ""


@pytest.mark.parametrize("text", ["naïef", "één", "Müller & Söhne", "ŽIŽEK", "É", "DÉJÀ VU", "5 €"])
def test_a_short_western_text_is_that_of_windows(text: str) -> None:
    decoded = decode_text(text.encode("cp1252"))

    assert decoded
    assert decoded.text == text


def test_a_few_wrong_bytes_do_not_spoil_a_text_in_utf_8() -> None:
    decoded = decode_text("Één, twéé, vóór, naïef, büro, ".encode() * 2 + "vóór".encode("cp1252"))

    assert decoded
    assert decoded.text.endswith("büro, vóór")
    assert describe_guess(decoded)


def test_marks_where_files_were_joined_are_no_text() -> None:
    decoded = decode_text("één\n\ufefftwee".encode())

    assert decoded
    assert decoded.text == "één\ntwee"


@pytest.mark.parametrize(
    "raw", [b"\x00\x01\x02\xff", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\0" * 9, b"\xff\xfea\0b"]
)
def test_what_is_no_text_is_none(raw: bytes) -> None:
    assert decode_text(raw) is None


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_or_none(raw: bytes) -> None:
    decoded = decode_text(raw)

    assert decoded is None or "\0" not in decoded.text
