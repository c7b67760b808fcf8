"""Twenty slips of the finger, and what egv makes of each: the right word, and a line that works."""

from __future__ import annotations

from pathlib import Path

import pytest

from egv.cli.grammar.options import list_options
from egv.cli.grammar.run_options import list_line_options
from egv.cli.grammar.tokens import UnknownOption, index_steps, iter_tokens
from egv.cli.request import parse_request
from egv.core.errors import UsageError
from egv.steps import STEPS
from tests.running import egv

WORDS = [
    ("trim nomalise a.mp4", "step 'normalise'", "egv trim normalise a.mp4"),
    ("trim normalis a.mp4", "step 'normalise'", "egv trim normalise a.mp4"),
    ("trim Normalise a.mp4", "step 'normalise'", "egv trim normalise a.mp4"),
    ("trim normilize a.mp4", "step 'normalise'", "egv trim normalise a.mp4"),
    ("trim colorcorrect a.mp4", "step 'colour-correct'", "egv trim colour-correct a.mp4"),
    ("trim colour_correct a.mp4", "step 'colour-correct'", "egv trim colour-correct a.mp4"),
    ("normalise trimm a.mp4", "step 'trim'", "egv normalise trim a.mp4"),
    ("run then trm a.mp4", "step 'trim'", "egv run then trim a.mp4"),
    ("run --skip tirm a.mp4", "step 'trim'", "egv run --skip trim a.mp4"),
    ("tirm a.mp4", "did you mean 'trim'", "egv trim a.mp4"),
    ("RUN a.mp4", "did you mean 'run'", "egv run a.mp4"),
    ("docter", "did you mean 'doctor'", "egv doctor"),
]
OPTIONS = [
    ("trim --strat 2 a.mp4", "--start of the step 'trim'", "egv trim --help"),
    ("trim --silense all a.mp4", "--silence of the step 'trim'", "egv trim --help"),
    ("trim normalise --lusf -16 a.mp4", "--lufs of the step 'normalise'", "egv normalise --help"),
    ("trim --dryrun a.mp4", "--dry-run of the run", "egv trim --help"),
    ("trim a.mp4 --ouput x", "--output of the run", "egv trim --help"),
    ("--jsno trim a.mp4", "--json of the run", "egv run --help"),
    ("trim --denoize light a.mp4", "--denoise of the step 'normalise'", "egv trim --help"),
    (
        "trim --lufs -16 a.mp4",
        "this option belongs to the step 'normalise', not to 'trim'",
        "normalise",
    ),
    (
        "--lufs -16 normalise a.mp4",
        "this option belongs to the step 'normalise'; write it after",
        "normal",
    ),
    (
        "run a.mp4 --silence all",
        "this option belongs to the step 'trim'; write it after",
        "egv trim --help",
    ),
    ("trim -json a.mp4", "write --json", "egv --help"),
]


@pytest.mark.parametrize(("line", "meant", "hint"), [*WORDS, *OPTIONS])
def test_a_typo_is_answered_with_what_was_meant(line: str, meant: str, hint: str) -> None:
    with pytest.raises(UsageError) as refusal:
        parse_request(line.split())

    assert meant in str(refusal.value)
    assert hint in refusal.value.hint


def test_a_misspelt_step_is_explained_in_these_words() -> None:
    with pytest.raises(UsageError) as refusal:
        parse_request(["trim", "nomalise", "a.mp4"])

    assert str(refusal.value) == (
        "'nomalise' is neither a file nor a step; did you mean the step 'normalise'?"
    )


def test_a_word_with_a_nul_is_a_wrong_word() -> None:
    ran = egv("trim", "a.mp4", "-o", "b\0.mp4")

    assert ran.code == 2
    assert "a word on the line holds a NUL character" in ran.err


