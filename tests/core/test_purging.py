"""Which lines and files a purge takes, and that it takes no other."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from egv.core.figures import failures_in, videos_of
from egv.core.purging import Due, FileKind, aged, counts_of, featuring, line_id, purge_of
from egv.core.records import About, Failed, Known, Made, Previewed

OCTOBER = datetime(2026, 10, 5, 12, tzinfo=UTC)


def made(output: str, *clips: str, **about: object) -> Made:
    says = {"at": OCTOBER, "sources": {f"raw/{clip}": f"#{clip}" for clip in clips}, **about}
    return Made(
        output=output,
        key="k",
        content=f"{output} of {'+'.join(clips)}",
        result={"duration": 60.0, "seconds": 5.0, "plan": "p"},
        sidecars={f"{output}.srt": f"srt of {'+'.join(clips)}"},
        about=About.model_validate(says),
    )


def names(lines: list[Known], due: Due) -> set[str]:
    return {each.name for each in purge_of(lines, due).files}


def test_all_formats_and_sidecars_of_a_clip_go_and_nothing_of_another() -> None:
    lines: list[Known] = [made("a.1.mp4", "a"), made("a.2.mp4", "a"), made("b.mp4", "b")]

    assert names(lines, Due({"#a": "old"})) == {
        "a.1.mp4",
        "a.1.mp4.srt",
        "a.2.mp4",
        "a.2.mp4.srt",
    }


def test_a_name_that_another_clip_was_given_since_stays() -> None:
    again: list[Known] = [made("a.mp4", "a"), made("a.mp4", "b")]

    assert names(again, Due({"#a": "old"})) == set()
    assert names(again, Due({"#b": "old"})) == {"a.mp4", "a.mp4.srt"}


def test_a_clip_is_old_when_all_that_was_made_of_it_is() -> None:
    lines: list[Known] = [made("a.mp4", "a"), made("ab.mp4", "a", "b"), made("b.mp4", "b")]
    lines.append(Failed(failed="c", kind="input", about=About(at=OCTOBER)))
    young = line_id(lines[2])
    due = aged(lines, lambda line: "" if line_id(line) == young else "old")

    assert due.clips == {"#a": "old"}
    assert due.lines == {line_id(lines[3]): "old"}
    assert names(lines, due) == {"a.mp4", "a.mp4.srt", "ab.mp4", "ab.mp4.srt"}


def test_of_a_video_of_several_clips_only_the_video_is_somebodys() -> None:
    both = made("ab.mp4", "a", "b", people=("jan", "li"))
    lines: list[Known] = [
        both,
        made("b.mp4", "b", people=("li",)),
        made("a.mp4", "a", makers=("jan",)),
    ]

    due = featuring(lines, "jan", "Jan")
    assert (due.clips, due.lines) == ({"#a": "Jan"}, {line_id(both): "Jan"})
    assert "b.mp4" not in names(lines, due)
    assert featuring(lines, "mo", "Mo") == Due()


def test_a_part_of_the_project_loses_nothing_to_another() -> None:
    lines: list[Known] = [made("a.mp4", "a", space="hr"), made("b.mp4", "a", space="it")]
    purge = purge_of(lines, Due({"#a": "old"}), lambda line: line.about.space == "hr")

    assert {each.name for each in purge.files} == {"a.mp4", "a.mp4.srt"}
    assert "#a" in purge.kept_contents


def test_kinds_are_told_apart() -> None:
    look = Previewed(previewed="raw/a", files={"p.png": "#"}, about=About(sources={"raw/a": "#a"}))
    lines: list[Known] = [made("a.mp4", "a"), made("a.draft.mp4", "a", draft=True), look]
    kinds = {each.name: each.kind for each in purge_of(lines, Due({"#a": "old"})).files}

    assert kinds["a.mp4"] is FileKind.VIDEO
    assert kinds["a.draft.mp4"] is FileKind.DRAFT
    assert kinds["a.mp4.srt"] is FileKind.SUBTITLES
    assert kinds["p.png"] is FileKind.PREVIEW


def test_figures_stay_but_for_who_made_it() -> None:
    lost = About(at=OCTOBER, space="hr", recipe="welcome", sources={"raw/a": "#a"})
    lines: list[Known] = [
        made("a.1.mp4", "a", space="hr", recipe="welcome", makers=("jan",)),
        made("a.2.mp4", "a", space="hr", recipe="welcome", makers=("jan",)),
        made("b.mp4", "b", space="hr", recipe="welcome", makers=("li",)),
        Failed(failed="raw/a", kind="input", about=lost),
    ]
    before = videos_of(each for each in lines if isinstance(each, Made))
    [count] = counts_of(purge := purge_of(lines, Due({"#a": "old"})))
    after = videos_of((each for each in purge.staying if isinstance(each, Made)), [count])

    assert "jan" not in count.model_dump_json()
    assert "raw" not in count.model_dump_json()
    for total in ("seconds", "processing_s"):
        assert sum(getattr(each, total) for each in before) == sum(getattr(e, total) for e in after)
    assert sorted((v.space, v.recipe, f"{v.made_on:%Y-%m}") for v in before) == sorted(
        (v.space, v.recipe, f"{v.made_on:%Y-%m}") for v in after
    )
    assert [(each.kind, each.about.space) for each in failures_in([count])] == [("input", "hr")]


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
    lines: list[Made], clips: set[str], only_hr: bool
) -> None:
    due = Due({f"#{clip}": "old" for clip in clips})
    purge = purge_of(lines, due, lambda line: not only_hr or line.about.space == "hr")

    for each in purge.files:
        assert set(each.line.about.sources.values()) & due.clips.keys()
        assert each.name in each.line.files
        last = [line for line in lines if each.name in line.files][-1]
        assert last == each.line
        assert not only_hr or each.line.about.space == "hr"
    assert len(purge.lines) <= len(lines)
    ids = {line_id(line) for line in purge.lines}
    assert all(line_id(line) not in ids for line in purge.staying)
