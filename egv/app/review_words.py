"""The texts of the review page in both languages."""

from __future__ import annotations

from types import SimpleNamespace

from egv.core.tongue import Both

WORDS = SimpleNamespace(
    title=Both("Bekijken en beslissen: {name}", "Look and decide: {name}"),
    lead_open=Both(
        "Wacht op akkoord: {count}. Kijk naar de inhoud: klopt de boodschap, kloppen de feiten, mag"
        " iedereen in beeld, past het bij ons? De techniek controleert egv zelf.",
        "Waiting for approval: {count}. Look at the content: is the message right, are the facts"
        " right, may everybody be seen, does it suit us? egv checks the technical side itself.",
    ),
    lead=Both("Niets wacht op een akkoord.", "Nothing waits for approval."),
    your_name=Both("Jouw naam (komt in de opdrachten)", "Your name (goes into the commands)"),
    contents=Both("Video's op deze pagina", "Videos on this page"),
    after=Both("Zo wordt hij", "As it will be"),
    before=Both("Zo kwam hij binnen", "As it came in"),
    no_before=Both(
        "De opname zelf ligt hier niet (meer).", "The clip itself is not here (any more)."
    ),
    size=Both("{size}, {megabytes} MB", "{size}, {megabytes} MB"),
    length=Both("duurt {length}", "runs {length}"),
    length_was=Both("duurt {length} (opname {was})", "runs {length} (clip {was})"),
    done_to_it=Both("Wat egv deed, en waarom", "What egv did, and why"),
    checks=Both("Controle", "Checks"),
    no_checks=Both("Niets gevonden: dit is goed zo.", "Nothing found: this is fine."),
    remarks=Both("Om te weten", "Good to know"),
    said=Both("Wat er gezegd wordt", "What is said"),
    said_hint=Both("Kies een tijd om daarheen te springen.", "Choose a time to go there."),
    notes=Both("Opmerkingen", "Notes"),
    no_notes=Both("Nog geen opmerkingen.", "No notes yet."),
    dealt_with=Both("afgehandeld", "done"),
    loudness=Both("Hoe hard het klinkt (LUFS, -50 tot 0)", "How loud it is (LUFS, -50 to 0)"),
    light=Both("Hoe licht het beeld is", "How light the picture is"),
    line_before=Both("stippellijn: opname", "dashed: clip"),
    line_after=Both("doorgetrokken: video", "solid: video"),
    decide=Both("Beslissen", "Decide"),
    how=Both(
        "Kopieer een opdracht en plak die in een terminal in de map van het project.",
        "Copy a command and paste it into a terminal, in the folder of the project.",
    ),
    approve=Both("Akkoord geven", "Approve"),
    reject=Both("Afkeuren", "Reject"),
    again=Both("Opnieuw maken", "Make it again"),
    new_note=Both("Opmerking maken", "Write a note"),
    note_text=Both("Wat valt op in de inhoud?", "What about the content?"),
    note_about=Both("Gaat over", "Is about"),
    note_at=Both("Tijd in de video", "Time in the video"),
    take_time=Both("Neem de tijd van nu", "Take the present time"),
    copy=Both("Kopieer", "Copy"),
    copy_of=Both("Kopieer: {what}", "Copy: {what}"),
    copied=Both("Gekopieerd", "Copied"),
)
