"""The user's language on systems that do not state it in the environment."""

from __future__ import annotations

import plistlib
from pathlib import Path

import pytest

from egv.core.text.translation import UiLanguage, detect_ui_language
from egv.tools.machine import ui_locale
from egv.tools.machine.ui_locale import (
    convert_windows_language,
    read_preferred_language,
    state_system_locale,
)


@pytest.mark.parametrize(
    ("number", "tongue"),
    [
        (0x0413, UiLanguage.NL),  # the Netherlands
        (0x0813, UiLanguage.NL),  # Belgium
        (0x0409, UiLanguage.EN),
        (0x0809, UiLanguage.EN),
        (0x0407, UiLanguage.EN),  # German, which egv does not speak
        (0x0462, UiLanguage.EN),  # Frisian
    ],
)
def test_the_language_of_windows_is_the_user_s(number: int, tongue: UiLanguage) -> None:
    assert detect_ui_language({"LANG": convert_windows_language(number)}) is tongue


@pytest.mark.parametrize(
    ("languages", "tongue"),
    [
        (["nl-NL", "en-NL"], UiLanguage.NL),
        (["nl"], UiLanguage.NL),
        (["en-NL", "nl-NL"], UiLanguage.EN),
        (["zh-Hans-NL"], UiLanguage.EN),
        ([], UiLanguage.EN),
    ],
)
def test_the_first_language_of_macos_is_the_user_s(
    tmp_path: Path, languages: list[str], tongue: UiLanguage
) -> None:
    place = tmp_path / ".GlobalPreferences.plist"
    place.write_bytes(plistlib.dumps({"AppleLanguages": languages}, fmt=plistlib.FMT_BINARY))

    assert detect_ui_language({"LANG": read_preferred_language(place)}) is tongue


@pytest.mark.parametrize("content", [b"", b"no list", plistlib.dumps({}), plistlib.dumps([1])])
def test_preferences_that_cannot_be_read_state_nothing(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "preferences"
    place.write_bytes(content)

    assert read_preferred_language(place) == ""
    assert read_preferred_language(tmp_path / "none") == ""


@pytest.mark.parametrize(
    ("before", "tongue"),
    [
        ({}, UiLanguage.NL),
        ({"LANG": ""}, UiLanguage.NL),
        ({"LANG": "en_GB.UTF-8"}, UiLanguage.EN),
        ({"LC_ALL": "C"}, UiLanguage.EN),
        ({"EGV_LANG": "en"}, UiLanguage.EN),
    ],
)
def test_what_the_environment_states_goes_before_the_system(
    monkeypatch: pytest.MonkeyPatch, before: dict[str, str], tongue: UiLanguage
) -> None:
    monkeypatch.setattr(ui_locale, "find_system_locale", lambda: "nl_NL")
    environment = dict(before)
    state_system_locale(environment)

    assert detect_ui_language(environment) is tongue


def test_a_system_without_such_a_setting_changes_nothing() -> None:
    environment: dict[str, str] = {}
    if not ui_locale.find_system_locale():
        state_system_locale(environment)

    assert environment == {}
