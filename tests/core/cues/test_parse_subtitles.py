"""SubRip and WebVTT of others: every character of the text is kept, every wrong time is named."""

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.cues.parse_subtitles import parse_subtitle_text, parse_subtitles
from egv.core.cues.srt_vtt import format_srt, format_srt_for_ffmpeg, format_vtt
from egv.core.errors import UsageError
from egv.core.media.clip import Cue
from egv.core.media.timing import Seconds, Span

TIMES = "00:00:01,000 --> 00:00:02,500"


def texts(file: str) -> list[str]:
    return [cue.text for cue in parse_subtitles(file, "a.srt")]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("{naam} en C:\\Nora", "{naam} en C:\\Nora"),
        ("<i>schuin</i> <b>vet</b> <test>", "schuin vet <test>"),
        ('<font color="#ff0000">rood</font>', "rood"),
        ("A & B &amp; C", "A & B &amp; C"),
        ("It ends in a number\n2026", "It ends in a number\n2026"),
        ("{\\an8}Above", "Above"),
        ("One\n\nafter a blank line\n", "One\nafter a blank line"),
    ],
)
def test_the_text_of_a_subrip_cue_is_kept(body: str, text: str) -> None:
    assert texts(f"1\n{TIMES}\n{body}\n") == [text]


def test_windows_line_ends_missing_numbers_and_missing_blank_lines_are_read() -> None:
    file = f"{TIMES}\r\nOne\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nTwo\r\n"

    assert texts(file) == ["One", "Two"]


def test_cues_come_in_order_of_time_and_empty_ones_are_left_out() -> None:
    file = f"1\n00:00:05,000 --> 00:00:06,000\nLater\n\n2\n{TIMES}\nFirst\n\n3\n{TIMES}\n\n"

    assert texts(file) == ["First", "Later"]


def test_webvtt_comments_names_and_settings_are_no_text() -> None:
    file = (
        "WEBVTT - title\n\nSTYLE\n::cue { color: red }\n\nNOTE a comment\n\n"
        "name\n01:02.000 --> 01:03.500 line:0 align:start\nTom &amp; <c.red>Anna</c>\n\nNOTE end\n"
    )
    [cue] = parse_subtitles(file, "a.vtt")

    assert cue == Cue(Span(Seconds(62), Seconds(127, 2)), "Tom & Anna")


@pytest.mark.parametrize(
    "file", ["", "Once upon a time.\n", "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"]
)
def test_what_holds_no_cue_is_refused(file: str) -> None:
    with pytest.raises(UsageError, match=r"a\.srt: this file has no subtitles"):
        parse_subtitles(file, "a.srt")


def test_a_wrong_time_is_named_by_its_line() -> None:
    with pytest.raises(UsageError, match=r"a\.srt:6: '00:00:0x,0 --> 1' is not a pair of times"):
        parse_subtitles(f"1\n{TIMES}\nOne\n\n2\n00:00:0x,0 --> 1\nTwo\n", "a.srt")


lines = st.text(
    st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=20
).filter(lambda line: line == line.strip() != "" and "-->" not in line and "<" not in line)


@given(st.lists(st.lists(lines, min_size=1, max_size=2), min_size=1, max_size=5))
def test_what_egv_writes_it_reads_back(written: list[list[str]]) -> None:
    cues = tuple(
        Cue(Span(Seconds(n), Seconds(2 * n + 1, 2)), "\n".join(body))
        for n, body in enumerate(written)
    )

    assert parse_subtitles(format_vtt(cues), "a.vtt") == cues
    assert parse_subtitles(format_srt(cues), "a.srt") == cues


def test_a_line_of_digits_is_kept_where_a_blank_line_ends_the_cue() -> None:
    file = f"1\n{TIMES}\nIn the year\n2026\n\n2\n00:00:03,000 --> 00:00:04,000\n1984\n\n"

    assert texts(file) == ["In the year\n2026", "1984"]


def test_a_line_of_digits_that_ends_the_file_is_kept() -> None:
    assert texts(f"1\n{TIMES}\nIn the year\n2026") == ["In the year\n2026"]


def test_a_line_of_digits_is_kept_before_a_cue_without_a_number() -> None:
    file = f"{TIMES}\nIn the year\n2026\n\n00:00:03,000 --> 00:00:04,000\nTwo\n"

    assert texts(file) == ["In the year\n2026", "Two"]


def test_an_arrow_in_a_text_is_text() -> None:
    assert texts(f"1\n{TIMES}\nFirst --> then\n-->\nend\n") == ["First --> then\n-->\nend"]


