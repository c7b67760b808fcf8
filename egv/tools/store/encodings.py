"""Decode the text of any program: by its byte order mark, as UTF-8, or in the likeliest encoding.

Old 8-bit encodings give the same bytes to different letters, and no byte tells them apart. The
likeliest is the one in which the words look like words of one language; the reader says which it
took, because it cannot be certain.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from unicodedata import category, name

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
MOST_LOOKED_AT = 10_000  # bytes beyond ASCII and beside them: enough to know the language
USUAL_COMMON = 0.55  # share of the common letters in a text of any script
RARER = 0.05  # off the score of every encoding after the usual ones
USUAL = 7  # encodings, first in the list
MOST_BROKEN = 0.3  # share of broken letters up to which a text is still UTF-8
MARK = "\ufeff"  # also in the middle, where files were joined

# Letters beyond ASCII of each language, in lower case; a text is in one language, or in two with
# letters in common.
_WESTERN = (
    "éëïóöüèêáíúàâç", "äöüß", "àâæçéèêëîïôœùûüÿ", "áéíñóúü", "ãõáâàçéêíóôú", "àèéìíîòóùú",
    "åäöé", "æøåéèêóòâôü", "áéíóúýþæöð",
)  # fmt: skip
_CENTRAL = ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž")
_RUSSIAN = (
    "абвгдежзийклмнопрстуфхцчшщъыьэюяё", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "абвгдежзиіўйклмнопрстуфхцчшыьэюяё",
)  # fmt: skip
_SERBIAN = ("абвгдђежзијклљмнњопрстћуфхцчџш", "абвгдѓежзѕијклљмнњопрстќуфхцчџш")
_GREEK = ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",)
_HEBREW, _ARABIC = ("אבגדהוזחטיךכלםמןנסעףפץצקרשת",), ("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگ",)
_TURKISH, _BALTIC = ("çğıiöşüâ",), ("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž")
_VIETNAMESE = ("ăâđêôơưáàảãạéèíìóòúùý",)

# The encodings by which old programs save, the usual first: it wins where several fit alike.
_CANDIDATES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("cp1252", "Windows-1252", _WESTERN), ("cp1250", "Windows-1250", _CENTRAL),
    ("cp1251", "Windows-1251", _RUSSIAN), ("cp1254", "Windows-1254", _TURKISH),
    ("cp1253", "Windows-1253", _GREEK), ("cp1255", "Windows-1255", _HEBREW),
    ("cp1256", "Windows-1256", _ARABIC), ("mac_roman", "Mac Roman", _WESTERN),
    ("cp1257", "Windows-1257", _BALTIC), ("cp1258", "Windows-1258", _VIETNAMESE),
    ("iso8859_2", "ISO 8859-2", _CENTRAL), ("iso8859_5", "ISO 8859-5", _RUSSIAN),
    ("iso8859_7", "ISO 8859-7", _GREEK), ("koi8_r", "KOI8-R", _RUSSIAN),
    ("koi8_u", "KOI8-U", _RUSSIAN), ("iso8859_15", "ISO 8859-15", _WESTERN),
    ("cp866", "DOS 866", _RUSSIAN), ("cp850", "DOS 850", _WESTERN),
    ("cp858", "DOS 858", _WESTERN), ("cp437", "DOS 437", _WESTERN),
    ("cp852", "DOS 852", _CENTRAL), ("mac_cyrillic", "Mac Cyrillic", _RUSSIAN),
    ("mac_latin2", "Mac Central European", _CENTRAL), ("mac_greek", "Mac Greek", _GREEK),
    ("mac_turkish", "Mac Turkish", _TURKISH), ("cp1251", "Windows-1251", _SERBIAN),
    ("shift_jis", "Shift JIS", ()),
    ("euc_jp", "EUC-JP", ()), ("gb18030", "GB 18030", ()), ("big5", "Big5", ()),
    ("euc_kr", "EUC-KR", ()),
)  # fmt: skip
# Of the letters of a text in another script, over half are these; in a wrong encoding they are few.
_COMMON = frozenset(
    "оеаинтсрвл"
    "αοιετσνηυρςί"
    "יוהלאתבמרנש"
    "اليمونترةبه"
    "的一是不了在人有我他这這中大来來上个個国國到说說们們为為子和你地年得就那要下以生会會好家天"
)
_WORD = re.compile(r"[^\W_]+(?:[^\w\s!-/:-@\[-`{-~\u3000-\u303f\uff00-\uff65][^\W_]+)*")
_USUAL_SIGNS = frozenset("‘’“”„‚«»‹›–—…·•€£°¿¡©®™§½¼¾²³×\xa0♪♫№ªº。、，！？「」『』：；～（）・ー ")
# Signs that never begin a word, a letter beyond ASCII and below East Asia's before a digit, and the
# last letter of a Hebrew word before another.
_MISPLACED = re.compile(
    r"[£€©®™§°²³¼½¾×¥][^\W\d_]|[\xc0-\u0fff](?<=[^\W\d_])[0-9]|[ךםןףץ](?=[א-ת])"
)
_JOINING = frozenset("’‘–—-·…\xad")  # signs that stand within a word


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text, and the name of the encoding where it was a guess; else ""."""

    text: str
    guessed_encoding: str = ""


