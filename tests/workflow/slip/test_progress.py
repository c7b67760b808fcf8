"""Progress against oneself: kept of whoever agreed, told where it got better, and forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from egv.app.records.ledger import Ledger
from egv.tools.store.pseudonyms import compute_pseudonym
from egv.workflow.slip.progress import MadeVideo, Progress, ProgressFile, measure_progress
from tests.cli.purging import PROJECT, made, purged
from tests.running import egv

PLACE = Path(".egv/progress.jsonl")


def video(clip: str, voice_db: float | None = None) -> MadeVideo:
    return MadeVideo(frozenset({clip}), voice_db)


@pytest.fixture
def kept(here: Path) -> Iterator[ProgressFile]:  # noqa: ARG001
    ledger = Ledger(Path())
    yield ProgressFile(ledger)
    ledger.close()


@pytest.mark.parametrize(
    ("now", "before", "gain"),
    [(26.0, 20.0, 6.0), (21.0, 20.0, 0.0), (14.0, 20.0, 0.0), (None, 20.0, 0.0), (26.0, None, 0.0)],
)
def test_only_what_became_better_is_told(
    now: float | None, before: float | None, gain: float
) -> None:
    assert measure_progress(video("b", now), [video("a", before)]) == Progress(2, gain)


def test_a_first_video_is_compared_with_nothing() -> None:
    assert measure_progress(video("a", 20.0), []) == Progress(1)


def test_the_last_other_video_counts_and_the_same_clip_once(kept: ProgressFile) -> None:
    for made_video in (video("a", 10.0), video("b", 20.0), video("b", 20.0), video("b", 21.0)):
        kept.add_video("me", made_video)
    kept.add_video("somebody", video("z", 50.0))

    assert kept.compare_video("me", video("c", 26.0)) == Progress(3, 5.0)
    assert kept.compare_video("me", video("b", 26.0)) == Progress(2, 16.0)
    assert kept.path.read_text().count('"me"') == 3


def test_an_answer_is_remembered_of_that_maker_only(kept: ProgressFile) -> None:
    assert kept.find_answer("me") is None

    kept.add_answer("me", agreed=False)
    assert kept.find_answer("me") is False
    assert kept.find_answer("somebody") is None

    kept.add_answer("me", agreed=True)
    assert kept.find_answer("me") is True


@pytest.fixture
def two_makers(kept: ProgressFile) -> list[str]:
    """A video of each of two makers, who both agreed, and the hash of each clip."""
    Path("egv.yaml").write_text(PROJECT)
    clips = []
    for name in ("Maria", "Jan"):
        made(f"out/{name}.mp4", f"raw/{name}.mov", people=[name])
        [content] = Ledger(Path()).made[-1].about.sources.values()
        maker = compute_pseudonym(name)
        kept.add_answer(maker, agreed=True)
        kept.add_video(maker, video(content, 20.0))
        clips.append(content)
    return clips


def test_a_purge_of_a_person_forgets_the_answer_and_the_figures(two_makers: list[str]) -> None:
    purged("--person", "maria")
    left = PLACE.read_text()

    assert compute_pseudonym("Maria") not in left
    assert two_makers[0] not in left
    assert left.count(compute_pseudonym("Jan")) == 2


def test_a_purge_of_a_clip_forgets_its_figures_and_keeps_the_answer(
    two_makers: list[str],
) -> None:
    purged("raw/Maria.mov")
    left = PLACE.read_text()

    assert two_makers[0] not in left
    assert left.count(compute_pseudonym("Maria")) == 1


def test_withdrawn_consent_forgets_the_figures(two_makers: list[str]) -> None:
    Path("raw/Maria.egv.yaml").write_text("people: [{name: Maria, withdrawn: true}]\n")
    purged("--withdrawn")

    assert two_makers[0] not in PLACE.read_text()
    assert two_makers[1] in PLACE.read_text()


def test_a_person_without_videos_is_forgotten_too(kept: ProgressFile) -> None:
    Path("egv.yaml").write_text(PROJECT)
    kept.add_answer(compute_pseudonym("Maria"), agreed=False)
    purged("--person", "Maria")

    assert not PLACE.exists()


def test_no_report_reads_it(two_makers: list[str]) -> None:
    before = egv("report", "--json").out
    PLACE.unlink()

    assert two_makers
    assert egv("report", "--json").out == before