@pytest.mark.parametrize(
    ("times", "span"),
    [
        ("00:00:01,5 --> 00:00:02,05", ("1.5", "2.05")),
        ("0:0:1,500 --> 0:0:2,050", ("1.5", "2.05")),
        ("01:01.500 --> 01:02.050", ("61.5", "62.05")),
        ("100:00:00,000 --> 100:00:01,001", ("360000", "360001.001")),
        ("  00:00:01.500-->00:00:02.050  X1:10 Y1:20", ("1.5", "2.05")),
        ("00:00:01 --> 00:00:03", ("1", "3")),
        ("01:01 --> 01:03", ("61", "63")),
        ("00:00:01,249.0999999 --> 00:00:03,251.7999999", ("1.249", "3.252")),
        ("00:00:01.2490 --> 00:00:03.123456", ("1.249", "3.123")),
        ("00: 00: 01, 000 --> 00 : 00 : 03,000", ("1", "3")),
        ("00:00:01:000 --> 00:00:03:050", ("1", "3.05")),
        ("00:00:01;000 --> 00:00:03;050", ("1", "3.05")),
        ("0:00:01.000,0:00:03.500", ("1", "3.5")),
        ("-00:00:01,000 --> 00:00:03,000", ("0", "3")),
        ("00:00:75,000 --> 00:01:20,000", ("75", "80")),
    ],
)
def test_times_are_read_as_people_write_them(times: str, span: tuple[str, str]) -> None:
    [cue] = parse_subtitles(f"1\n{times}\nHello\n", "a.srt")

    assert (cue.span.start, cue.span.end) == (Seconds(span[0]), Seconds(span[1]))


@pytest.mark.parametrize("end", ["00:00:04,000", "00:00:05,000"])
def test_a_cue_that_ends_before_it_starts_is_an_error_and_its_text_is_not_lost(end: str) -> None:
    file = f"1\n00:00:05,000 --> {end}\nBack\n\n2\n{TIMES}\nOn\n"

    with pytest.raises(UsageError, match=r"a.srt:2: the subtitle 'Back' ends before it begins"):
        texts(file)


def test_a_cue_without_text_may_have_any_times() -> None:
    assert texts(f"1\n00:00:05,000 --> 00:00:04,000\n\n2\n{TIMES}\nOn\n") == ["On"]


@pytest.mark.parametrize(
    "arrow", ["->", "→", "–>", "==>", "- ->", "—>", "➔", "⇒", "à", "\uf0e0", "--&gt;", "-", "–"]
)
def test_times_with_another_arrow_are_times_and_no_text_of_the_cue_before(arrow: str) -> None:
    file = f"1\n{TIMES}\nOne\n\n2\n00:00:03,000 {arrow} 00:00:04,000\nTwo\n"

    assert texts(file) == ["One", "Two"]


@pytest.mark.parametrize("times", ["10:30 - 11:00", "10.30 -> 11.00", "1-2", "10:30 – 11:00 uur"])
def test_times_of_day_in_a_text_are_text(times: str) -> None:
    assert texts(f"1\n{TIMES}\nPauze\n\n{times}\n") == [f"Pauze\n{times}"]


@pytest.mark.parametrize(
    "times",
    ["00:00:01:12 --> 00:00:03:00", "00:00:01:12 -> 00:00:03:00", "00:00:01;12 - 00:00:03;00"],
)
def test_frames_are_refused_because_their_rate_is_unknown(times: str) -> None:
    with pytest.raises(UsageError, match=r"a\.srt:2: .* counts frames"):
        texts(f"1\n{times}\nOne\n")


def test_times_that_cannot_be_read_are_no_text_of_the_cue_before() -> None:
    with pytest.raises(UsageError, match=r"a\.srt:6: .* is not a pair of times"):
        texts(f"1\n{TIMES}\nOne\n\n2\n0:00.00.03 / 0:00:00.04.1\nTwo\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(end: str) -> None:
    file = f"1\n{TIMES}\nOne\ntwo\n\n2\n00:00:03,000 --> 00:00:04,000\nThree\n"

    assert texts(file.replace("\n", end)) == ["One\ntwo", "Three"]


def test_entities_are_marks_in_webvtt_only() -> None:
    body = f"{TIMES}\nA &amp; B &lt;test&gt; &quot;C&quot;\n"

    assert texts(f"WEBVTT\n\n{body}") == ['A & B <test> "C"']
    assert texts(body) == ["A &amp; B &lt;test&gt; &quot;C&quot;"]


@pytest.mark.parametrize("tag", ["<b>x</b>", "<I>x</I>", "<u>x</u>", "<v.loud Anna>x</v>",
    "<lang en>x</lang>", "<00:00:01.500>x", "<ruby>x<rt></rt></ruby>"])  # fmt: skip
def test_formatting_is_dropped_and_what_it_wraps_is_kept(tag: str) -> None:
    assert texts(f"WEBVTT\n\n{TIMES}\n{tag} y\n") == ["x y"]


@pytest.mark.parametrize(
    "text",
    ["<test>", "<p>", "<", "a < b", "x <3", "<<>>", "</naam>", "<1>", "<b and 7 >", "<c>"],
)
def test_what_is_no_formatting_is_text(text: str) -> None:
    assert texts(f"1\n{TIMES}\n{text}\n") == [text]


def test_a_wrong_time_under_a_text_without_a_blank_line_is_named_too() -> None:
    with pytest.raises(UsageError, match=r"a\.srt:5: '00:00:x3 --> 00:00:04' is not a pair"):
        texts(f"1\n{TIMES}\nOne\n2\n00:00:x3 --> 00:00:04\nTwo\n")


def test_a_time_longer_than_any_video_is_no_time() -> None:
    with pytest.raises(UsageError, match="not a pair of times"):
        texts(f"1\n{'9' * 5000}:00:00,000 --> {'9' * 5000}:00:01,000\nOne\n")


def notes(file: str) -> str:
    return " / ".join(parse_subtitle_text(file, "a.srt").notes)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (f"1\n-00:00:01,000 --> 00:00:03,000\nOne\n\n{TIMES}\nTwo\n", "from its start"),
        (f"1\n-00:00:03,000 --> -00:00:01,000\nOne\n\n{TIMES}\nTwo\n", "'One'.*left out|left out"),
        ("1\n00:00:75,000 --> 00:01:20,000\nOne\n", "over 59 .*1:15.0 to 1:20.0"),
        (f"1\n{TIMES}\nOne\n\n1\n{TIMES}\nOne\n", "1 subtitle with the times and text of another"),
        (f"een\nHallo\n\n1\n{TIMES}\nOne\n", "text outside every subtitle.*'een'"),
        (f"WEBVTT\n\n{TIMES}\nOne\n\nlost\n\n{TIMES}\nTwo\n", "outside every subtitle.*'lost'"),
    ],
)
def test_what_is_changed_or_left_out_is_told(file: str, said: str) -> None:
    assert re.search(said, notes(file))


