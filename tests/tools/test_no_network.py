"""No module reaches for the network, but for the two that fetch speech models when asked."""

import ast
from collections.abc import Iterator
from pathlib import Path

import egv

ROOT = Path(egv.__file__).parent
FETCHING = {"tools/models/download.py", "tools/models/sources.py"}
NETWORK = {
    "aiohttp", "asyncio", "ftplib", "http", "httpx", "huggingface_hub", "imaplib", "poplib",
    "requests", "smtplib", "socket", "socketserver", "ssl", "telnetlib", "urllib.error",
    "urllib.request", "urllib3", "webbrowser", "websockets", "xmlrpc",
}  # fmt: skip


def importing(names: set[str]) -> set[str]:
    """The files of egv that import one of `names`, or a part of it."""
    heads = {name.split(".")[-1] for name in names}
    sources = ((path, path.read_text("utf-8")) for path in ROOT.rglob("*.py"))
    return {
        path.relative_to(ROOT).as_posix()
        for path, source in sources
        if any(head in source for head in heads)  # parsing all takes seconds
        and any(f"{name}.".startswith(f"{each}.") for name in imported(source) for each in names)
    }


def imported(source: str) -> Iterator[str]:
    """Every module that `source` imports, at its head or inside a function."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def test_only_fetching_a_model_imports_the_network() -> None:
    assert importing(NETWORK) == FETCHING


def test_only_the_verb_that_fetches_a_model_imports_the_fetching() -> None:
    fetching = {"egv.tools.models.download", "egv.tools.models.sources"}

    assert importing(fetching) == {
        "app/authoring/models.py",
        "tools/models/download.py",
        "tools/models/handed_model.py",
    }
