"""The texts that the ledger keeps for posts: never with the name of a person."""

from __future__ import annotations

import pytest

from egv.app.render.provenance import _collect_nameless_texts


@pytest.mark.parametrize(
    ("department", "is_kept"), [("HR", True), ("Team of Maria", False), ("maria's team", False)]
)
def test_a_text_with_a_name_is_not_kept(department: str, is_kept: bool) -> None:
    texts = {"title": "Ann", "department": department, "name": "Maria de Jong", "cta": "Come!"}

    assert _collect_nameless_texts(texts) == {
        **({"department": department} if is_kept else {}),
        "cta": "Come!",
    }