SLIPS_OF_OPTIONS = (  # the threshold was chosen on these
    "strat=start silense=silence lusf=lufs dryrun=dry-run ouput=output jsno=json denoize=denoise"
    " formt=format fromat=format recipie=recipe overwite=overwrite quallity=quality verfy=verify"
    " languge=language skipp=skip job=jobs pratice=practice recurse=recursive failfast=fail-fast"
    " titel=title nmae=name roel=role logoo=logo satuation=saturation temprature=temperature"
    " contrst=contrast forse=force max-pauze=max-pause licens=licence ned=end"
    " fadein=fade-in kti=kit"
)
SLIPS_OF_STEPS = (
    "nomalise=normalise normalis=normalise normilize=normalize colorcorrect=color-correct"
    " colour_correct=colour-correct trimm=trim trm=trim tirm=trim subtitel=subtitle"
    " subtiltes=subtitles brnad=brand musci=music refraem=reframe lowerthird=lower-third"
    " voiceover=voice-over"
)
NO_SLIPS_OF_OPTIONS = (
    "crf preset threads resolution bitrate codec fps margin target-level vf af ss to map an vn pass"
    " tune gop level pix-fmt hwaccel watermark stabilize zoom speed volume transition background"
    " bananas upload account font colour resize crop rotate mute concat silent-speed video-speed"
    " silent-threshold cut-out frame-margin dual-mono true-peak sample-rate extension keep-temp"
    " batch gpu cloud"
)
NEW_SLIPS_OF_OPTIONS = (  # and these were never looked at before
    "outptu=output spcae=space reciepe=recipe formatt=format overwirte=overwrite silnce=silence"
    " saturatoin=saturation exposrue=exposure rpeort=report verbos=verbose"
    " requrie-speech=require-speech peak-dpbt=peak-dbtp fade_out=fade-out maxpause=max-pause"
    " focsu=focus scirpt=script"
)
NEW_SLIPS_OF_STEPS = (
    "normallise=normalise colour-corect=colour-correct subtitels=subtitles musik=music"
    " lower-thrid=lower-third refram=reframe vocie-over=voice-over bran=brand"
)
NEW_NO_SLIPS = (
    "grain vignette letterbox slowmo keyframe dither mirror flip cookies browser"
    " pitch reverb loglevels"
    " sharpen blur fade chroma-key stitch loudnorm template region zone bucket dpi monitor webhook"
    " timecode burnin-style intensity shake"
)


def read_pairs(text: str) -> list[tuple[str, str]]:
    """The pairs of a slip and what was meant."""
    return [(slip, meant) for slip, _, meant in (pair.partition("=") for pair in text.split())]


@pytest.mark.parametrize(
    ("slip", "meant"), read_pairs(f"{SLIPS_OF_OPTIONS} {NEW_SLIPS_OF_OPTIONS}")
)
def test_a_slip_of_an_option_is_understood(slip: str, meant: str) -> None:
    with pytest.raises(UsageError) as refusal:
        parse_request(["trim", "a.mp4", f"--{slip}"])

    assert refusal.value.did_you_mean == f"--{meant}"
    assert refusal.value.token == f"--{slip}"


@pytest.mark.parametrize(("slip", "meant"), read_pairs(f"{SLIPS_OF_STEPS} {NEW_SLIPS_OF_STEPS}"))
def test_a_slip_of_a_step_is_understood(slip: str, meant: str) -> None:
    with pytest.raises(UsageError) as refusal:
        parse_request(["run", "a.mp4", slip])

    assert refusal.value.did_you_mean == index_steps()[meant].name


@pytest.mark.parametrize("word", f"{NO_SLIPS_OF_OPTIONS} {NEW_NO_SLIPS}".split())
def test_a_word_that_is_like_no_option_is_given_no_guess(word: str) -> None:
    with pytest.raises(UsageError) as refusal:
        parse_request(["trim", "a.mp4", f"--{word}"])

    assert refusal.value.did_you_mean == ""
    assert "did you mean" not in str(refusal.value)


