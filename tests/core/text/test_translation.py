"""The language that egv itself speaks."""

from __future__ import annotations

from datetime import date

import pytest

from egv.core.errors import UsageError
from egv.core.text.translation import Translated, UiLanguage, detect_ui_language

NL, EN = UiLanguage.NL, UiLanguage.EN


@pytest.mark.parametrize(
    ("environment", "tongue"),
    [
        ({}, EN),
        ({"LANG": "nl_NL.UTF-8"}, NL),
        ({"LANG": "nl_BE"}, NL),
        ({"LANG": "nlx_XX"}, EN),
        ({"LANG": "de_DE.UTF-8"}, EN),
        ({"LANG": "nl_NL.UTF-8", "LC_ALL": "C"}, EN),
        ({"LANG": "en_GB", "LC_MESSAGES": "nl_NL"}, NL),
        ({"LANG": "nl_NL", "LC_ALL": ""}, NL),
        ({"EGV_LANG": "en", "LANG": "nl_NL"}, EN),
        ({"EGV_LANG": "NL"}, NL),
        ({"EGV_LANG": " ", "LANG": "nl_NL"}, NL),
    ],
)
def test_the_variable_goes_before_the_locale(
    environment: dict[str, str], tongue: UiLanguage
) -> None:
    assert detect_ui_language(environment) is tongue


def test_a_language_that_egv_does_not_speak_is_told() -> None:
    with pytest.raises(UsageError, match="EGV_LANG=fr: egv speaks nl, en"):
        detect_ui_language({"EGV_LANG": "fr"})


def test_a_text_is_filled_in_as_is_usual_in_each_language() -> None:
    text = Translated("{n} minuten op {day} van {who}", "{n} minutes on {day} by {who}")
    day = date(2026, 3, 5)

    assert text.render(NL, n=2.5, day=day, who="{x}") == "2,5 minuten op 5 maart 2026 van {x}"
    assert text.render(EN, n=2.0, day=day, who="Jan") == "2 minutes on 5 March 2026 by Jan"
