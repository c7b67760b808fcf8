"""The language of the user as the system states it, where the environment does not."""

from __future__ import annotations

import sys
from collections.abc import MutableMapping
from pathlib import Path

from egv.core.text.translation import LOCALE

PREFERENCES = Path("~/Library/Preferences/.GlobalPreferences.plist")  # macOS
DUTCH, PRIMARY = 0x13, 0x3FF  # LANG_DUTCH, and the mask of a language without its country


def state_system_locale(environment: MutableMapping[str, str]) -> None:
    """State the user's language in `environment` as `LANG`, if no variable states one.

    Windows and macOS keep it elsewhere. Done once, at the start: then every part of egv, and a
    message that is printed when nothing can be imported any more, looks at one place.
    """
    if not any(environment.get(name) for name in LOCALE) and (word := find_system_locale()):
        environment["LANG"] = word


def find_system_locale() -> str:
    """Find the locale that the system keeps for the user, such as `nl_NL`; "" where it has none."""
    if sys.platform == "win32":
        import ctypes

        return convert_windows_language(ctypes.windll.kernel32.GetUserDefaultUILanguage())
    if sys.platform == "darwin":
        return read_preferred_language(PREFERENCES.expanduser())
    return ""


def convert_windows_language(number: int) -> str:
    """Convert a language of Windows (LANGID) to a locale."""
    return "nl_NL" if number & PRIMARY == DUTCH else "en_US"


def read_preferred_language(preferences: Path) -> str:
    """Read the first language in a user's preferences of macOS; "" where it cannot be read."""
    import plistlib  # on one system alone, and slow to load

    try:
        languages = plistlib.loads(preferences.read_bytes())["AppleLanguages"]
        return str(languages[0]).replace("-", "_")
    except (OSError, ValueError, KeyError, IndexError, TypeError, plistlib.InvalidFileException):
        return ""
