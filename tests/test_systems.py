"""What works on one system only is done in one place, and that place knows of the others."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.places import ROOT

ROOM = "egv/core/text/path_words.py"  # it may do all of this
SEPARATORS = frozenset(("/", "\\", "./", "../", "\\\\"))
ASKING = frozenset((
    "count", "endswith", "find", "index", "lstrip", "partition", "removeprefix", "removesuffix",
    "replace", "rfind", "rpartition", "rsplit", "rstrip", "split", "startswith", "strip",
))  # fmt: skip
# Each fault, and the modules that may show it, with the reason.
RELATIVE = {
    "egv/app/authoring/new_kit.py": "of a file that was just seen to lie in the folder",
    "egv/app/plan/inputs.py": "of a file that was found in the folder",
    "egv/app/plan/settings.py": "of a clip that was just seen to lie in the project",
    "egv/tools/store/cache.py": "of an entry of the cache, from the cache's folder",
    "egv/workflow/purge/traces.py": "of an entry of the cache, from the cache's folder",
    "egv/workflow/watch/watch.py": "of a file that was found in the folder",
}
SLASHES = {
    "egv/core/cues/alignment.py": "parts a table of words",
    "egv/core/cues/speech_models.py": "the name of a repository, which is no path",
    "egv/core/text/shell_quoting.py": "escapes of shells",
    "egv/core/titles/ass.py": "escapes of ASS",
    "egv/core/cues/srt_vtt.py": "backslashes that ffmpeg would read as escapes",
    "egv/core/picture/css_colours.py": "the opacity of a colour in CSS",
    "egv/tools/library/written_names.py": "names in a list that another system wrote",
    "egv/tools/models/check.py": "names of weights inside a model",
    "egv/tools/models/installed.py": "the name of a repository, which is no path",
    "egv/tools/models/sources.py": "addresses on the network",
    "egv/tools/store/cache.py": "lines of egv's own index, which have forward slashes",
    "egv/workflow/report/due.py": "escapes of calendars",
}
KILLS = {"egv/tools/machine/processes.py": "SIGSTOP to itself, where the system has it"}

OTHER_OPENERS = ("self.archive.open", "Image.open", "av.open", "os.open")  # of no text
ENCODINGS = {"egv/tools/machine/memory.py": "digits in files of Linux"}


def list_modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / "egv").rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_bytes())


def is_separator(node: ast.expr) -> bool:
    """True for `"/"`, and for a text with places that ends in a slash."""
    if isinstance(node, ast.JoinedStr):
        last = node.values[-1] if node.values else None
        return isinstance(last, ast.Constant) and str(last.value).endswith(("/", "\\"))
    if isinstance(node, ast.Tuple):
        return any(map(is_separator, node.elts))
    return isinstance(node, ast.Constant) and node.value in SEPARATORS


def has_method(node: ast.AST, *names: str) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in names
    )


def asks_of_separators(node: ast.AST) -> bool:
    """True for `"/" in word`, `word.split("/")`, `os.sep` and their like."""
    if isinstance(node, ast.Attribute) and node.attr in ("sep", "altsep"):
        return isinstance(node.value, ast.Name | ast.Attribute)
    if isinstance(node, ast.Compare):
        is_in = isinstance(node.ops[0], ast.In | ast.NotIn)
        return is_separator(node.left) if is_in else any(map(is_separator, node.comparators))
    if isinstance(node, ast.Call):
        return has_method(node, *ASKING) and any(map(is_separator, node.args))
    return False


def runs_between_fork_and_exec(node: ast.AST) -> bool:
    """True for `preexec_fn` and a fork: Python code in a child without the parent's threads."""
    match node:
        case ast.keyword(arg="preexec_fn") | ast.Constant(value="preexec_fn"):
            return True
        case ast.Attribute(attr="fork" | "forkpty") | ast.alias(name="fork" | "forkpty"):
            return True
        case ast.Attribute(attr=method) | ast.alias(name=method):
            return method in ("multiprocessing", "ProcessPoolExecutor")
        case ast.Import(names=names):
            return any(name.name.split(".")[0] == "multiprocessing" for name in names)
        case ast.ImportFrom(module=str(module)):
            return module.split(".")[0] == "multiprocessing"
    return False


