"""The texts of the review page in both languages."""

from __future__ import annotations

from egv.core.text.translation import Translated

TITLE = Translated("Bekijken en beslissen: {name}", "Look and decide: {name}")
LEAD_OPEN = Translated(
    "Wacht op akkoord: {count}. Kijk naar de inhoud: klopt de boodschap, kloppen de feiten, mag"
    " iedereen in beeld, past het bij ons? De techniek controleert egv zelf.",
    "Waiting for approval: {count}. Look at the content: is the message right, are the facts"
    " right, may everybody be seen, does it suit us? egv checks the technical side itself.",
)
LEAD = Translated("Niets wacht op een akkoord.", "Nothing waits for approval.")
YOUR_NAME = Translated("Jouw naam (komt in de opdrachten)", "Your name (goes into the commands)")
CONTENTS = Translated("Video's op deze pagina", "Videos on this page")
AFTER = Translated("Zo wordt hij", "As it will be")
BEFORE = Translated("Zo kwam hij binnen", "As it came in")
NO_BEFORE = Translated(
    "De opname zelf ligt hier niet (meer).", "The clip itself is not here (any more)."
)
SIZE = Translated("{size}, {megabytes} MB", "{size}, {megabytes} MB")
LENGTH = Translated("duurt {length}", "runs {length}")
LENGTH_WAS = Translated("duurt {length} (opname {was})", "runs {length} (clip {was})")
DONE_TO_IT = Translated("Wat egv deed, en waarom", "What egv did, and why")
CHECKS = Translated("Controle", "Checks")
NO_CHECKS = Translated("Niets gevonden: dit is goed zo.", "Nothing found: this is fine.")
REMARKS = Translated("Om te weten", "Good to know")
SAID = Translated("Wat er gezegd wordt", "What is said")
SAID_HINT = Translated("Kies een tijd om daarheen te springen.", "Choose a time to go there.")
NOTES = Translated("Opmerkingen", "Notes")
NO_NOTES = Translated("Nog geen opmerkingen.", "No notes yet.")
DEALT_WITH = Translated("afgehandeld", "done")
LOUDNESS = Translated("Hoe hard het klinkt (LUFS, -50 tot 0)", "How loud it is (LUFS, -50 to 0)")
LIGHT = Translated("Hoe licht het beeld is", "How light the picture is")
LINE_BEFORE = Translated("stippellijn: opname", "dashed: clip")
LINE_AFTER = Translated("doorgetrokken: video", "solid: video")
DECIDE = Translated("Beslissen", "Decide")
HOW = Translated(
    "Kopieer een opdracht en plak die in een terminal in de map van het project.",
    "Copy a command and paste it into a terminal, in the folder of the project.",
)
APPROVE = Translated("Akkoord geven", "Approve")
REJECT = Translated("Afkeuren", "Reject")
AGAIN = Translated("Opnieuw maken", "Make it again")
NEW_NOTE = Translated("Opmerking maken", "Write a note")
NOTE_TEXT = Translated("Wat valt op in de inhoud?", "What about the content?")
NOTE_ABOUT = Translated("Gaat over", "Is about")
NOTE_AT = Translated("Tijd in de video", "Time in the video")
TAKE_TIME = Translated("Neem de tijd van nu", "Take the present time")
COPY = Translated("Kopieer", "Copy")
COPY_OF = Translated("Kopieer: {what}", "Copy: {what}")
COPIED = Translated("Gekopieerd", "Copied")
