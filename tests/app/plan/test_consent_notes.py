"""Consent in a run: told, or asked for before any work."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from egv.app.plan.consent_notes import collect_consent_notes
from egv.app.plan.order import Order
from egv.app.plan.outputs import plan_jobs
from egv.app.plan.prepare import prepare_run
from egv.core.errors import GateError

pytestmark = pytest.mark.usefixtures("here")
EXTERNAL = "schema: egv/recipe@1\nname: news\naudience: external\nsteps: [trim]\n"


def people(clip: str, *said: str) -> None:
    Path(f"{clip}.mov").write_bytes(clip.encode())
    if said:
        Path(f"{clip}.egv.yaml").write_text(f"people: [{', '.join(said)}]\n")


def notes(consent: str, recipe: str = "./within.yaml") -> list[tuple[str, ...]]:
    Path("egv.yaml").write_text(f"schema: egv/project@1\nprivacy: {{consent: {consent}}}\n")
    Path("news.yaml").write_text(EXTERNAL)
    Path("within.yaml").write_text(EXTERNAL.replace("external", "team"))
    ready = prepare_run(Order((".",), recipe=recipe))
    jobs = plan_jobs(ready.clips, "out/")
    told = collect_consent_notes(jobs, ready)
    return [told.get(job, ()) for job in jobs]


def test_a_note_says_whose_consent_ended_and_where_to_write_it() -> None:
    people("a", "{name: Jan, until: 2026-10-01}", "{name: Li}")
    people("b")
    people("c", "{name: Mo}")

    assert notes("warn") == [
        ("consent: Jan's consent ended on 2026-10-01; ask again before the video is shared",),
        (
            "consent: no consent is recorded; list the people under 'people:' in b.egv.yaml"
            " before the video is shared",
        ),
        (),
    ]
    assert notes("off") == [(), (), ()]


def test_what_is_for_outside_asks_for_more_than_what_stays_inside() -> None:
    people("a", "{name: Jan}")
    people("b", "{name: Li, scope: [external]}")

    assert notes("require") == [(), ()]
    with pytest.raises(GateError) as stopped:
        notes("require", "./news.yaml")
    assert "1 clip lacks it for external use" in str(stopped.value)
    assert "a.mov: Jan's consent is only for use inside the organisation" in str(stopped.value)


def test_a_stop_names_every_clip_and_shows_what_to_write() -> None:
    people("a", "{name: Jan, withdrawn: true}")
    people("b")
    people("c", "{name: Mo}")

    with pytest.raises(GateError) as stopped:
        notes("require")
    words = str(stopped.value)
    assert words.startswith("egv.yaml:2: consent is required, and 2 clips lack it for internal use")
    assert "a.mov: Jan withdrew consent" in words
    assert "b.mov: no consent is recorded" in words
    assert "such as b.egv.yaml:\n  people:\n    - {name: FULL NAME, scope: [internal]" in words
    assert str(date.today().year + 1) in words
    assert "c.mov" not in words
    assert stopped.value.hint == "egv purge --withdrawn"
    snippet = words.split("such as b.egv.yaml:\n")[1].splitlines()[:2]
    Path("b.egv.yaml").write_text("\n".join(snippet))
    Path("a.egv.yaml").write_text("people: [{name: Jan}]")
    assert notes("require") == [(), (), ()]