def decode_text(raw: bytes) -> DecodedText | None:
    """Decode `raw`; None where it is not text."""
    encoding = next((name for bom, name in BOMS if raw.startswith(bom)), None) or _find_wide(raw)
    if encoding:
        return _check_text(raw, encoding)
    if decoded := _check_text(raw, "utf-8"):
        return decoded
    if b"\0" in raw:
        return None
    if (broken := _decode_broken_utf_8(raw)) is not None:
        return DecodedText(broken, "UTF-8 with broken letters")
    for label, encoding in _rank_encodings(_take_sample(raw)):
        if (text := _try_decoding(raw, encoding)) is not None:
            return DecodedText(text, label)
    return None


def _take_sample(raw: bytes) -> bytes:
    """Take the lines of `raw` that hold bytes beyond ASCII, as many as are looked at."""
    lines = (line for line in raw.replace(b"\r", b"\n").split(b"\n") if not line.isascii())
    taken, size = [], 0
    for line in lines:
        taken.append(line[:MOST_LOOKED_AT])
        size += len(line)
        if size > MOST_LOOKED_AT:
            break
    return b"\n".join(taken)


def _rank_encodings(sample: bytes) -> Iterator[tuple[str, str]]:
    """Yield the label and the Python name of each encoding, the likeliest for `sample` first."""
    found = []
    for place, (encoding, label, languages) in enumerate(_CANDIDATES):
        score = _score_text(sample.decode(encoding, "replace"), languages)
        found.append((score - RARER * (place >= USUAL), -place, label, encoding))
    yield from ((label, encoding) for _, _, label, encoding in sorted(found, reverse=True))


def describe_guess(decoded: DecodedText) -> str:
    """Describe the guessed encoding for a note; "" where there was nothing to guess."""
    if not decoded.guessed_encoding:
        return ""
    return (
        f"it is not UTF-8, and was read as {decoded.guessed_encoding}; if letters are wrong, save"
        " it as UTF-8"
    )


def _check_text(raw: bytes, encoding: str) -> DecodedText | None:
    """Decode `raw` in `encoding`; None where it does not fit or holds a NUL."""
    text = _try_decoding(raw, encoding)
    return None if text is None or "\0" in text else DecodedText(text.replace(MARK, ""))


