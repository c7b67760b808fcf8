"""Fetching a speech model at the terminal: the offer to do so, and the progress."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from egv.cli.dialogue.answers import can_answer, read_answer
from egv.cli.screen.interpreter import translate
from egv.cli.screen.terminal import OutputStream, Terminal, is_screen
from egv.core.errors import EnvironmentFault
from egv.core.text.byte_sizes import format_size
from egv.core.text.translation import Translated, UiLanguage, detect_ui_language
from egv.tools.machine import shutdown

Model = TypeVar("Model")
EVERY = 10  # percent: interval between lines where no bar can be drawn
YES, NO = ("", "j", "ja", "y", "yes"), ("n", "nee", "no")
WHY = Translated(
    "Voor ondertitels zonder tekst van jou is eenmalig een spraakmodel nodig, en dat is er nog"
    " niet. Het werkt daarna zonder internet, en er gaat niets van je opnames naar buiten.",
    "Subtitles without a text of yours need a speech model, once, and there is none yet. It then"
    " works without the network, and nothing of your clips leaves this machine.",
)
QUESTION = Translated(
    "Nu {model} ophalen ({size}, van {source})? [Ja/nee]",
    "Fetch {model} now ({size}, from {source})? [Yes/no]",
)
AGAIN = Translated("typ j of n", "type y or n")
COMPLETE = Translated("{path}: het spraakmodel is compleet", "{path}: the speech model is complete")
ARRIVED = Translated("{done} van {whole}", "{done} of {whole}")
WITHOUT = Translated(
    "Zonder spraakmodel verder. Later kan ook: egv model fetch {model}",
    "Going on without a speech model. It can be done later: egv model fetch {model}",
)
REMEMBERED = Translated(
    "Zonder spraakmodel verder; een run vraagt het niet meer. Toch een? egv model fetch {model}",
    "Going on without a speech model; no run asks again. To have one: egv model fetch {model}",
)


class FetchProgress:
    """The progress of a download: a bar on a terminal, else a line at every ten percent."""

    def __init__(self, terminal: Terminal, name: str) -> None:
        self._voice, self._name, self._said = terminal.err, name, -EVERY
        self._bar = self._task = None
        if is_screen(terminal.err.stream):
            from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

            size = TextColumn("{task.fields[size]}", markup=False)
            columns = (name, BarColumn(), size, TimeRemainingColumn())
            self._bar = Progress(*columns, console=terminal.err.console, transient=True)
            self._task = self._bar.add_task(name, total=None, size="")

    def __enter__(self) -> FetchProgress:
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
            self._bar.console.print(translate(line), soft_wrap=True, markup=False, highlight=False)
        else:
            self._voice.print_line(line)

    def show_progress(self, done: int, total: int) -> None:
        """Show that `done` of `total` bytes have arrived."""
        if self._bar is not None and self._task is not None:
            size = ARRIVED.render(
                detect_ui_language(os.environ),
                done=format_size(done, decimals=1),
                whole=format_size(total, decimals=1),
            )
            self._bar.update(self._task, completed=done, total=total, size=size)
        elif total and (100 * done // total >= self._said + EVERY or done == total):
            self._said = 100 * done // total
            self._voice.print_line(f"{self._name}: {self._said} % of {total / 1e6:.0f} MB")


def show_fetch(
    terminal: Terminal, name: str, fetch: Callable[[Callable[[int, int], None]], Model]
) -> Model:
    """Return what `fetch` returns, and show the progress of the model `name` meanwhile."""
    with (
        FetchProgress(terminal, name) as shown,
        shutdown.announce_stop(shown.say),
        shutdown.clean_up_on_exit(shown.close),
    ):
        return fetch(shown.show_progress)


def can_offer_model(terminal: Terminal) -> bool:
    """True where a person is at the terminal who sees the question and can answer it."""
    return can_answer() and terminal.err.stream.isatty()


def offer_missing_model(terminal: Terminal, name: str | None = None) -> bool:
    """Offer to fetch the model `name`, else the usual one; True where it is there afterwards.

    A person who refuses, or whose download fails, is told how to fetch it later; no run offers one
    again to who refused.
    """
    from egv.app.authoring.models import describe_download, fetch_known_model
    from egv.tools.models.refusal import remember_refusal

    tongue = detect_ui_language(os.environ)
    offered = describe_download(name)
    terminal.err.print_line(WHY.render(tongue))
    question = QUESTION.render(
        tongue, model=offered.name, size=offered.size_text, source=offered.source
    )
    answer = _ask_yes(question, terminal.err, tongue)
    if answer is False:
        remember_refusal()
        terminal.err.print_line(REMEMBERED.render(tongue, model=offered.name))
        return False
    if answer:
        try:
            found = show_fetch(
                terminal,
                offered.name,
                lambda progress: fetch_known_model(offered.name, progress, None),
            )
        except EnvironmentFault as error:
            terminal.err.print_line(str(error), "red")
        else:
            terminal.err.print_line(COMPLETE.render(tongue, path=found.path), "green")
            return True
    terminal.err.print_line(WITHOUT.render(tongue, model=offered.name))
    return False


def _ask_yes(question: str, voice: OutputStream, tongue: UiLanguage) -> bool | None:
    """Ask a question that Enter answers with yes; None where the input ends without an answer."""
    while True:
        voice.print_question(f"{question} ")
        line = read_answer()
        word = line.strip().lower()
        if not line:
            return None
        if word in NO:
            return False
        if word in YES:
            return True
        voice.print_line(AGAIN.render(tongue))