def takes_a_way(node: ast.AST) -> bool:
    """True for `os.path.relpath` and its like, which raise where two drives have no way."""
    return isinstance(node, ast.Attribute) and node.attr in ("relpath", "commonpath")


def is_relative(node: ast.AST) -> bool:
    """True for `Path.relative_to`, which raises for a path that lies elsewhere."""
    return has_method(node, "relative_to")


def ends_a_process(node: ast.AST) -> bool:
    """True for `os.kill`, by which Windows ends the process that is asked about."""
    return (
        isinstance(node, ast.Attribute)
        and node.attr in ("kill", "killpg")
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
    )


def reads_in_the_locale(node: ast.AST) -> bool:
    """True for a text file that is opened in the encoding of the locale, such as cp1252."""
    if not isinstance(node, ast.Call) or any(word.arg == "encoding" for word in node.keywords):
        return False
    if has_method(node, "read_text", "write_text"):
        return True
    opens = ast.unparse(node.func) == "open" or has_method(node, "open")
    if not opens or ast.unparse(node.func) in OTHER_OPENERS:
        return False
    modes = [
        part.value
        for mode in node.args
        for part in ast.walk(mode)
        if isinstance(part, ast.Constant)
    ]
    return not any("b" in str(mode) for mode in modes)


FAULTS = {
    "relpath": (takes_a_way, dict[str, str]()),
    "relative_to": (is_relative, RELATIVE),
    "separators": (asks_of_separators, SLASHES),
    "os.kill": (ends_a_process, KILLS),
    "encodings": (reads_in_the_locale, ENCODINGS),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_holds_on_one_system_stands_where_the_others_are_known(name: str) -> None:
    is_fault, reasons = FAULTS[name]
    found = [
        (path, node.lineno)
        for path, tree in list_modules()
        for node in ast.walk(tree)
        if path != ROOM and isinstance(node, ast.expr) and is_fault(node)
    ]

    assert [f"{path}:{line}" for path, line in found if path not in reasons] == []
    assert {path for path, _ in found} == set(reasons), "an exception that nothing needs"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("os.path.relpath(a, b)", "relpath"),
        ("a.relative_to(b)", "relative_to"),
        ('"/" in word', "separators"),
        ('word.endswith("/")', "separators"),
        ('word.startswith(("/", "~"))', "separators"),
        ('word.startswith(f"{name}/")', "separators"),
        ('word.rpartition("\\\\")', "separators"),
        ("os.sep in word", "separators"),
        ("os.kill(pid, 0)", "os.kill"),
        ("path.read_text()", "encodings"),
        ('path.write_text("a")', "encodings"),
        ('open("a")', "encodings"),
        ("path.open()", "encodings"),
        ('path.open("w")', "encodings"),
    ],
)
def test_each_fault_is_seen(line: str, name: str) -> None:
    is_fault, _ = FAULTS[name]

    assert any(map(is_fault, ast.walk(ast.parse(line))))


def test_what_only_looks_like_it_is_let_through() -> None:
    lines = ("process.kill()", 'f"{folder}/{name}"', 'word.split(",")', '"/" + word')
    fine = ast.parse("\n".join((*lines, "path / name", 'path.open("rb")', "av.open(path)")))

    assert not any(is_fault(node) for is_fault, _ in FAULTS.values() for node in ast.walk(fine))


@pytest.mark.parametrize(
    "code",
    [
        "subprocess.Popen(words, preexec_fn=os.setsid)",
        "options = {'preexec_fn': os.setsid}",
        "os.fork()",
        "from os import fork",
        "import multiprocessing.pool",
        "from multiprocessing import Process",
        "concurrent.futures.ProcessPoolExecutor()",
        "from concurrent.futures import ProcessPoolExecutor",
    ],
)
def test_the_watch_on_forks_sees_each_form(code: str) -> None:
    assert any(map(runs_between_fork_and_exec, ast.walk(ast.parse(code))))


def test_no_code_runs_between_fork_and_exec() -> None:
    """Beside threads it may wait for ever for what another thread holds. The rig has none."""
    places = [*(ROOT / "egv").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    places += [*(ROOT / "bench").rglob("*.py")]
    seen = [
        f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
        for path in places
        if path.name != "test_systems.py"
        for node in ast.walk(ast.parse(path.read_bytes()))
        if runs_between_fork_and_exec(node)
    ]

    assert len(places) > 500
    assert seen == []
