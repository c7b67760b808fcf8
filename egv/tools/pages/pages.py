"""Self-contained HTML pages: all values are escaped, and nothing is fetched."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from egv.core.text.translation import Translated, UiLanguage, format_value
from egv.tools.pages.page_look import NEUTRAL_LOOK, PageLook
from egv.tools.store.shipped import find_shipped_folder

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = find_shipped_folder("pages")


def render_page(
    template: str, tongue: UiLanguage, look: PageLook = NEUTRAL_LOOK, **values: Any
) -> str:
    """Render `template` (in `egv/pages`) with `values`, in `tongue` and in the style of `look`.

    In a template `say(text, name=value)` is a text in that language, and `number(value)` a number.
    """

    def say(text: Translated, **texts: object) -> str:
        return text.render(tongue, **texts)

    made = _build_environment(TEMPLATES).get_template(template)
    about = {"tongue": tongue, "look": look, "say": say}
    numbers = {"number": lambda value: format_value(value, tongue)}
    return made.render(values | about | numbers)


def format_data_uri(content: bytes, kind: str) -> str:
    """Format `content`, of the media type `kind`, as a `data:` URI (RFC 2397)."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


@cache
def _build_environment(templates: Path) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
