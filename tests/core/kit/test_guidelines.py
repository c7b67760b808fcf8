"""Advice of a kit: a sentence in one language or in several, and a single one without a list."""

from __future__ import annotations

from egv.core.kit.guidelines import Guidelines


def test_advice_is_chosen_in_the_language_of_the_reader() -> None:
    both = {"nl": "Film rechtop", "en": "Film upright"}
    advice = Guidelines.model_validate({"do": [both, "Smile"], "dont": {"nl": "Zoomen"}})

    assert advice.choose_advice("en") == (("Film upright", "Smile"), ("Zoomen",))
    assert advice.choose_advice("nl") == (("Film rechtop", "Smile"), ("Zoomen",))
    assert Guidelines(do=("Smile",)).dont == ()
