"""Files as a run leaves them, and what a purge takes of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from egv.app.records.ledger import FinishedOutput, Ledger
from egv.app.records.ledger_lines import Provenance
from egv.app.records.results import OutputResult, Status
from egv.tools.store import cache
from egv.tools.store.pseudonyms import compute_pseudonym
from tests.running import egv

NOW = datetime.now(UTC)
PROJECT = """\
schema: egv/project@1
privacy: {retention_days: 700}
spaces: {hr: {retention_days: 30}, it: {}}
"""


def made(
    output: str, *clips: str, days_ago: int = 0, people: Iterable[str] = (), space: str = ""
) -> None:
    """Files as a run leaves them: clips, a video with subtitles, its line, what was measured."""
    ledger = Ledger(Path())
    for clip in clips:
        Path(clip).parent.mkdir(exist_ok=True)
        Path(clip).write_bytes(clip.encode())
    contents = {clip: cache.hash_content(Path(clip)) for clip in clips}
    path, part = Path(output), Path("part")
    path.parent.mkdir(exist_ok=True)
    part.write_bytes(f"video of {clips}".encode())
    about = Provenance(
        at=NOW - timedelta(days=days_ago),
        space=space,
        recipe="welcome",
        sources=contents,
        people=tuple(map(compute_pseudonym, people)),
    )
    result = OutputResult(
        input=clips[0], status=Status.RENDERED, duration=60.0, size_bytes=part.stat().st_size
    )
    said = f"what {clips} say"
    subtitles = path.with_suffix(".en.srt")
    ledger.add_output(FinishedOutput(path, part, "key", result, {subtitles: said}, about))
    ledger.close()
    part.rename(path)
    subtitles.write_text(said)
    cache.recall_or_answer("words", output, lambda: said, contents.values())


def tree() -> list[str]:
    return sorted(
        path.as_posix()
        for path in Path().rglob("*")
        if path.is_file() and ".egv" not in path.parts and path.name != "egv.yaml"
    )


def purged(*words: str, code: int = 0) -> list[str]:
    """The paths that go, of a purge that is carried out."""
    ran = egv("purge", *words, "--yes", "--json")
    assert ran.code == code, ran.out + ran.err
    files = [file for clip in ran.json["clips"] for file in clip["files"]]
    return sorted(file["path"] for file in files if file["state"] == "removed")


def lines() -> str:
    return Path(".egv/ledger.jsonl").read_text()
