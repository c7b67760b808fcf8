"""A person is purged from a project of real videos: not a byte and not a letter of them is left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from egv.app.records.ledger import Ledger
from egv.tools.store import cache
from egv.tools.store.crash_log import write_crash_log
from egv.workflow.report.figures import group_videos
from tests.running import egv

pytestmark = pytest.mark.media
Maker = Callable[..., Path]

FAST = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "pcm_s16le")
KIT = """\
schema: egv/kit@1
name: small
intro: {enabled: true, card: {lines: ["{name}"], duration: 0.5}}
outro: {enabled: false}
formats:
  wide: {aspect: "16:9", size: [320, 180]}
  block: {aspect: "1:1", size: [180, 180]}
"""
PROJECT = "schema: egv/project@1\nkit: kit/kit.yaml\nprivacy: {consent: warn}\nspaces: {hr: {}}\n"
TWO = ("wide.mp4", "wide.nl.srt", "wide.nl.vtt", "block.mp4", "block.nl.srt", "block.nl.vtt")
WHO = {"one": "Jan Peeters", "two": "Li Wen", "three": "jan  peeters"}


def holding(*folders: Path) -> str:
    """Everything that is below `folders`, names and bytes."""
    paths = [path for folder in folders for path in sorted(folder.rglob("*"))]
    texts = [path.read_bytes().decode("latin-1") for path in paths if path.is_file()]
    return "\n".join((*map(str, paths), *texts)).casefold()


def outputs(project: Path) -> list[str]:
    return sorted(path.name for path in (project / "out").rglob("*") if path.is_file())


def project_of_three(clip: Maker, here: Path) -> None:
    """Three clips of two people in two formats, subtitled, branded and looked at."""
    Path("kit").mkdir()
    Path("kit/kit.yaml").write_text(KIT)
    Path("egv.yaml").write_text(PROJECT)
    for number, (name, who) in enumerate(WHO.items()):
        picture = ("-f", "lavfi", "-i", f"testsrc2=s=160x90:r=25:d=1.{number}")
        source = clip(f"{name}.mov", *picture, "-f", "lavfi", "-i", f"sine=d=1.{number}", *FAST)
        raw = here / "raw"
        raw.mkdir(exist_ok=True)
        source = source.rename(raw / source.name)
        source.with_suffix(".egv.yaml").write_text(
            f"people: [{{name: {who}, until: 2020-01-01}}]\nvars: {{name: {who}}}\n"
        )
        source.with_suffix(".srt").write_text(f"1\n00:00:00,100 --> 00:00:00,900\nI am {who}\n")
    formats = ("--format", "wide", "--format", "block", "--space", "hr")
    ran = egv(
        "normalise", "subtitle", "lower-third", "brand", "raw/", *formats, "--quality", "draft"
    )
    assert ran.code == 0, ran.err
    assert "consent: Li Wen's consent ended on 2020-01-01" in ran.out
    assert "Li Wen" not in Path(".egv/ledger.jsonl").read_text()
    assert egv("preview", "raw/one.mov", "--format", "wide").code == 0
    write_crash_log(ValueError("raw/three.mov of Jan Peeters"))


def test_of_a_person_who_is_purged_nothing_is_left(clip: Maker, here: Path) -> None:
    project_of_three(clip, here)
    places, hr = (here, cache.find_cache_folder()), Ledger(here)
    before, listed = holding(*places), outputs(here)
    seconds = sum(each.seconds for each in group_videos(hr.made, hr.purged))
    content = cache.compute_digest(Path("raw/one.mov"))
    assert "jan peeters" in before
    assert content in before
    assert len(listed) == 3 * 2 * 3 + 2
    dry = egv("purge", "--person", "JAN PEETERS", "--sources")
    assert dry.code == 0
    assert outputs(here) == listed

    done = egv("purge", "--person", "JAN PEETERS", "--sources", "--yes")
    assert done.code == 0, done.err
    for text in ("raw/one.srt", "raw/three.srt"):  # told, and theirs to remove
        assert text in done.out
        Path(text).unlink()
    after = holding(*places)
    for word in ("jan peeters", "jan  peeters", content, "one.mov", "three.mov", "one.wide"):
        assert word not in after, word
    assert outputs(here) == sorted(f"two.{each}" for each in TWO)
    assert "li wen" in after
    cards = (cache.find_cache_folder() / "cards").iterdir()
    assert len([*cards]) == 2  # they show a name, which no text says
    ledger = Ledger(here)
    videos = group_videos(ledger.made, ledger.purged)
    assert [each.space for each in videos] == ["hr"] * 3
    assert sum(each.seconds for each in videos) == pytest.approx(seconds, abs=0.2)
    words = ("normalise", "subtitle", "lower-third", "brand", "raw/", "--space", "hr", "--json")
    kept = egv(*words, "--format", "wide", "--format", "block", "--quality", "draft").json
    assert [each["status"] for each in kept["outputs"]] == ["kept", "kept"]
