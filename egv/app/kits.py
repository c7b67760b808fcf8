"""What people ask of brand kits: is one right, and what does it say?"""

from __future__ import annotations

from egv.core.kit import KIT_SCHEMA
from egv.tools.kits import kit_called
from egv.tools.yaml_files import yaml_text


def kit_summary(word: str) -> str:
    """One line on a kit that is right. Raises KitError with everything that is wrong in it."""
    kit = kit_called(word)
    says = kit.says
    parts = [
        _count(len(says.logo.variants), "logo variant"),
        _count(sum(1 for path, _ in says.assets() if path[0] == "fonts"), "font"),
        *(
            f"{name} of {_count(len(style.clips), 'clip')}" if style.clips else f"{name} card"
            for name, style in (("intro", says.intro), ("outro", says.outro))
            if style.enabled
        ),
    ]
    return f"{kit.home.name}: correct; {kit.label}, {', '.join(parts)}"


def kit_text(word: str) -> str:
    """What a kit says, with every default filled in, as YAML."""
    says = kit_called(word).says.model_dump(mode="json", exclude_none=True)
    return yaml_text({"schema": KIT_SCHEMA, **says})


def _count(number: int, word: str) -> str:
    return f"1 {word}" if number == 1 else f"{number or 'no'} {word}s"
