"""The texts of the review page in both languages."""

from __future__ import annotations

from egv.core.text.translation import Translated

TITLE = Translated(
    "Bekijken en beslissen: {name}",
    "Watch and decide: {name}",
)
LEAD_OPEN = Translated(
    "Wacht op akkoord: {count}. Kijk naar de inhoud: klopt de boodschap, kloppen de feiten, mag"
    " iedereen in beeld, past het bij ons? De techniek controleert egv zelf.",
    "Waiting for approval: {count}. Look at the content: is the message right, are the facts"
    " right, has everybody agreed to be seen, does it suit us? egv checks the technical side"
    " itself.",
)
LEAD = Translated(
    "Niets wacht op een akkoord.",
    "Nothing is waiting for approval.",
)
YOUR_NAME = Translated("Jouw naam", "Your name")
CONTENTS = Translated("Video's op deze pagina", "Videos on this page")
AFTER = Translated(
    "Zo wordt hij",
    "The video",
)
BEFORE = Translated(
    "Zo kwam hij binnen",
    "The clip",
)
NO_BEFORE = Translated(
    "De opname zelf ligt hier niet (meer).",
    "The clip is not here (any more).",
)
SIZE = Translated("{size}, {megabytes} MB", "{size}, {megabytes} MB")
LENGTH = Translated(
    "duurt {length}",
    "lasts {length}",
)
LENGTH_WAS = Translated(
    "duurt {length} (opname {was})",
    "lasts {length} (clip {was})",
)
DONE_TO_IT = Translated("Wat egv deed, en waarom", "What egv did, and why")
CHECKS = Translated("Controle", "Checks")
NO_CHECKS = Translated(
    "Niets gevonden: dit is goed zo.",
    "Nothing found: this is fine as it is.",
)
REMARKS = Translated("Om te weten", "Good to know")
SAID = Translated(
    "Wat er gezegd wordt",
    "What is spoken",
)
SAID_HINT = Translated("Kies een tijd om daarheen te springen.", "Choose a time to go there.")
NOTES = Translated("Opmerkingen", "Notes")
NO_NOTES = Translated("Nog geen opmerkingen.", "No notes yet.")
DEALT_WITH = Translated("afgehandeld", "done")
LOUDNESS = Translated("Hoe hard het klinkt (LUFS, -50 tot 0)", "How loud it is (LUFS, -50 to 0)")
LIGHT = Translated("Hoe licht het beeld is", "How light the picture is")
LINE_BEFORE = Translated("stippellijn: opname", "dashed: clip")
LINE_AFTER = Translated("doorgetrokken: video", "solid: video")
DECIDE = Translated("Beslissen", "Decide")
DECISIONS = {
    "": Translated("Nog niet", "Not yet"),
    "approve": Translated("Akkoord", "Approve"),
    "reject": Translated("Afkeuren", "Reject"),
}
DECIDED = Translated(
    "Hierover hoeft niemand te beslissen. Een opmerking kan altijd.",
    "Nobody needs to decide about this one. A note is always welcome.",
)
WHY = Translated(
    "Wat moet anders, of wat is er goed aan?",
    "What should change, or what is good about it?",
)
ADD_NOTE = Translated("Voeg de opmerking toe", "Add the note")
NEW_NOTES = Translated("Jouw nieuwe opmerkingen", "Your new notes")
SAVE_TITLE = Translated("Klaar?", "Ready?")
SAVE_HINT = Translated(
    "Je oordeel komt als verdict.json bij je downloads. Mail dat bestand naar wie je deze pagina"
    " gaf; de pagina zelf verstuurt niets.",
    "Your verdict goes to your downloads as verdict.json. Mail that file to who gave you this"
    " page; the page itself sends nothing.",
)
SAVE = Translated("Bewaar mijn oordeel", "Save my verdict")
TOLD = {
    "name": Translated("Vul bovenaan je naam in.", "Write your name at the top."),
    "nothing": Translated(
        "Er is nog niets gezegd: keur een video goed of af, of maak een opmerking.",
        "Nothing was said yet: approve or reject a video, or write a note.",
    ),
    "empty": Translated("Schrijf eerst de opmerking.", "Write the note first."),
    "time": Translated(
        "deze tijd valt buiten de video; schrijf bijvoorbeeld 0:12.",
        "this time is outside the video; write for example 0:12.",
    ),
    "reason": Translated(
        "schrijf erbij wat er anders moet.",
        "write what should change.",
    ),
    "saved": Translated(
        "verdict.json staat bij je downloads. Mail dat bestand naar wie je deze pagina gaf.",
        "verdict.json is in your downloads. Mail that file to who gave you this page.",
    ),
    "remove": Translated("Haal weg", "Remove"),
}
MISSING = Translated(
    "Deze video is hier niet te zien: {file} ontbreekt naast deze pagina, of de browser kan dit"
    " soort bestand niet afspelen.",
    "This video cannot be shown: {file} is missing beside this page, or the browser does not play"
    " this kind of file.",
)
IN_TERMINAL = Translated("Liever in een terminal?", "Rather in a terminal?")
HOW = Translated(
    "Kopieer een opdracht en plak die in een terminal in de map van het project.",
    "Copy a command and paste it into a terminal, in the folder of the project.",
)
APPROVE = Translated("Akkoord geven", "Approve")
REJECT = Translated("Afkeuren", "Reject")
AGAIN = Translated("Opnieuw maken", "Make it again")
NEW_NOTE = Translated("Opmerking maken", "Write a note")
NOTE_TEXT = Translated(
    "Wat valt op in de inhoud?",
    "Your note about the content",
)
NOTE_ABOUT = Translated(
    "Gaat over",
    "Category",
)
NOTE_AT = Translated("Tijd in de video", "Time in the video")
TAKE_TIME = Translated(
    "Neem de tijd van nu",
    "Use the current time",
)
COPY = Translated("Kopieer", "Copy")
COPY_OF = Translated("Kopieer: {what}", "Copy: {what}")
COPIED = Translated("Gekopieerd", "Copied")