@pytest.mark.parametrize("word", ["animate", "bogus", "upload", "denoise", "zoom", "speed", "make"])
def test_a_word_that_is_like_no_step_is_given_no_guess(word: str) -> None:
    with pytest.raises(UsageError) as refusal:
        parse_request(["trim", "a.mp4", word])

    assert refusal.value.did_you_mean == ""
    assert "the steps are trim" in str(refusal.value)


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        ("--crf 23", "--quality says draft, good or best"),
        ("-crf 23", "--quality says draft, good or best"),
        ("--preset=slow", "--quality says draft, good or best"),
        ("-b:v 5M", "--quality says draft, good or best"),
        ("-q:v 2", "--quality says draft, good or best"),
        ("--bitrate 5M", "--quality says draft, good or best"),
        ("--threads 4", "-j says how many clips"),
        ("-threads 4", "-j says how many clips"),
        ("--resolution 720p", "--format says another shape"),
        ("--codec h265", "H.264"),
        ("-c:a copy", "H.264"),
        ("-c copy", "H.264"),
        ("-vcodec copy", "H.264"),
        ("--fps 25", "frame rate of the clip"),
        ("--margin 0.2s", "--max-pause"),
        ("--target-level -16", "--lufs"),
        ("-t 10", "--end"),
        ("-ss 5", "--start"),
        ("-to 5", "--end"),
        ("--silent-speed 8", "--silence all"),
        ("--cut-out 1,2", "--cut"),
        ("-vf scale=1:1", "steps instead of filters"),
        ("-i a.mp4", "write the clip without an option"),
        ("-y", "--overwrite"),
        ("--true-peak -1", "--peak-dbtp"),
        ("--transition-name fade", "--join"),
        ("--watermark logo.png", "brand"),
        ("--rotate 90", "upright by itself"),
        ("--gpu", "on the processor"),
    ],
)
def test_an_option_of_another_tool_is_answered_with_what_egv_has(words: str, instead: str) -> None:
    with pytest.raises(UsageError) as refusal:
        parse_request(["trim", *words.split(), "a.mp4"])

    assert "egv has no such option; " in str(refusal.value)
    assert instead in str(refusal.value)
    assert str(refusal.value).count(". ") == 0


def test_no_option_of_egv_is_taken_for_one_of_another_tool() -> None:
    lines = [
        [step.name, word]
        for step in STEPS
        for each in list_options(step)
        for word in each.spellings
    ]
    lines += [["run", word] for each in list_line_options() for word in each.spellings]
    lines += [
        ["run", word] for word in ("-nv", "-vn", "-nq", "-nvoout", "-of", "-rt", "-kt", "-nt")
    ]

    unknown = [
        line for line in lines if any(isinstance(one, UnknownOption) for one in iter_tokens(line))
    ]
    assert unknown == [["run", "-nt"]]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("intervew.mov", "interview.mov"),
        ("interview.mp4", "interview.mov"),
        ("Interview.MOV", "interview.mov"),
        ("IMG_0003.MOV", ""),
        ("holiday.mov", ""),
        ("raw/monady.mov", "raw/monday.mov"),
        ("raww/", "raw"),
    ],
)
def test_a_name_that_is_not_there_is_answered_with_the_one_that_is(word: str, meant: str) -> None:
    for name in ("interview.mov", "IMG_0001.MOV", "raw/monday.mov"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).touch()
    ran = egv("trim", word, "-n", "--json")
    error = ran.json["error"]

    assert ran.code == 2
    assert (error["token"], error["did_you_mean"]) == (word, meant)
    assert error["hint"] == (f"egv trim {meant} -n --json" if meant else "")
    assert ("did you mean" in error["message"]) == bool(meant)


def test_a_folder_written_wrong_without_a_slash_is_found_too() -> None:
    Path("interviews").mkdir()
    ran = egv("run", "intervews", "--json")

    assert ran.json["error"]["did_you_mean"] == "interviews"
    assert ran.json["error"]["hint"] == "egv run interviews --json"


@pytest.mark.parametrize(
    ("line", "token", "meant"),
    [
        ("run a.mp4 -k acmee", "acmee", "acme"),
        ("run a.mp4 -r welcom", "welcom", "welcome"),
        ("run a.mp4 --format tikotk", "tikotk", "tiktok"),
        ("trim -json a.mp4", "-json", "--json"),
    ],
)
def test_the_wrong_word_and_the_meant_one_stand_in_the_document(
    line: str, token: str, meant: str
) -> None:
    error = egv(*line.split(), "--json").json["error"]

    assert (error["token"], error["did_you_mean"]) == (token, meant)
