"""The one question of a maker: may the return slip also compare with the last own video?"""

from __future__ import annotations

import os

from egv.app.plan.order import Order
from egv.app.records.results import RunResult
from egv.cli.dialogue.answers import read_answer
from egv.cli.screen.terminal import OutputStream
from egv.core.errors import EgvError
from egv.core.text.translation import Translated, detect_ui_language
from egv.workflow.slip.consent import answer_for_maker, find_unasked_maker

OFFER = Translated(
    "Ben jij de maker? Dan kan je briefje voortaan ook zeggen wat beter ging dan bij je vorige"
    " video. Alleen daar, in geen enkel overzicht.",
    "Are you the maker? Then your slip can also tell what went better than in your last video. Only"
    " there, in no report.",
)
QUESTION = Translated(
    "Wil je dat? [ja/nee, Enter = later]", "Would you like that? [yes/no, Enter = later]"
)
YES, NO = ("j", "ja", "y", "yes"), ("n", "nee", "no")
THANKS = Translated("Dat komt op je volgende briefje.", "Your next slip tells it.")
NOT_ASKED_AGAIN = Translated("Goed. egv vraagt het niet meer.", "Fine. egv does not ask again.")
NOT_KEPT = Translated("Je antwoord is niet bewaard: {why}", "Your answer is not kept: {why}")


def ask_about_progress(result: RunResult, order: Order, voice: OutputStream) -> None:
    """Ask the maker of the videos in `result`, if the project wants that and nobody asked before.

    Only one maker is asked: who sits here when several made clips is not known.
    """
    unasked = find_unasked_maker(result, order.options, order.inputs)
    if unasked is None:
        return
    tongue = detect_ui_language(os.environ)
    voice.print_line(OFFER.render(tongue))
    voice.print_question(f"{QUESTION.render(tongue)} ")
    word = read_answer().strip().casefold()
    if word not in (*YES, *NO):
        return
    try:
        answer_for_maker(unasked, agreed=word in YES)
    except (EgvError, OSError) as error:
        voice.print_line(NOT_KEPT.render(tongue, why=error))
    else:
        voice.print_line((THANKS if word in YES else NOT_ASKED_AGAIN).render(tongue))
