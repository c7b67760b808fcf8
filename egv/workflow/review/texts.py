"""The texts of the review page in both languages."""

from __future__ import annotations

from types import SimpleNamespace

from egv.core.text.translation import Translated

WORDS = SimpleNamespace(
    title=Translated("Bekijken en beslissen: {name}", "Watch and decide: {name}"),
    lead_open=Translated(
        "Wacht op akkoord: {count}. Kijk naar de inhoud: klopt de boodschap, kloppen de feiten, mag"
        " iedereen in beeld, past het bij ons? De techniek controleert egv zelf.",
        "Waiting for approval: {count}. Look at the content: is the message right, are the"
        " facts right, has everybody agreed to be seen, does it suit us? egv checks the"
        " technical side itself.",
    ),
    lead=Translated("Niets wacht op een akkoord.", "Nothing is waiting for approval."),
    your_name=Translated("Jouw naam (komt in de opdrachten)", "Your name (goes into the commands)"),
    contents=Translated("Video's op deze pagina", "Videos on this page"),
    after=Translated("Zo wordt hij", "The video"),
    before=Translated("Zo kwam hij binnen", "The clip"),
    no_before=Translated(
        "De opname zelf ligt hier niet (meer).", "The clip is not here (any more)."
    ),
    size=Translated("{size}, {megabytes} MB", "{size}, {megabytes} MB"),
    length=Translated("duurt {length}", "lasts {length}"),
    length_was=Translated("duurt {length} (opname {was})", "lasts {length} (clip {was})"),
    done_to_it=Translated("Wat egv deed, en waarom", "What egv did, and why"),
    checks=Translated("Controle", "Checks"),
    no_checks=Translated(
        "Niets gevonden: dit is goed zo.", "Nothing found: this is fine as it is."
    ),
    remarks=Translated("Om te weten", "Good to know"),
    said=Translated("Wat er gezegd wordt", "What is spoken"),
    said_hint=Translated("Kies een tijd om daarheen te springen.", "Choose a time to go there."),
    notes=Translated("Opmerkingen", "Notes"),
    no_notes=Translated("Nog geen opmerkingen.", "No notes yet."),
    dealt_with=Translated("afgehandeld", "done"),
    loudness=Translated("Hoe hard het klinkt (LUFS, -50 tot 0)", "How loud it is (LUFS, -50 to 0)"),
    light=Translated("Hoe licht het beeld is", "How light the picture is"),
    line_before=Translated("stippellijn: opname", "dashed: clip"),
    line_after=Translated("doorgetrokken: video", "solid: video"),
    decide=Translated("Beslissen", "Decide"),
    how=Translated(
        "Kopieer een opdracht en plak die in een terminal in de map van het project.",
        "Copy a command and paste it into a terminal, in the folder of the project.",
    ),
    approve=Translated("Akkoord geven", "Approve"),
    reject=Translated("Afkeuren", "Reject"),
    again=Translated("Opnieuw maken", "Make it again"),
    new_note=Translated("Opmerking maken", "Write a note"),
    note_text=Translated("Wat valt op in de inhoud?", "Your note about the content"),
    note_about=Translated("Gaat over", "Category"),
    note_at=Translated("Tijd in de video", "Time in the video"),
    take_time=Translated("Neem de tijd van nu", "Use the current time"),
    copy=Translated("Kopieer", "Copy"),
    copy_of=Translated("Kopieer: {what}", "Copy: {what}"),
    copied=Translated("Gekopieerd", "Copied"),
)