def _try_decoding(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeError:
        return None


def _find_wide(raw: bytes) -> str:
    """Find the UTF-16 or UTF-32 without a mark in which `raw` is a text with lines; "" for none.

    Line ends, blanks and digits leave bytes of zero at one side only.
    """
    if b"\0" not in raw:
        return ""
    for encoding in WIDE[2:] + WIDE[:2]:
        text = _try_decoding(raw, encoding)
        if text and "\0" not in text and any(mark in text for mark in "\r\n ") and _is_plain(text):
            return encoding
    return ""


def _is_plain(text: str) -> bool:
    """True where `text` holds no unassigned, private or control characters but line ends."""
    kinds = {category(mark) for mark in set(text) - {"\n", "\r", "\t"}}
    return not kinds & {"Cn", "Co", "Cc", "Cs"}


def _decode_broken_utf_8(raw: bytes) -> str | None:
    """Decode UTF-8 in which a few bytes are wrong; None where it is something else."""
    text = raw.decode("utf-8", "surrogateescape")
    broken = sum("\udc80" <= mark <= "\udcff" for mark in text)
    whole = sum(mark > "\x7f" for mark in text) - broken
    if broken > MOST_BROKEN * whole:
        return None
    parts = re.split("([\udc80-\udcff]+)", text)
    return "".join(
        part.encode("utf-8", "surrogateescape").decode("cp1252", "replace") if at % 2 else part
        for at, part in enumerate(parts)
    )


def _score_text(text: str, languages: tuple[str, ...]) -> float:
    """Score `text` by its words beyond ASCII, up to 1: are they words of one of `languages`?

    `languages` are alphabets; none for the languages of East Asia.
    """
    words = list(_iter_foreign_words(text))
    signs = [mark for mark in text if mark > "\x7f" and not mark.isalpha()]
    odd = sum(mark not in _USUAL_SIGNS for mark in signs) + len(_MISPLACED.findall(text))
    letters = "".join(mark for word in words for mark in word if mark > "\x7f" and mark.isalpha())
    if not letters:
        known = 0.97
    elif languages:
        known = max(_share_letters(letters, alphabet) for alphabet in languages)
    else:
        known = _share_east_asian(letters)
    bad = sum(map(_is_odd_word, words))
    return round(known - 2 * (bad + odd) / max(1, len(words) + len(signs)), 6)


def _iter_foreign_words(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        if not word.isascii():
            yield word


def _share_letters(letters: str, alphabet: str) -> float:
    """Return the share of `letters` that are of `alphabet`; a capital counts a little less.

    In a script of its own the common letters have to be common as well.
    """
    own = set(alphabet)
    known = sum((1.0 if mark == mark.lower() else 0.97) * (mark.lower() in own) for mark in letters)
    share = known / len(letters)
    return share if _find_script(alphabet[0]) == "LATIN" else share - 0.3 + _share_common(letters)


def _share_common(letters: str) -> float:
    """Return up to 0.3, by how many of `letters` are common ones."""
    common = sum(mark.lower() in _COMMON for mark in letters) / len(letters)
    return 0.3 * min(1.0, common / USUAL_COMMON)


def _share_east_asian(letters: str) -> float:
    """Return the share of `letters` of East Asia, and more where kana, Hangul or common ones are.

    Each encoding has thousands of signs, and in the wrong one they are rare ones.
    """
    share = sum(_find_script(mark) in ("CJK", "HANGUL") for mark in letters) / len(letters)
    telling = sum("\u3040" <= mark <= "\u30ff" or "\uac00" <= mark <= "\ud7a3" for mark in letters)
    return share - 0.3 + max(_share_common(letters), min(0.3, telling / len(letters)))


def _is_odd_word(word: str) -> bool:
    """True for a word with signs within, misplaced capitals, or letters of two scripts.

    A letter alone is no word in Hebrew and Arabic.
    """
    if len(word) == 1 and _find_script(word) in ("HEBREW", "ARABIC"):
        return True
    if any(not mark.isalnum() and mark not in _JOINING for mark in word):
        return True
    cases = "".join("U" if mark.isupper() else "l" if mark.islower() else "." for mark in word)
    if "UUl" in cases:
        return True
    pairs = zip(pairwise(word), pairwise(cases), strict=True)
    if any(pair == ("l", "U") and not "".join(marks).isascii() for marks, pair in pairs):
        return True
    return len({_find_script(mark) for mark in word if mark.isalpha()}) > 1


@cache
def _find_script(mark: str) -> str:
    """Find the script of a letter by its Unicode name: LATIN, CYRILLIC, GREEK, CJK and so on."""
    first = name(mark, "?").split(" ")[0].split("-")[0]
    east = ("CJK", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC")
    return "CJK" if first in east else first
