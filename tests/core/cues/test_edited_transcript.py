"""A corrected transcript gets the times of the subtitles that were shown."""

from __future__ import annotations

from egv.core.cues.edited_transcript import build_placed_cues, place_transcript
from egv.core.cues.srt_vtt import format_transcript
from egv.core.media.clip import Cue
from egv.core.media.timing import Seconds, Span

SHOWN = (
    Cue(Span(Seconds(1), Seconds(3)), "Hello colleagues,\nmy name is Maria."),
    Cue(Span(Seconds(4), Seconds(6)), "Today we show you how."),
    Cue(Span(Seconds(9), Seconds(11)), "Good luck,\nand bye."),
)


def placed(text: str) -> tuple[Cue, ...]:
    return build_placed_cues(text, place_transcript(text, SHOWN))


def test_a_transcript_that_nobody_changed_is_what_was_shown() -> None:
    assert placed(format_transcript(SHOWN)) == SHOWN


def test_a_changed_word_changes_its_own_subtitle_only() -> None:
    text = format_transcript(SHOWN).replace("Maria", "Marie van den Berg").replace("Today ", "")
    first, second, third = placed(text)

    assert first == Cue(SHOWN[0].span, "Hello colleagues,\nmy name is Marie van den Berg.")
    assert second == Cue(SHOWN[1].span, "we show you how.")
    assert third == SHOWN[2]


def test_a_subtitle_of_which_every_word_was_deleted_is_gone() -> None:
    text = format_transcript(SHOWN).replace("Today we show you how.", "")

    assert placed(text) == (SHOWN[0], SHOWN[2])


def test_another_text_is_placed_nowhere() -> None:
    assert place_transcript("Something else entirely, about the weather in June.", SHOWN) == ()
    assert place_transcript(" ", SHOWN) == ()
    assert place_transcript("Hello", ()) == ()
