"""What may be shared: no draft, nothing private or unapproved, nobody who has not agreed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from egv.app.records.ledger_lines import OutputRecord, Provenance
from egv.core.errors import GateError
from egv.core.project.recipe_parts import Approval, Audience
from egv.workflow.share.consent_gate import check_may_share
from egv.workflow.share.finished_videos import FinishedVideo

TODAY = date(2026, 11, 23)


def video(tmp_path: Path, people: str = "", **about: Any) -> FinishedVideo:
    """A video of one clip, beside which `people` stand."""
    if people:
        notes = tmp_path / "a.egv.yaml"
        notes.write_text(f"schema: egv/clip@1\npeople: {people}\n")
    says = {"audience": Audience.TEAM, "sources": {"a.mov": "#a"}, **about}
    record = OutputRecord(
        output="a.mp4", key="k", content="c", result={}, about=Provenance.model_validate(says)
    )
    return FinishedVideo((record,), tmp_path)


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ({"audience": Audience.PRIVATE}, "a: it is private, and nothing private is packed"),
        ({"draft": True}, "a: it is a draft that awaits approval"),
        ({"approval": Approval.REVIEW}, "a: nobody approved it as it is"),
    ],
)
def test_what_is_not_for_others_is_stopped(
    tmp_path: Path, about: dict[str, Any], says: str
) -> None:
    with pytest.raises(GateError, match=says):
        check_may_share(video(tmp_path, "[{name: Jan}]", **about), TODAY)


@pytest.mark.parametrize(
    ("people", "team", "external"),
    [
        ("[{name: Jan, scope: [internal, external]}]", True, True),
        ("[{name: Jan, scope: [internal]}]", True, None),
        ("[{name: Jan, scope: [internal, external], withdrawn: true}]", None, None),
        ("[{name: Jan, scope: [internal, external], until: 2026-11-22}]", None, None),
        ("", False, None),  # nobody is known: told inside, and stopped on its way out
    ],
)
def test_consent_decides_inside_and_outside(
    tmp_path: Path, people: str, team: bool | None, external: bool | None
) -> None:
    for audience, may in ((Audience.TEAM, team), (Audience.EXTERNAL, external)):
        shared = video(tmp_path, people, audience=audience)
        if may is None:
            with pytest.raises(GateError, match="not everybody agreed to be shown"):
                check_may_share(shared, TODAY)
        else:
            assert check_may_share(shared, TODAY) is may


def test_who_did_not_agree_is_named_with_the_file_to_write_in(tmp_path: Path) -> None:
    with pytest.raises(GateError) as stopped:
        check_may_share(video(tmp_path, "[{name: Jan, withdrawn: true}]"), TODAY)

    assert "a.mov: Jan withdrew consent" in str(stopped.value)
    assert "under 'people' in a.egv.yaml beside the clip" in str(stopped.value)
