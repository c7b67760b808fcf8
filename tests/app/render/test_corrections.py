"""Which text a run takes where somebody wrote in a subtitle file: told by the ledger alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from egv.app.plan.order import NamedStep, Order
from egv.app.plan.outputs import Job, Target
from egv.app.plan.plan import Plan, plan_run
from egv.app.records.ledger import FinishedOutput, Ledger
from egv.app.records.ledger_lines import OutputRecord, Provenance, SubtitleRecord
from egv.app.records.results import OutputResult, Status
from egv.app.render.corrections import apply_corrections, find_corrected_files
from egv.app.render.fingerprint import compute_fingerprint, compute_given_fingerprint
from egv.app.render.finished_texts import store_clock
from egv.core.cues.srt_vtt import format_srt, format_transcript, format_vtt
from egv.core.errors import ConflictError, UsageError
from egv.core.media.clip import Cue
from egv.core.media.timing import Seconds, Span
from egv.core.programme.finished_clock import FinishedClock, SourcePiece, list_cue_edges
from egv.steps.brand import Brand
from egv.steps.subtitle import Subtitle
from egv.tools.library.subtitle_files import hash_cues
from egv.tools.store.cache import hash_content

RESULT = OutputResult(input="a.mov", status=Status.RENDERED)
CUES = tuple(
    Cue(Span(Seconds(f"{2 * n + 3}.{n}6"), Seconds(f"{2 * n + 4}.{n}8")), f"Number {n}.")
    for n in range(5)
)
SRT, VTT, TXT = (Path("out") / f"a.nl.{kind}" for kind in ("srt", "vtt", "txt"))
JOB = Job(Path("a.mov"), (Target("source", Path("out/a.mp4")),))


@pytest.fixture(autouse=True)
def _in_a_folder(here: Path) -> None:
    for name in ("a.mov", "b.mov", "a.mp4"):
        (here / name).write_bytes(name.encode())
    (here / "out").mkdir()


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(Path("out"))


def plan(**options: object) -> Plan:
    steps = (NamedStep(Subtitle, {"language": ("nl",), **options}), NamedStep(Brand, {}))
    return plan_run(Order(("a.mov",), steps))


def clock(start: int = 0, offset: str = "1.84") -> FinishedClock:
    piece = SourcePiece(0, Seconds(start), Seconds(30))
    return FinishedClock((hash_content(Path("a.mov")),), Seconds(offset), (piece,))


def finish(
    ledger: Ledger,
    cues: Sequence[Cue] = CUES,
    *,
    known: bool = True,
    read: Plan | None = None,
    on: FinishedClock | None = None,
) -> OutputRecord:
    """Write what a run leaves: the files of `cues`, and the line of them."""
    texts = {SRT: format_srt(cues), VTT: format_vtt(cues), TXT: format_transcript(cues)}
    for path, text in texts.items():
        path.write_text(text, newline="\n")
    said = SubtitleRecord(
        clock=on or clock(),
        edges=list_cue_edges(cues),
        says=hash_cues(cues),
        given=compute_given_fingerprint(JOB, read or plan()),
    )
    about = Provenance(sources={"../a.mov": hash_content(Path("a.mov"))})
    Path("out/a.mp4").write_bytes(b"a.mp4")
    mine = said if known else None
    return ledger.add_output(
        FinishedOutput(Path("out/a.mp4"), Path("a.mp4"), "k", RESULT, texts, about, mine)
    )


def edit(path: Path, old: str = "Number", new: str = "Nummer") -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1), newline="\n")


def test_nothing_is_taken_up_where_nobody_wrote(ledger: Ledger) -> None:
    finish(ledger)
    for path, text in {
        SRT: format_srt(CUES),
        VTT: format_vtt(CUES),
        TXT: format_transcript(CUES),
    }.items():
        path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    VTT.write_text(format_vtt(CUES).replace("Number 1", "<i>Number</i> 1"))

    assert find_corrected_files([JOB], plan(), ledger) == ()
    assert apply_corrections(JOB, plan(), ledger) == (JOB, plan())


def test_a_correction_goes_along_when_formats_are_added_and_the_names_change(
    ledger: Ledger,
) -> None:
    finish(ledger)
    edit(SRT)
    names = {"square": "a.square.mp4", "portrait": "a.portrait.mp4"}
    targets = tuple(Target(word, Path("out") / name) for word, name in names.items())
    other = (Target("source", Path("out/another.mp4")),)

    assert find_corrected_files([replace(JOB, targets=targets)], plan(), ledger) == (SRT,)
    assert find_corrected_files([replace(JOB, targets=other)], plan(), ledger) == ()


@pytest.mark.parametrize("path", [SRT, VTT, TXT], ids=lambda path: path.suffix)
def test_a_file_that_somebody_wrote_in_is_the_text(ledger: Ledger, path: Path) -> None:
    finish(ledger)
    before = compute_fingerprint(JOB, plan(), "source")
    edit(path)
    _, read = apply_corrections(JOB, plan(), ledger)
    [step, _] = read.steps

    assert find_corrected_files([JOB], plan(), ledger) == (path,)
    assert step.list_input_files() == (path,)
    assert read.plan_hash == plan().plan_hash
    assert compute_fingerprint(JOB, read, "source") != before
    assert read.corrected_text
    assert read.corrected_text.clock == clock()


def test_files_that_say_different_things_are_told_and_equal_ones_are_one(ledger: Ledger) -> None:
    finish(ledger)
    edit(SRT)
    edit(VTT)
    _, read = apply_corrections(JOB, plan(), ledger)
    edit(VTT, "Nummer", "Getal")

    assert read.corrected_text
    assert read.corrected_text.path == SRT
    with pytest.raises(ConflictError, match=r"a\.nl\.vtt were corrected differently"):
        apply_corrections(JOB, plan(), ledger)


def test_times_that_differ_between_two_files_are_told(ledger: Ledger) -> None:
    finish(ledger)
    edit(SRT)
    edit(VTT)
    edit(VTT, "00:00:03.060", "00:00:03.360")

    with pytest.raises(ConflictError, match="corrected differently"):
        apply_corrections(JOB, plan(), ledger)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "a.nl.srt: this file has no subtitles"),
        ("1\n0:01 -> 2\nHi\n\n2\n1 --> 2\nHi", r"srt:6: '1"),
    ],
)
def test_a_file_that_is_broken_stops_the_clip_and_is_left(
    ledger: Ledger, text: str, fault: str
) -> None:
    finish(ledger)
    SRT.write_text(text)

    with pytest.raises(UsageError, match=fault):
        apply_corrections(JOB, plan(), ledger)
    assert SRT.read_text() == text


def test_a_file_of_an_older_egv_is_told_and_kept_for_the_asking(ledger: Ledger) -> None:
    finish(ledger, known=False)
    assert apply_corrections(JOB, plan(), ledger)[1].corrected_text is None
    edit(SRT)

    with pytest.raises(ConflictError, match="did not record its cuts"):
        apply_corrections(JOB, plan(), ledger)
    assert apply_corrections(JOB, plan(), ledger, overwrite=True)[1].corrected_text is None


def test_a_text_that_the_line_names_anew_is_a_second_one(ledger: Ledger) -> None:
    Path("said.txt").write_text("Number 0.")
    spoken = plan(script=Path("said.txt"))
    finish(ledger, read=spoken)
    edit(SRT)
    _, read = apply_corrections(JOB, spoken, ledger)
    Path("said.txt").write_text("Something else.")

    assert read.corrected_text
    assert read.corrected_text.path == SRT
    with pytest.raises(ConflictError, match=r"but said\.txt has a different text"):
        apply_corrections(JOB, spoken, ledger)
    assert apply_corrections(JOB, spoken, ledger, overwrite=True)[1].corrected_text is None


def test_what_was_corrected_once_stays_the_text_until_its_file_is_gone(ledger: Ledger) -> None:
    line = finish(ledger)
    edit(SRT)
    _, first = apply_corrections(JOB, plan(), ledger)
    assert first.corrected_text
    assert line.subtitles
    said = line.subtitles.model_copy(
        update={
            "text": "a.nl.srt",
            "content": first.corrected_text.content,
            "text_clock": first.corrected_text.clock,
            "corrected": {"a.nl.srt": hash_content(SRT)},
            "says": "of other times",
            "clock": clock(2, "0"),
        }
    )
    sidecars = {VTT: VTT.read_text(), TXT: TXT.read_text()}
    ledger.add_output(
        FinishedOutput(Path("out/a.mp4"), Path("a.mp4"), "k2", RESULT, sidecars, line.about, said)
    )
    SRT.write_bytes(SRT.read_bytes().replace(b"\n", b"\r\n"))
    _, again = apply_corrections(JOB, plan(), ledger)

    assert find_corrected_files([JOB], plan(), ledger) == ()
    assert compute_fingerprint(JOB, again, "source") == compute_fingerprint(JOB, first, "source")
    assert apply_corrections(JOB, plan(language=("en",)), ledger)[1].corrected_text is None
    SRT.write_text(format_srt(CUES))
    assert find_corrected_files([JOB], plan(), ledger) == (SRT,)  # taken back by hand
    SRT.unlink()
    job, gone = apply_corrections(JOB, plan(), ledger)
    assert gone.corrected_text is None
    assert "a.nl.srt was deleted, so its text is made again" in job.notes[0]


def test_a_run_that_was_killed_before_its_files_leaves_nothing_corrected(ledger: Ledger) -> None:
    finish(ledger)
    before = {path: path.read_bytes() for path in (SRT, VTT, TXT)}
    line = finish(ledger, on=clock(5))
    shifted = {path: f"{path.read_text()} " for path in before}
    assert line.subtitles
    said = line.subtitles.model_copy(update={"says": "of other times"})
    Path("a.mp4").write_bytes(b"another")
    ledger.add_output(
        FinishedOutput(Path("out/a.mp4"), Path("a.mp4"), "k2", RESULT, shifted, line.about, said)
    )

    assert find_corrected_files([JOB], plan(), ledger) == ()


def test_of_another_clip_or_without_subtitles_a_correction_is_told(ledger: Ledger) -> None:
    finish(ledger)
    edit(SRT)
    other = replace(JOB, clip=Path("b.mov"))
    job, read = apply_corrections(other, plan(), ledger)
    bare = plan_run(Order(("a.mov",), (NamedStep(Brand, {}),)))

    assert read.corrected_text is None
    assert "for another clip" in job.notes[0]
    assert find_corrected_files([JOB], bare, ledger) == ()
    english = apply_corrections(JOB, plan(language=("en",)), ledger)
    assert english[1].corrected_text is None
    assert "this run makes no subtitles in its language" in english[0].notes[0]
    Path(f"{VTT}.txt").write_text("as Notepad saves it")
    noted, _ = apply_corrections(JOB, bare, ledger)
    assert (
        "out/a.nl.vtt.txt is not used; if you corrected it, rename it to a.nl.vtt" in noted.notes[0]
    )
    assert "is kept, but this run makes no subtitles" in noted.notes[1]


@pytest.mark.parametrize("place", ["out/a.nl.srt", "x.srt", "far/y.vtt", "a.srt", "out/a.nl.vtt"])
@pytest.mark.parametrize("ledgers", ["own", "cache"])
def test_a_copy_is_known_by_its_times(ledger: Ledger, place: str, ledgers: str) -> None:
    line = finish(ledger)
    store_clock(line)
    copy = Path(place)
    copy.parent.mkdir(exist_ok=True)
    copy.write_text(
        (format_vtt if copy.suffix == ".vtt" else format_srt)(CUES[1:]).replace("Number", "Nr")
    )
    named = plan() if place == "a.srt" else plan(source=copy)
    there = ledger if ledgers == "own" else Ledger(Path("far/out"))
    _, read = apply_corrections(JOB, named, there)

    assert read.corrected_text
    assert read.corrected_text.clock == clock()


def test_a_file_on_the_clock_of_the_clip_stays_on_it(ledger: Ledger) -> None:
    own = [cue.shift(Seconds("-1.84")) for cue in CUES]
    Path("own.srt").write_text(format_srt(own))
    named = plan(source=Path("own.srt"))
    store_clock(finish(ledger, read=named))
    assert apply_corrections(JOB, named, ledger) == (JOB, named)
    edit(Path("own.srt"))
    SRT.unlink()
    assert apply_corrections(JOB, named, ledger) == (JOB, named)

    finish(ledger, on=clock(0, "0"))
    _, read = apply_corrections(JOB, plan(source=SRT), ledger)
    assert read.corrected_text  # a file of the video itself is its text from now on
    assert read.corrected_text.clock == clock(0, "0")

    mixed = format_srt((*own[:3], *(cue.shift(Seconds(9)) for cue in CUES[3:]), CUES[0], CUES[1]))
    Path("own.srt").write_text(mixed)
    assert apply_corrections(JOB, named, ledger)[1].corrected_text is None


def test_a_file_of_which_egv_cannot_tell_the_clock_is_told(ledger: Ledger) -> None:
    store_clock(finish(ledger))
    others = [cue.shift(Seconds("40.7") + 3 * n) for n, cue in enumerate(CUES)]
    Path("x.srt").write_text(format_srt((CUES[0], CUES[1], *others)))
    job, read = apply_corrections(JOB, plan(source=Path("x.srt")), ledger)

    assert read.corrected_text is None
    assert "has some of the times of a.mp4, but not enough" in job.notes[0]


def test_even_steps_as_long_as_the_intro_are_not_mistaken_for_its_clock(ledger: Ledger) -> None:
    own = [Cue(Span(Seconds(2 * n), Seconds(2 * n + 1)), f"Number {n}.") for n in range(6)]
    finish(ledger, [cue.shift(Seconds(2)) for cue in own], on=clock(0, "2"))
    Path("own.srt").write_text(format_srt(own).replace("Number", "Nr"))
    named = plan(source=Path("own.srt"))

    assert apply_corrections(JOB, named, ledger) == (JOB, named)
