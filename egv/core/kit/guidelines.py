"""The do's and don'ts of a kit, for whoever films, each in one language or in several."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from egv.core.text.translations import TranslatedText, choose_translation
from egv.core.text.yaml_model import YamlModel


def _to_list(value: object) -> object:
    return [value] if isinstance(value, str | dict) else value


Advice = Annotated[
    tuple[TranslatedText, ...],
    BeforeValidator(_to_list, json_schema_input_type=list[TranslatedText] | TranslatedText),
]


class Guidelines(YamlModel):
    """Advice for people who film: sentences on what to do and what not to do."""

    do: Advice = Field(default=(), description="What to do when you film: a sentence each.")
    dont: Advice = Field(default=(), description="What not to do when you film: a sentence each.")

    def choose_advice(self, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Choose what to do and what not to do in `language` (ISO 639-1), else in its first."""
        do, dont = (
            tuple(choose_translation(line, language) for line in lines)
            for lines in (self.do, self.dont)
        )
        return do, dont
