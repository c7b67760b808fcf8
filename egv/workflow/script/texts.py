"""Texts about a script in both languages: suggestions and questions, never about a person."""

from __future__ import annotations

from collections.abc import Mapping

from egv.core.text.languages import format_language_name
from egv.core.text.translation import Plural, Translated, UiLanguage
from egv.workflow.script.findings import ScriptTopic

TIPS: Mapping[tuple[ScriptTopic, str], Translated] = {
    (ScriptTopic.LENGTH, "too-long"): Translated(
        "Hoogstens {most} past hier. Schrap ongeveer {words} woorden, of maak er twee video's van.",
        "At most {most} fit here. Cut about {words} words, or make two videos of it.",
    ),
    (ScriptTopic.LENGTH, "long"): Translated(
        "Met ongeveer {words} woorden minder kijkt het prettiger: {low} tot {high}.",
        "With about {words} words fewer it is more pleasant to watch: {low} to {high}.",
    ),
    (ScriptTopic.LENGTH, "short"): Translated(
        "Er is ruimte voor ongeveer {words} woorden meer: een voorbeeld misschien?",
        "There is room for about {words} words more: an example, perhaps?",
    ),
    (ScriptTopic.LANGUAGE, ""): Translated(
        "De tekst lijkt {language}, en de huisstijl verwacht {kit}. Is dat de bedoeling?",
        "The text looks {language}, and the kit expects {kit}. Is that what you want?",
    ),
    (ScriptTopic.MESSAGES, ""): Translated(
        "Hier begint telkens iets nieuws ({places}). Is dit één boodschap, of ook de volgende"
        " video?",
        "Something new begins at these lines ({places}). Is this one message, or the next video"
        " as well?",
    ),
    (ScriptTopic.BEAT, "empty"): Translated(
        "Bij ‘{beat}’ staat nog niets. {prompt}", "Nothing is said yet in ‘{beat}’. {prompt}"
    ),
    (ScriptTopic.BEAT, "long"): Translated(
        "‘{beat}’ duurt ongeveer {length}, en het recept rekent op {planned}. Kan er iets uit?",
        "‘{beat}’ takes about {length}, and the recipe counts on {planned}. Can something go?",
    ),
    (ScriptTopic.SENTENCE, ""): Translated(
        "{words} woorden in één adem: “{quote}”. Maak er twee zinnen van.",
        "{words} words in one breath: “{quote}”. Make it two sentences.",
    ),
    (ScriptTopic.ABBREVIATION, "written"): Translated(
        "“{word}” spreekt niemand uit; zeg “{said}”.", "Nobody says “{word}”; say “{said}”."
    ),
    (ScriptTopic.ABBREVIATION, "initials"): Translated(
        "Kent iedereen “{word}”? Zeg anders waar het voor staat.",
        "Does everybody know “{word}”? Else say what it stands for.",
    ),
    (ScriptTopic.JARGON, ""): Translated(
        "In plaats van “{word}” kun je “{plain}” zeggen.",
        "Instead of “{word}” you can say “{plain}”.",
    ),
}
NAMES: Mapping[str, Translated] = {
    "nl": Translated("Nederlands", "Dutch"),
    "en": Translated("Engels", "English"),
    "de": Translated("Duits", "German"),
    "fr": Translated("Frans", "French"),
}

