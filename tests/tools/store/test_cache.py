"""What is kept of a clip, and found again from its bytes."""

from __future__ import annotations

from pathlib import Path

from egv.tools.store import cache


def kept(content: str) -> list[str]:
    [places] = cache.list_entries_by_content([content]).values()
    return [place.relative_to(cache.find_cache_folder()).parts[0] for place in places]


def test_whatever_is_kept_of_a_clip_is_found_from_its_bytes(tmp_path: Path) -> None:
    clip = tmp_path / "a.mov"
    clip.write_bytes(b"clip")
    content = cache.hash_content(clip)
    cache.recall_or_answer("words", "what is said?", lambda: "hello", [content])
    cache.recall_or_answer("loudness", "how loud?", lambda: "-16", [content, "other"])
    cache.recall_or_answer("words", "what is said elsewhere?", lambda: "bye", ["other"])

    assert kept(content) == ["content", "words", "loudness", "clips"]
    assert kept("other") == ["loudness", "words", "clips"]
    assert kept("nobody") == []
    for place in cache.list_entries_by_content([content])[content]:
        place.unlink()
    assert kept(content) == []
    assert cache.recall_or_answer("words", "what is said?", lambda: "hi", [content]) == "hi"


def test_an_answer_of_before_is_listed_when_it_is_given_again() -> None:
    cache.recall_or_answer("words", "what is said?", lambda: "hello")
    assert kept("clip") == []

    for _ in range(2):
        assert cache.recall_or_answer("words", "what is said?", lambda: "", ["clip"]) == "hello"
    assert kept("clip") == ["words", "clips"]


def test_a_card_that_other_clips_use_too_is_not_the_clips_own() -> None:
    card = cache.find_cache_folder() / "cards" / "a.mp4"
    card.parent.mkdir(parents=True)
    card.write_bytes(b"card")
    cache.index_entry(["a", "b"], card)

    assert kept("a") == ["clips"]
    found = cache.list_entries_by_content(["a", "b"])
    assert card in found["a"]
    assert card in found["b"]


def test_a_list_leads_nowhere_outside_the_cache(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    cache.recall_or_answer("words", "what is said?", lambda: "hello", ["a"])
    lines = cache.find_cache_folder() / "clips" / "a.txt"
    lines.write_text(f"{tmp_path}/mine.txt\n../mine.txt\nwords/../../mine.txt\n\ufffd\n")

    assert kept("a") == ["clips"]
