"""Which lines and files a purge takes, and that it takes no other."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from egv.app.records.ledger_lines import (
    ClipRecord,
    FailureRecord,
    OutputRecord,
    PreviewRecord,
    Provenance,
)
from egv.workflow.purge.rules import (
    DueItems,
    PurgedFileKind,
    compute_line_id,
    count_purge,
    select_old_clips,
    select_person_clips,
    select_purge,
)
from egv.workflow.report.figures import expand_failures, group_videos

OCTOBER = datetime(2026, 10, 5, 12, tzinfo=UTC)


def made(output: str, *clips: str, **about: object) -> OutputRecord:
    says = {"at": OCTOBER, "sources": {f"raw/{clip}": f"#{clip}" for clip in clips}, **about}
    return OutputRecord(
        output=output,
        key="k",
        content=f"{output} of {'+'.join(clips)}",
        result={"duration": 60.0, "seconds": 5.0, "plan": "p"},
        sidecars={f"{output}.srt": f"srt of {'+'.join(clips)}"},
        about=Provenance.model_validate(says),
    )


def names(lines: list[ClipRecord], due: DueItems) -> set[str]:
    return {each.name for each in select_purge(lines, due).files}


def test_all_formats_and_sidecars_of_a_clip_go_and_nothing_of_another() -> None:
    lines: list[ClipRecord] = [made("a.1.mp4", "a"), made("a.2.mp4", "a"), made("b.mp4", "b")]

    assert names(lines, DueItems({"#a": "old"})) == {
        "a.1.mp4",
        "a.1.mp4.srt",
        "a.2.mp4",
        "a.2.mp4.srt",
    }


def test_a_name_that_another_clip_was_given_since_stays() -> None:
    again: list[ClipRecord] = [made("a.mp4", "a"), made("a.mp4", "b")]

    assert names(again, DueItems({"#a": "old"})) == set()
    assert names(again, DueItems({"#b": "old"})) == {"a.mp4", "a.mp4.srt"}


def test_a_clip_is_old_when_all_that_was_made_of_it_is() -> None:
    lines: list[ClipRecord] = [made("a.mp4", "a"), made("ab.mp4", "a", "b"), made("b.mp4", "b")]
    lines.append(FailureRecord(failed="c", kind="input", about=Provenance(at=OCTOBER)))
    young = compute_line_id(lines[2])
    due = select_old_clips(lines, lambda line: "" if compute_line_id(line) == young else "old")

    assert due.clips == {"#a": "old"}
    assert due.lines == {compute_line_id(lines[3]): "old"}
    assert names(lines, due) == {"a.mp4", "a.mp4.srt", "ab.mp4", "ab.mp4.srt"}


def test_of_a_video_of_several_clips_only_the_video_is_somebodys() -> None:
    both = made("ab.mp4", "a", "b", people=("jan", "li"))
    lines: list[ClipRecord] = [
        both,
        made("b.mp4", "b", people=("li",)),
        made("a.mp4", "a", makers=("jan",)),
    ]

    due = select_person_clips(lines, "jan", "Jan")
    assert (due.clips, due.lines) == ({"#a": "Jan"}, {compute_line_id(both): "Jan"})
    assert "b.mp4" not in names(lines, due)
    assert select_person_clips(lines, "mo", "Mo") == DueItems()


def test_a_part_of_the_project_loses_nothing_to_another() -> None:
    lines: list[ClipRecord] = [made("a.mp4", "a", space="hr"), made("b.mp4", "a", space="it")]
    purge = select_purge(lines, DueItems({"#a": "old"}), lambda line: line.about.space == "hr")

    assert {each.name for each in purge.files} == {"a.mp4", "a.mp4.srt"}
    assert "#a" in purge.kept_contents


def test_kinds_are_told_apart() -> None:
    look = PreviewRecord(
        previewed="raw/a", files={"p.png": "#"}, about=Provenance(sources={"raw/a": "#a"})
    )
    lines: list[ClipRecord] = [made("a.mp4", "a"), made("a.draft.mp4", "a", draft=True), look]
    kinds = {each.name: each.kind for each in select_purge(lines, DueItems({"#a": "old"})).files}

    assert kinds["a.mp4"] is PurgedFileKind.VIDEO
    assert kinds["a.draft.mp4"] is PurgedFileKind.DRAFT
    assert kinds["a.mp4.srt"] is PurgedFileKind.SUBTITLES
    assert kinds["p.png"] is PurgedFileKind.PREVIEW


def test_figures_stay_but_for_who_made_it() -> None:
    lost = Provenance(at=OCTOBER, space="hr", recipe="welcome", sources={"raw/a": "#a"})
    lines: list[ClipRecord] = [
        made("a.1.mp4", "a", space="hr", recipe="welcome", makers=("jan",)),
        made("a.2.mp4", "a", space="hr", recipe="welcome", makers=("jan",)),
        made("b.mp4", "b", space="hr", recipe="welcome", makers=("li",)),
        FailureRecord(failed="raw/a", kind="input", about=lost),
    ]
    before = group_videos(each for each in lines if isinstance(each, OutputRecord))
    [count] = count_purge(purge := select_purge(lines, DueItems({"#a": "old"})))
    after = group_videos(
        (each for each in purge.staying if isinstance(each, OutputRecord)), [count]
    )

    assert "jan" not in count.model_dump_json()
    assert "raw" not in count.model_dump_json()
    for total in ("seconds", "processing_s"):
        assert sum(getattr(each, total) for each in before) == sum(getattr(e, total) for e in after)
    assert sorted((v.space, v.recipe, f"{v.made_on:%Y-%m}") for v in before) == sorted(
        (v.space, v.recipe, f"{v.made_on:%Y-%m}") for v in after
    )
    assert [(each.kind, each.about.space) for each in expand_failures([count])] == [("input", "hr")]


CLIPS = st.sampled_from("abcd")
LINES = st.lists(
    st.builds(
        lambda output, clips, space: made(output, *clips, space=space),
        st.sampled_from(["1.mp4", "2.mp4", "3.mp4"]),
        st.sets(CLIPS, max_size=3).map(sorted),
        st.sampled_from(["", "hr"]),
    ),
    max_size=8,
)


@given(LINES, st.sets(CLIPS), st.booleans())
def test_no_file_is_listed_that_no_purged_clip_is_in(
    lines: list[OutputRecord], clips: set[str], only_hr: bool
) -> None:
    due = DueItems({f"#{clip}": "old" for clip in clips})
    purge = select_purge(lines, due, lambda line: not only_hr or line.about.space == "hr")

    for each in purge.files:
        assert set(each.line.about.sources.values()) & due.clips.keys()
        assert each.name in each.line.files
        last = [line for line in lines if each.name in line.files][-1]
        assert last == each.line
        assert not only_hr or each.line.about.space == "hr"
    assert len(purge.gone_lines) <= len(lines)
    ids = {compute_line_id(line) for line in purge.gone_lines}
    assert all(compute_line_id(line) not in ids for line in purge.staying)