FITS = Translated(
    "Past: ongeveer {length} om te zeggen ({words} woorden); {low} tot {high} is het mooist.",
    "It fits: about {length} to say ({words} words); {low} to {high} is best.",
)
TOO_LONG = Translated(
    "Nog lang: ongeveer {length} om te zeggen ({words} woorden); {low} tot {high} is het mooist.",
    "Still long: about {length} to say ({words} words); {low} to {high} is best.",
)
TOO_SHORT = Translated(
    "Nog kort: ongeveer {length} om te zeggen ({words} woorden); {low} tot {high} is het mooist.",
    "Still short: about {length} to say ({words} words); {low} to {high} is best.",
)
NOTHING = Translated("Niets gevonden om te verbeteren.", "Nothing found to improve.")
TIP_COUNT = Plural(
    Translated("Eén suggestie:", "One suggestion:"),
    Translated("{count} suggesties:", "{count} suggestions:"),
)
ON_LINE = Translated("regel {line}: {tip}", "line {line}: {tip}")
AND_MORE = Translated("… en nog {count} zoals deze", "… and {count} more like these")
TAKEN_AS = Translated(
    "Gelezen als {language}, op een rustig spreektempo. Lees het één keer hardop: wat jij hoort,"
    " telt.",
    "Read as {language}, at a calm pace. Read it aloud once: what you hear counts.",
)
TAKEN_UNSURE = Translated(
    "De taal is onduidelijk; gelezen als {language}, op een rustig spreektempo.",
    "The language is unclear; read as {language}, at a calm pace.",
)
UNMARKED = Translated(
    "In de tekst staat niet welk deel waar begint; egv verdeelde hem op volgorde en lengte."
    " --from zet de delen erbij.",
    "The text does not say which part begins where; egv shared it out by order and length."
    " --from puts the parts in.",
)

LAID_OUT = Plural(
    Translated(
        "Eén zin verdeeld over {beats} delen: ongeveer {length}.",
        "One sentence laid out in {beats} parts: about {length}.",
    ),
    Translated(
        "{count} zinnen verdeeld over {beats} delen: ongeveer {length}.",
        "{count} sentences laid out in {beats} parts: about {length}.",
    ),
)
KEPT_MARKS = Translated(
    "De tekst had zijn delen al; die zijn zo gelaten.",
    "The text already had its parts; they are as they were.",
)
LEFT_COUNT = Plural(
    Translated(
        "Eén zin past niet; hij staat onderaan, onder OVER.",
        "One sentence does not fit; it is at the end, under LEFT OVER.",
    ),
    Translated(
        "{count} zinnen passen niet; ze staan onderaan, onder OVER.",
        "{count} sentences do not fit; they are at the end, under LEFT OVER.",
    ),
)
COURTESY_LINES = Translated(
    "Groet en ondertekening zijn niet om te zeggen (regel {lines}).",
    "Greeting and signature are not to be said (line {lines}).",
)
QUOTED_LINES = Translated(
    "Wat een ander schreef, is weggelaten (regel {lines}).",
    "Words from another message were left out (line {lines}).",
)
EMPTY_BEATS = Translated("Nog zonder tekst: {beats}.", "Still without text: {beats}.")

OR = Translated("of", "or")

# The page with cue cards.
CARDS_TITLE = Translated("Spiekkaarten: {title}", "Cue cards: {title}")
CARDS_LEAD = Translated(
    "{count} kaarten, samen {length}. Volgende: spatie, pijl, tik of veeg. Terug: pijl naar links.",
    "{count} cards, {length} in all. Next: space, arrow, tap or swipe. Back: left arrow.",
)
CARD_OF = Translated("Kaart {number} van {count}", "Card {number} of {count}")
START = Translated("Begin", "Start")
PAUSE = Translated("Pauze", "Pause")
GO_ON = Translated("Verder", "Go on")
NEXT = Translated("Volgende", "Next")
BACK = Translated("Terug", "Back")
AGAIN = Translated("Opnieuw", "Again")
LEFT = Translated("nog", "left")
OVER = Translated("erover", "over")
OWN_WORDS = Translated("Zeg het in je eigen woorden.", "Say it in your own words.")
CLOCK = Translated("Tijd voor deze kaart", "Time for this card")
DONE = Translated("Dat was de laatste kaart.", "That was the last card.")


def format_languages(codes: str, tongue: UiLanguage) -> str:
    """Format languages, ISO 639-1 with blanks between, as names in `tongue`."""
    return f" {OR.render(tongue)} ".join(
        NAMES[code].render(tongue) if code in NAMES else format_language_name(code)
        for code in codes.split()
    )
