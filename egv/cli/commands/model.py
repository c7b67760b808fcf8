"""`egv model`: list, fetch, check and locate speech models."""

from __future__ import annotations

from typing import Annotated

import typer

from egv.cli.commands.printing import Action, AsJson, print_result
from egv.cli.screen.terminal import Terminal, is_screen
from egv.tools.machine import shutdown

EVERY = 10  # percent: interval between lines where no bar can be drawn


def list_model_names() -> list[str]:
    """List the names of the models that egv knows."""
    from egv.core.cues.speech_models import KNOWN

    return list(KNOWN)


ModelWord = Annotated[
    str, typer.Argument(metavar="NAME|DIR", autocompletion=list_model_names, show_default=False)
]


def model_list(as_json: AsJson = False) -> Action:
    """List the speech models that egv knows, and where each is."""

    def show(terminal: Terminal) -> int:
        from egv.app.authoring.models import collect_model_listing

        listing = collect_model_listing()
        return print_result(terminal, listing, listing.to_lines(), as_json=as_json)

    return show


def model_fetch(
    name: Annotated[str, typer.Argument(metavar="NAME", autocompletion=list_model_names)],
    source: Annotated[
        str | None, typer.Option("--from", help="A mirror's address, or a folder.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say errors only.")] = False,
    as_json: AsJson = False,
) -> Action:
    """Fetch a speech model over the network, and check every byte of it."""

    def get(terminal: Terminal) -> int:
        from egv.app.authoring.models import fetch_known_model

        if quiet or as_json:
            found = fetch_known_model(name, lambda *_: None, source)
        else:
            with (
                _FetchProgress(terminal, name) as shown,
                shutdown.announce_stop(shown.say),
                shutdown.clean_up_on_exit(shown.close),
            ):
                found = fetch_known_model(name, shown.show_progress, source)
        line = f"{found.path}: a whole speech model. Use it with: egv run clip.mov"
        return print_result(terminal, found, () if quiet else (line,), as_json=as_json)

    return get


def model_check(model: ModelWord, as_json: AsJson = False) -> Action:
    """Check a speech model: every file that is missing or broken, by name."""

    def check(terminal: Terminal) -> int:
        from egv.app.authoring.models import check_model

        found = check_model(model)
        line = f"{found.path}: a whole speech model"
        return print_result(terminal, found, (line,), as_json=as_json)

    return check


def model_path(
    model: Annotated[
        str | None, typer.Argument(metavar="[NAME]", autocompletion=list_model_names)
    ] = None,
) -> Action:
    """Print the folder of a speech model, or of the one that is taken when none is named."""

    def show(terminal: Terminal) -> int:
        from egv.app.authoring.models import find_model_path

        terminal.out.print_raw(str(find_model_path(model)))
        return 0

    return show


class _FetchProgress:
    """The progress of a download: a bar on a terminal, else a line at every ten percent."""

    def __init__(self, terminal: Terminal, name: str) -> None:
        self._voice, self._name, self._said = terminal.err, name, -EVERY
        self._bar = self._task = None
        if is_screen(terminal.err.stream):
            from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

            columns = (name, BarColumn(), DownloadColumn(), TimeRemainingColumn())
            self._bar = Progress(*columns, console=terminal.err.console, transient=True)
            self._task = self._bar.add_task(name, total=None)

    def __enter__(self) -> _FetchProgress:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the progress bar."""
        if self._bar:
            self._bar.stop()

    def say(self, line: str) -> None:
        """Print a message of egv itself."""
        if self._bar:
            self._bar.console.print(line, soft_wrap=True, markup=False, highlight=False)
        else:
            self._voice.print_line(line)

    def show_progress(self, done: int, total: int) -> None:
        """Show that `done` of `total` bytes have arrived."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done, total=total)
        elif total and (100 * done // total >= self._said + EVERY or done == total):
            self._said = 100 * done // total
            self._voice.print_line(f"{self._name}: {self._said} % of {total / 1e6:.0f} MB")


MODEL_VERBS = (model_list, model_fetch, model_check, model_path)

MODEL_PAGES = {
    "egv model": """\
  egv model fetch small

List, fetch and check the speech models that egv recognises words with.

Usage: egv model list [--json]
       egv model fetch NAME [--from URL|DIR] [-q] [--json]
       egv model check NAME|DIR [--json]
       egv model path [NAME]

A model is looked for in $EGV_MODEL_DIR, in egv's own folder, and where other
programs keep what they fetched. Without --model the best one that fits the
free memory is taken. Only 'fetch' uses the network.
""",
    "egv model list": """\
  egv model list

List the models that egv knows, the best first, with the size of the download
and where each is. The one with a star is taken when none is named.

Usage: egv model list [--json]
""",
    "egv model fetch": """\
  egv model fetch small

Fetch a model over the network and check every byte. It appears whole or not at
all; stopped, the same line goes on where it was. It comes to EGV_MODEL_DIR, or
to egv's own folder.

Usage: egv model fetch NAME [--from URL|DIR] [-q] [--json]

  --from URL|DIR  A mirror or a folder, else EGV_MODEL_SOURCE, else the hub: it
                  holds NAME/ with the files and, on the web, their SHA256SUMS
                  (cd small && sha256sum * > SHA256SUMS).
  -q, --quiet     Say errors only.
  --json          Print one JSON document.

HF_ENDPOINT names another hub.
""",
    "egv model check": """\
  egv model check models/small

Name every file of a model that is missing or broken. The exit code is 0 when it
is whole and 5 when it is not.

Usage: egv model check NAME|DIR [--json]
""",
    "egv model path": """\
  egv subtitle clip.mov --model "$(egv model path)"

Print the folder of a model, or of the one that is taken when none is named.

Usage: egv model path [NAME]
""",
}
