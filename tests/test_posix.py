"""Tests that only a POSIX system can run say so, and Windows skips them; it imports all of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.places import ROOT

PROCESSES = frozenset((
    "fork", "getpgid", "getpgrp", "killpg", "setsid", "waitid", "openpty", "geteuid", "getuid",
    "SIGKILL", "SIGSTOP", "SIGCONT", "SIGHUP", "SIGTSTP", "SIGPIPE", "SIGALRM", "SIGXFSZ",
    "SIGUSR1", "setitimer",
))  # fmt: skip
FILES = frozenset(("mkfifo", "mknod", "symlink", "symlink_to", "hardlink_to", "chmod", "chown"))
MODULES = frozenset(("fcntl", "pty", "resource", "termios", "tty", "pwd", "grp"))
PROGRAMS = frozenset(("sh", "bash", "sleep", "kill", "env", "setsid", "unshare", "nohup"))
FOLDERS = ("/dev/", "/proc/", "/sys/", "#!/")
Definition = ast.FunctionDef | ast.ClassDef


def list_needs(node: ast.AST) -> Iterator[str]:
    """List what `node` itself uses that Windows lacks, or lets few people do."""
    for part in ast.walk(node):
        match part:
            case ast.Attribute(attr=name) if name in PROCESSES | FILES:
                yield name
            case ast.Constant(value=str(text)) if text.startswith(FOLDERS):
                yield text
            case ast.List(elts=[ast.Constant(value=str(program)), *_]) if program in PROGRAMS:
                yield program


def is_marked(body: Sequence[ast.AST]) -> bool:
    """True where `body` (decorators, or a module) has a mark that keeps it from Windows."""
    text = "\n".join(ast.unparse(part) for part in body)
    return any(word in text for word in ("mark.posix", "mark.media", "mark.torture", "skipif"))


def find_needs(module: ast.Module) -> dict[str, set[str]]:
    """Find what each function of `module` needs, by way of the others in it and of fixtures."""
    known = {part.name: part for part in module.body if isinstance(part, Definition)}
    needs = {name: set(list_needs(part)) for name, part in known.items()}
    uses = {
        name: {
            *(each.id for each in ast.walk(part) if isinstance(each, ast.Name)),
            *(each.arg for each in ast.walk(part) if isinstance(each, ast.arg)),
        }
        for name, part in known.items()
    }
    for _ in known:
        for name in known:
            needs[name] |= set().union(*(needs.get(other, set()) for other in uses[name]))
    return needs


def list_unmarked(path: Path) -> Iterator[str]:
    module = ast.parse(path.read_bytes())
    assigned = [part for part in module.body if isinstance(part, ast.Assign)]
    whole = [part for part in assigned if "pytestmark" in ast.unparse(part)]
    if is_marked(whole) or any("importorskip" in ast.unparse(part) for part in assigned):
        return
    needs = find_needs(module)
    for part in module.body:
        if not isinstance(part, ast.FunctionDef) or not part.name.startswith("test_"):
            continue
        if needs[part.name] and not is_marked(part.decorator_list):
            yield f"{path.relative_to(ROOT)}: {part.name}: {sorted(needs[part.name])}"


TESTS = sorted((ROOT / "tests").rglob("*.py"))


def test_a_test_that_windows_cannot_run_is_marked() -> None:
    faults = [fault for path in TESTS for fault in list_unmarked(path)]

    assert len(TESTS) > 200
    assert faults == []


def test_every_module_of_tests_can_be_imported_on_windows() -> None:
    """Signals and modules that it lacks are not named while a module is read."""
    seen = []
    for path in TESTS:
        for part in ast.parse(path.read_bytes()).body:
            if isinstance(part, ast.Import | ast.ImportFrom):
                names = [name.name for name in part.names] if isinstance(part, ast.Import) else []
                names += [part.module or ""] if isinstance(part, ast.ImportFrom) else []
                seen += [f"{path.name}: {name}" for name in names if name in MODULES]
            read = part.decorator_list if isinstance(part, ast.FunctionDef) else [part]
            if isinstance(part, ast.ClassDef):
                continue
            seen += [
                f"{path.name}: {each.attr}"
                for node in read
                for each in ast.walk(node)
                if isinstance(each, ast.Attribute) and each.attr in PROCESSES
            ]

    assert seen == []


@pytest.mark.parametrize(
    ("code", "needs"),
    [
        ("def test_a():\n    os.kill(1, signal.SIGKILL)", {"SIGKILL"}),
        ("def make(p):\n    p.symlink_to(p)\ndef test_a(p):\n    make(p)", {"symlink_to"}),
        ("def pipe():\n    os.mkfifo('a')\ndef test_a(pipe):\n    pass", {"mkfifo"}),
        ("def test_a():\n    run(['sh', '-c', 'x'])", {"sh"}),
        ("def test_a():\n    open('/' 'proc/self')", {f"{FOLDERS[1]}self"}),
    ],
)
def test_the_search_sees_each_form(code: str, needs: set[str]) -> None:
    assert find_needs(ast.parse(code))["test_a"] == needs
