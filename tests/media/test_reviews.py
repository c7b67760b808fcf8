"""A draft is marked until somebody approves it; a practice take is remembered apart."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.running import egv, frames, made

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
REVIEWED = "schema: egv/recipe@1\nname: news\napproval: review\nsteps: [{trim: {end: 1}}]\n"
BY = ("--by", "Jan")


@pytest.fixture(autouse=True)
def _with_a_clip(here: Path, clip: Callable[..., Path]) -> None:
    source = clip(
        "grey.mp4", "-f", "lavfi", "-i", "color=gray:s=160x90:r=10:d=2", "-pix_fmt", "yuv420p"
    )
    (here / "a.mp4").write_bytes(source.read_bytes())
    (here / "news.yaml").write_text(REVIEWED)


def run(*words: str) -> dict[str, object]:
    return made("run", "-r", "./news.yaml", "a.mp4", "--quality", "draft", *words)


def state() -> set[str]:
    return {path.name for path in Path("out").iterdir() if path.is_file()}


@pytest.mark.parametrize("shape", ["landscape", "portrait"])
@pytest.mark.parametrize("ground", ["black", "white"])
def test_the_mark_is_seen_from_start_to_end_on_dark_and_on_light(
    clip: Callable[..., Path], here: Path, shape: str, ground: str
) -> None:
    size = "160x90" if shape == "landscape" else "90x160"
    source = f"color={ground}:s={size}:r=10:d=0.5"
    plain = clip("b.mp4", "-f", "lavfi", "-i", source, "-pix_fmt", "yuv420p")
    (here / "plain.mp4").write_bytes(plain.read_bytes())
    made("run", "-r", "./news.yaml", "plain.mp4", "--skip", "trim", "normalise")
    seen = [picture.astype(int) for _, picture in frames(Path("out/plain.draft.mp4"))]
    was = seen[0][seen[0].shape[0] // 2, seen[0].shape[1] // 2]

    assert len(seen) == 15
    for picture in seen:
        off = np.abs(picture - was).mean(axis=2)
        wide = off.shape[1]
        sides = off[:, : wide // 8], off[:, -wide // 8 :]
        assert min(side.max() for side in sides) > 60
        assert off[:, wide // 8 : -wide // 8].max() < 12


def test_an_approved_draft_becomes_just_what_a_direct_run_makes(here: Path) -> None:
    draft = run()
    waiting = egv("review", "list", "--open", "--json").json["outputs"]
    approved = egv("review", "approve", "a.mp4", *BY, "--note", "Strong", "--json")
    (here / "direct.yaml").write_text(REVIEWED.replace("review", "direct"))
    egv("run", "-r", "./direct.yaml", "a.mp4", "--quality", "draft", "-o", "direct/")

    assert (draft["output"], draft["mark"]) == ("out/a.draft.mp4", "draft")
    assert (draft["encodes"], bool(draft["why_encoded"])) == (1, True)
    assert [each["state"] for each in waiting] == ["draft"]
    assert (approved.code, approved.output["output"]) == (0, "out/a.mp4")
    assert Path("out/a.mp4").read_bytes() == Path("direct/a.mp4").read_bytes()
    assert state() == {"a.mp4"}
    assert {path.name for path in Path("out/.egv").iterdir()} == {"ledger.jsonl", "reviews.jsonl"}

    assert run()["status"] == "kept"
    assert egv("review", "approve", "a.mp4", *BY).code == 2

    log = Path("out/.egv/reviews.jsonl")
    log.write_text(log.read_text().replace("Jan", "Ann"))
    lost = egv("review", "list")
    packed = egv("share", "pack", "a.mp4")
    assert "was changed afterwards" in lost.out
    assert (packed.code, "this version was not approved" in packed.err) == (4, True)
    assert egv("review", "approve", "out/a.mp4", *BY).code == 0
    assert "approved by Jan" in egv("review", "list").out

    (here / "news.yaml").write_text(REVIEWED.replace("end: 1", "end: 1.2"))
    assert run()["output"] == "out/a.draft.mp4"


def test_a_corrected_draft_is_approved_with_its_words(here: Path) -> None:
    (here / "said.srt").write_text("1\n00:00:00,200 --> 00:00:00,900\nHello\n")
    (here / "news.yaml").write_text(
        REVIEWED.replace("}}]", "}}, {subtitle: {from: said.srt, burn: false}}]")
    )
    run()
    draft, kept = Path("out/a.draft.nl.srt"), Path("out/a.draft.corrected.nl.srt")
    theirs = draft.read_bytes().replace(b"Hello", b"Hullo").replace(b"\n", b"\r\n")
    draft.write_bytes(theirs)
    early = egv("review", "approve", "a.mp4", *BY)
    run()
    approved = egv("review", "approve", "a.mp4", *BY, "--json").output

    assert early.code == 4
    assert Path("out/a.nl.srt").read_bytes() == theirs
    assert "the text is your own, from out/a.nl.srt" in approved["notes"][0]
    assert (draft.exists(), run()["status"]) == (False, "kept")

    finished = Path("out/a.nl.srt")
    finished.write_bytes(theirs.replace(b"Hullo", b"Hi"))
    run()
    late = draft.read_bytes() + b"\n2\n00:00:01,100 --> 00:00:01,500\nGone\n"
    draft.write_bytes(late)
    run()
    egv("review", "approve", "a.mp4", *BY)
    assert (b"Hi" in finished.read_bytes(), b"Gone" in finished.read_bytes()) == (True, False)
    assert kept.read_bytes() == late
    assert run()["status"] == "kept"


def test_what_nobody_saw_is_not_approved_and_what_was_rejected_is_not_either(here: Path) -> None:
    run()
    recipe = here / "news.yaml"
    recipe.write_text(REVIEWED.replace("end: 1", "end: 1.5"))
    changed = egv("review", "approve", "out/a.draft.mp4", *BY)
    recipe.write_text(REVIEWED)
    late = egv("review", "note", "a.mp4", "0:12", "Forty", "--category", "facts")
    typo = egv("review", "note", "a.mp4", "0:01", "Forty", "--category", "fact")
    noted = egv("review", "note", "a.mp4", "0:01", "Forty", "--category", "facts", "--json")
    done = egv("review", "done", "a.mp4", "1", "--json").json["outputs"]
    rejected = egv("review", "reject", "out/", *BY, "--note", "Blur the names")
    again = egv("review", "approve", "out/a.draft.mp4", *BY)

    assert changed.code == 4
    assert "changed after it was made" in changed.err
    assert (late.code, typo.code) == (2, 2)
    assert "outside out/a.draft.mp4" in late.err
    assert "did you mean 'facts'?" in typo.err
    assert noted.json["events"][0]["category"] == "facts"
    assert done[0]["notes"][0]["done"]
    assert rejected.code == 0, rejected.err
    assert again.code == 4
    assert "Blur the names" in again.err
    assert state() == {"a.draft.mp4"}
    assert not [*Path("out/.egv").glob("draft-*")]
    assert any("Blur the names" in note for note in run()["notes"])  # type: ignore[attr-defined]


def test_practice_stays_out_of_the_ledger_and_is_kept_all_the_same() -> None:
    first, second = run("--practice"), run("--practice")
    lines = Path("out/.egv/practice.jsonl").read_text().splitlines()
    practice = [json.loads(line) for line in lines]

    assert (first["output"], first["mark"]) == ("out/a.practice.mp4", "practice")
    assert second["status"] == "kept"
    assert [each["output"] for each in practice] == ["a.practice.mp4"]
    assert not Path("out/.egv/ledger.jsonl").exists()
    assert egv("review", "approve", "out/a.practice.mp4", *BY).code == 2


def test_a_folder_has_one_page_with_what_waits_first(here: Path) -> None:
    run()
    egv("review", "note", "a.mp4", "0:01", "<b>Really?</b>", "--category", "facts")
    ran = egv("review", "page", "out", "--json")
    assert ran.code == 0, ran.err
    page = Path("out/review.html").read_text()

    assert [Path(name).name for name in ran.json["videos"]] == ["a.draft.mp4"]
    assert 'src="a.draft.mp4"' in page
    assert 'src="../a.mp4"' in page
    assert "egv review approve out/a.draft.mp4 --by NAME" in page
    assert "&lt;b&gt;Really?&lt;/b&gt;" in page
    assert "<b>Really" not in page

    egv("review", "approve", "out/a.draft.mp4", *BY)
    assert egv("review", "page", "out").code == 0
    assert "review approve" not in Path("out/review.html").read_text()
    (here / "out/review.html").write_text("my own page")
    foreign = egv("review", "page", "out")
    assert foreign.code == 2
    assert "is not a page that egv made; move it away" in foreign.err
    assert Path("out/review.html").read_text() == "my own page"


def test_a_page_of_nothing_is_refused(here: Path) -> None:
    (here / "empty").mkdir()
    empty = egv("review", "page", "empty")

    assert empty.code == 2
    assert "egv made no videos in this folder" in empty.err
    assert "Try: egv run CLIP... -o empty/" in empty.err
    assert "there is no such folder" in egv("review", "page", "gone").err
    assert not Path("empty/review.html").exists()