@pytest.mark.parametrize(
    "file",
    [
        f"1\n{TIMES}\nOne\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo\n",
        f"WEBVTT - x\nKind: captions\n\nNOTE a --> b\n\n1e2f/12-0\n{TIMES}\nOne\n\nNOTE end\n",
        f"WEBVTT\n\n{TIMES}\nOne\n\nWEBVTT\n\n00:00:03.000 --> 00:00:04.000\nTwo\n",
        "0:00:01.000,0:00:03.000\nOne\n\n0:00:04.000,0:00:06.000\nTwo\n",
    ],
)
def test_of_a_file_that_is_read_as_it_is_nothing_is_told(file: str) -> None:
    assert notes(file) == ""


def test_a_text_that_youtube_begins_with_a_blank_is_kept() -> None:
    file = (
        "WEBVTT\nKind: captions\nLanguage: nl\n\n"
        "00:00:01.000 --> 00:00:02.990 align:start position:0%\n \n"
        "Eerste<00:00:01.500><c> regel.</c>\n\n"
        "00:00:02.990 --> 00:00:05.000 align:start position:0%\nEerste regel.\nTweede\n\n"
    )

    assert texts(file) == ["Eerste regel.", "Eerste regel.\nTweede"]


def test_a_blank_before_the_name_of_the_next_webvtt_cue_ends_the_text() -> None:
    file = f"WEBVTT\n\n{TIMES}\nOne\n \nname\n00:00:03.000 --> 00:00:04.000\nTwo\n"

    assert texts(file) == ["One", "Two"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("{\\i1}Tweede{\\i0} regel", "Tweede regel"),
        ("{\\an8\\fs20\\c&H0000FF&}Boven", "Boven"),
        ("{\\pos(100,200)}Daar", "Daar"),
        ("{\\fnArial Black}Vet", "Vet"),
        ("Een<br/>twee<BR>drie", "Een\ntwee\ndrie"),
        ('<span class="x">Tweede</span> <em>regel</em>', "Tweede regel"),
        ("{\\Nora} en {\\naam}", "{\\Nora} en {\\naam}"),
        ("Eerste\n\u200b\n\u2800", "Eerste"),
    ],
)
def test_the_formatting_of_players_is_no_text(body: str, text: str) -> None:
    assert texts(f"1\n{TIMES}\n{body}\n") == [text]


def test_a_cue_of_which_nothing_is_seen_is_none() -> None:
    with pytest.raises(UsageError, match="this file has no subtitles"):
        texts(f"1\n{TIMES}\n\u200b\u2060\n\n2\n{TIMES}\n\ufe0f\n")


def test_a_backslash_is_written_as_it_is_and_marked_for_ffmpeg_only() -> None:
    cue = Cue(Span(Seconds(0), Seconds(1)), "C:\\nieuw\\Nora")

    assert "C:\\nieuw\\Nora\n" in format_srt([cue])
    assert "C:\\nieuw\\Nora\n" in format_vtt([cue])
    assert format_srt_for_ffmpeg([cue]).count("\\\u2060") == 2


@given(st.text(max_size=60), st.sampled_from(["", "WEBVTT\n\n"]))
def test_any_text_is_read_or_refused(body: str, head: str) -> None:
    with contextlib.suppress(UsageError):
        parse_subtitle_text(f"{head}1\n{TIMES}\n{body}\n", "a.srt")


times = st.text("0123456789:.,;-> →à–\u00a0٣", max_size=40)


@given(times)
def test_any_line_of_times_is_read_or_refused(line: str) -> None:
    with contextlib.suppress(UsageError):
        parse_subtitle_text(f"1\n{line}\nOne\n", "a.srt")
