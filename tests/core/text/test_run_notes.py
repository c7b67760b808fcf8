"""Notes that are about a run, told once and not for each clip."""

from __future__ import annotations

import pytest

from egv.core.text.run_notes import OTHER_LANGUAGE, WITHOUT_SUBTITLES, is_run_note


@pytest.mark.parametrize("kind", [OTHER_LANGUAGE, WITHOUT_SUBTITLES])
def test_a_note_about_the_run_begins_with_its_kind(kind: str) -> None:
    assert is_run_note(f"{kind}: told once")
    assert not is_run_note(f"{kind} of a clip")
    assert not is_run_note(f"a.mp4: {kind}: told for each clip")
