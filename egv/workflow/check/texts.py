"""Texts of the publication checklist in both languages: about the clip, never about a person."""

from __future__ import annotations

from collections.abc import Mapping

from egv.core.sound.sides import SideFault
from egv.core.text.translation import Translated, UiLanguage
from egv.workflow.check.findings import CheckFinding, CheckTopic, FindingWeight
from egv.workflow.check.rules import BETWEEN_WORDS, IN_PARTS
from egv.workflow.check.unmeasured import MeasuringGap

NAMES: Mapping[CheckTopic, Translated] = {
    CheckTopic.RESOLUTION: Translated("grootte van het beeld", "size of the picture"),
    CheckTopic.ORIENTATION: Translated("liggend of staand", "landscape or portrait"),
    CheckTopic.DURATION: Translated("lengte", "length"),
    CheckTopic.LIGHT: Translated("licht", "light"),
    CheckTopic.BACKLIGHT: Translated("tegenlicht", "backlight"),
    CheckTopic.PEOPLE: Translated("mensen in beeld", "people in view"),
    CheckTopic.SHARPNESS: Translated("scherpte", "sharpness"),
    CheckTopic.SHAKE: Translated("rustig beeld", "steady picture"),
    CheckTopic.BLACK: Translated("zwart beeld", "black picture"),
    CheckTopic.FROZEN: Translated("stilstaand beeld", "frozen picture"),
    CheckTopic.SOUND: Translated("geluid", "sound"),
    CheckTopic.TRACKS: Translated("geluidssporen", "sound tracks"),
    CheckTopic.SIDES: Translated("links en rechts", "left and right"),
    CheckTopic.LOUDNESS: Translated("volume", "loudness"),
    CheckTopic.CLIPPING: Translated("vervorming", "clipping"),
    CheckTopic.NOISE: Translated("achtergrondgeluid", "background noise"),
    CheckTopic.ECHO: Translated("galm", "echo"),
    CheckTopic.SPEECH: Translated("spraak", "speech"),
    CheckTopic.DEAD_AIR: Translated("stiltes", "dead air"),
    CheckTopic.SUBTITLES: Translated("ondertitels", "subtitles"),
    CheckTopic.MUSIC: Translated("muzieklicentie", "music licence"),
    CheckTopic.CHANNEL: Translated("kanaal", "channel"),
}

TIPS: Mapping[tuple[CheckTopic, str], Translated] = {
    (CheckTopic.RESOLUTION, "small"): Translated(
        "De korte kant van het beeld is {side} pixels; zet de camera op minstens {least}.",
        "The short side of the picture is {side} pixels; set the camera to at least {least}.",
    ),
    (CheckTopic.RESOLUTION, "fair"): Translated(
        "De korte kant is {side} pixels: bruikbaar, en met {ideal} (Full HD) nog mooier.",
        "The short side is {side} pixels: usable, and sharper with {ideal} (Full HD).",
    ),
    (CheckTopic.ORIENTATION, ""): Translated(
        "De opname is {held}, dit recept vraagt {wanted}; houd de telefoon de andere kant op.",
        "The clip is {held}, but this recipe needs {wanted}; turn the phone.",
    ),
    (CheckTopic.DURATION, "long"): Translated(
        "De video duurt {seconds} s, hier past hoogstens {most} s; houd één boodschap over.",
        "The video lasts {seconds} s, and at most {most} s fit here; keep to one message.",
    ),
    (CheckTopic.DURATION, IN_PARTS): Translated(
        "De video duurt {seconds} s, hier past hoogstens {most} s; houd één boodschap over, of maak"
        " er {parts} van: de volgende begint met trim --start {split} en gaat naar -o part-2/.",
        "The video lasts {seconds} s, and at most {most} s fit here; keep to one message, or make"
        " {parts} of it: the next begins with trim --start {split} and goes to -o part-2/.",
    ),
    (CheckTopic.DURATION, "longish"): Translated(
        "De video duurt {seconds} s; {low} tot {high} s kijkt het prettigst.",
        "The video lasts {seconds} s; {low} to {high} s is more pleasant to watch.",
    ),
    (CheckTopic.DURATION, "short"): Translated(
        "De video duurt {seconds} s; {low} tot {high} s geeft ruimte voor je boodschap.",
        "The video lasts {seconds} s; {low} to {high} s leaves room for your message.",
    ),
    (CheckTopic.DURATION, "tiring"): Translated(
        "De video duurt {seconds} s; na {most} s haken veel kijkers af.",
        "The video lasts {seconds} s; after {most} s many viewers stop watching.",
    ),
    (CheckTopic.LIGHT, "dark"): Translated(
        "Het beeld is donker ({percent}%); film met een raam of lamp vóór je.",
        "The picture is dark ({percent}%); film with a window or lamp in front of you.",
    ),
    (CheckTopic.LIGHT, "bright"): Translated(
        "Het beeld is heel licht ({percent}%); draai weg van het felle licht.",
        "The picture is very bright ({percent}%); turn away from the bright light.",
    ),
    (CheckTopic.BACKLIGHT, ""): Translated(
        "Het licht komt van achter; draai een kwartslag, dan wordt het gezicht lichter.",
        "The light comes from behind; make a quarter turn, so that light falls on the face.",
    ),
    (CheckTopic.PEOPLE, ""): Translated(
        "In beeld gezien: {seen}, dit recept verwacht {wanted}; weet iedereen ervan?",
        "People in view: {seen}, and this recipe expects {wanted}; does everybody know of it?",
    ),
    (CheckTopic.SHARPNESS, ""): Translated(
        "Het beeld is onscherp; veeg de lens schoon en tik vóór de opname op het gezicht.",
        "The picture is out of focus; wipe the lens and tap on the face before recording.",
    ),
    (CheckTopic.SHAKE, ""): Translated(
        "Het beeld beweegt veel; zet de telefoon ergens tegenaan.",
        "The picture shakes; lean the phone against something.",
    ),
    (CheckTopic.BLACK, ""): Translated(
        "Het beeld is {seconds} s zwart; knip dat stuk eruit.",
        "The picture is black for {seconds} s; cut that part out.",
    ),
    (CheckTopic.FROZEN, ""): Translated(
        "Het beeld staat {seconds} s stil; knip dat stuk eruit of neem het opnieuw op.",
        "The picture stands still for {seconds} s; cut that part out or record it again.",
    ),
    (CheckTopic.SOUND, "none"): Translated(
        "Er is geen geluid bij; zet de microfoon aan, of spreek er een stem bij in.",
        "There is no sound; switch the microphone on, or add a voice-over.",
    ),
    (CheckTopic.SOUND, "silent"): Translated(
        "Het geluidsspoor is stil; zet de microfoon aan, of spreek er een stem bij in.",
        "The sound track is silent; switch the microphone on, or add a voice-over.",
    ),
    (CheckTopic.TRACKS, "some"): Translated(
        "Er zijn {count} geluidssporen; te horen: {used}, niet te horen: {others}.",
        "There are {count} sound tracks; heard: {used}, not heard: {others}.",
    ),
    (CheckTopic.TRACKS, "all"): Translated(
        "Er zijn {count} geluidssporen, die samen te horen zijn: {used}.",
        "There are {count} sound tracks, which are heard together: {used}.",
    ),
    (CheckTopic.SIDES, SideFault.LEFT_ONLY.value): Translated(
        "Het geluid zit alleen links; zet het op beide kanten.",
        "The sound is on the left side only; bring it to both.",
    ),
    (CheckTopic.SIDES, SideFault.RIGHT_ONLY.value): Translated(
        "Het geluid zit alleen rechts; zet het op beide kanten.",
        "The sound is on the right side only; bring it to both.",
    ),
    (CheckTopic.SIDES, SideFault.INVERTED.value): Translated(
        "De twee kanten van het geluid heffen elkaar op; op één luidspreker hoor je bijna niets.",
        "Both sides of the sound cancel each other; one speaker plays nearly nothing.",
    ),
    (CheckTopic.SIDES, SideFault.APART.value): Translated(
        "De ene stem zit ver links en de andere ver rechts; breng ze dichter bij elkaar.",
        "One voice is far to the left and another far to the right; bring them together.",
    ),
    (CheckTopic.SIDES, "left-part"): Translated(
        "Het geluid zit {seconds} s lang alleen links; luister of dat zo hoort.",
        "For {seconds} s the sound is on the left side only; listen whether that is right.",
    ),
    (CheckTopic.SIDES, "right-part"): Translated(
        "Het geluid zit {seconds} s lang alleen rechts; luister of dat zo hoort.",
        "For {seconds} s the sound is on the right side only; listen whether that is right.",
    ),
    (CheckTopic.SIDES, "inverted-part"): Translated(
        "De twee kanten van het geluid heffen elkaar {seconds} s lang op; luister op een telefoon.",
        "For {seconds} s both sides of the sound cancel each other; listen on a phone.",
    ),
    (CheckTopic.LOUDNESS, "faint"): Translated(
        "Het geluid is heel zacht ({lufs} LUFS), en er is geen stem in gevonden: harder maken"
        " versterkt alleen de ruis van de kamer. Hoort er een stem in, neem die dan van dichtbij"
        " op; anders is muziek of een voice-over mooier.",
        "The sound is very quiet ({lufs} LUFS), and no voice was found in it: louder, only the"
        " noise of the room would be heard better. If a voice belongs in it, record it from close"
        " by; otherwise music or a voice-over does better.",
    ),
    (CheckTopic.LOUDNESS, "quiet"): Translated(
        "Het geluid is heel zacht ({lufs} LUFS); leg de microfoon dichterbij.",
        "The sound is very quiet ({lufs} LUFS); put the microphone closer.",
    ),
    (CheckTopic.LOUDNESS, "loud"): Translated(
        "Het geluid is heel hard ({lufs} LUFS); zet de microfoon iets verder weg.",
        "The sound is very loud ({lufs} LUFS); put the microphone a little further away.",
    ),
    (CheckTopic.CLIPPING, ""): Translated(
        "Het geluid kraakt op {times} momenten; zet de microfoon iets zachter of verder weg.",
        "The sound is distorted at {times} moments; turn the microphone down or move"
        " it further away.",
    ),
    (CheckTopic.NOISE, ""): Translated(
        "De stem komt maar {db} dB boven het achtergrondgeluid uit; zoek een stillere plek.",
        "The voice is only {db} dB above the background noise; find a quieter place.",
    ),
    (CheckTopic.ECHO, ""): Translated(
        "De ruimte galmt ({seconds} s); ga dichter bij de microfoon of neem zachte stoffen erbij.",
        "The room echoes ({seconds} s); move closer to the microphone, or add soft furnishings.",
    ),
    (CheckTopic.SPEECH, "none"): Translated(
        "Er is geen spraak gevonden; klopt dat voor deze video?",
        "No speech was found; is that right for this video?",
    ),
    (CheckTopic.SPEECH, "little"): Translated(
        "Er wordt {percent}% van de tijd gesproken; misschien kan er een stuk uit.",
        "There is speech {percent}% of the time; perhaps a part can be cut.",
    ),
    (CheckTopic.DEAD_AIR, ""): Translated(
        "Samen is het {seconds} s stil; egv knipt dat er netjes uit.",
        "It is silent for {seconds} s in total; egv can cut that out.",
    ),
    (CheckTopic.DEAD_AIR, BETWEEN_WORDS): Translated(
        "Samen is het {seconds} s stil. Begon je daarna opnieuw? Knip het begin weg met"
        " trim --cut 0-{restart}.",
        "It is silent for {seconds} s in total. Began again after it? Cut the first attempt with"
        " trim --cut 0-{restart}.",
    ),
    (CheckTopic.SUBTITLES, "none"): Translated(
        "Er zijn geen ondertitels bij, en veel mensen kijken zonder geluid.",
        "It has no subtitles, and many people watch without sound.",
    ),
    (CheckTopic.SUBTITLES, "unreadable"): Translated(
        "Bij {count} ondertitels is te weinig tijd om te lezen ({first}).",
        "{count} subtitles are too short to read in time ({first}).",
    ),
    (CheckTopic.MUSIC, ""): Translated(
        "Van de muziek is niet bekend wie het gebruik toestaat; noteer de licentie.",
        "It is not known who allows the use of the music; note its licence.",
    ),
    (CheckTopic.CHANNEL, "long"): Translated(
        "Op {channel} mag een video {most} s duren, en deze duurt {seconds} s; kort hem in.",
        "On {channel} a video may last {most} s, and this one lasts {seconds} s; shorten it.",
    ),
    (CheckTopic.CHANNEL, "short"): Translated(
        "Op {channel} duurt een video minstens {least} s, en deze duurt {seconds} s.",
        "On {channel} a video lasts at least {least} s, and this one lasts {seconds} s.",
    ),
    (CheckTopic.CHANNEL, "large"): Translated(
        "Op {channel} past {most} MB, en deze video is {size} MB; maak hem korter.",
        "{channel} takes {most} MB, and this video is {size} MB; make it shorter.",
    ),
    (CheckTopic.CHANNEL, "shape"): Translated(
        "{channel} neemt dit beeld van {size} niet aan; maak er een andere vorm van.",
        "{channel} does not take this picture of {size}; make another shape of it.",
    ),
}

HELD = {
    "landscape": Translated("liggend", "landscape"),
    "portrait": Translated("staand", "portrait"),
    "square": Translated("vierkant", "square"),
}
WEIGHTS = {
    FindingWeight.TIP: Translated("tip", "tip"),
    FindingWeight.FIX: Translated("doen", "fix"),
}
NOTHING = Translated("Niets gevonden bij: {topics}", "Nothing found in: {topics}")
NOTHING_ELSE = Translated("Verder niets gevonden bij: {topics}", "Nothing else found in: {topics}")
UNMEASURED = Translated("Niet gemeten: {gaps}", "Not measured: {gaps}")
GAPS: Mapping[MeasuringGap, Translated] = {
    MeasuringGap.NO_SOUND: Translated("er is geen geluid", "there is no sound"),
    MeasuringGap.SILENT: Translated("het geluidsspoor is stil", "the sound track is silent"),
    MeasuringGap.NO_MODEL: Translated("er is geen spraakmodel", "there is no speech model"),
    MeasuringGap.NO_SPEECH: Translated("er is geen spraak", "no speech was found"),
    MeasuringGap.FEW_PAUSES: Translated("te weinig pauzes", "too few pauses"),
    MeasuringGap.NOISY: Translated("te veel ruis", "too much noise"),
    MeasuringGap.NO_FACE: Translated("geen gezicht gezien", "no face was seen"),
    MeasuringGap.SCREEN: Translated("een schermopname", "a screen recording"),
    MeasuringGap.NO_PICTURE: Translated("het beeld is zwart", "the picture is black"),
    MeasuringGap.PLAIN: Translated("het beeld is te effen", "the picture is too plain"),
    MeasuringGap.NO_SUBTITLES: Translated("er zijn er geen", "there are none"),
    MeasuringGap.NO_MUSIC: Translated("egv zette geen muziek onder", "egv added no music"),
    MeasuringGap.FINISHED: Translated("egv knipte deze video al", "egv has cut this video already"),
    MeasuringGap.NOT_ASKED: Translated("niet gevraagd", "not asked for"),
}
TO_MEND = {  # by how many there are
    0: Translated(
        "Niets gevonden dat je moet aanpassen{rest}.", "Nothing to mend was found{rest}."
    ),
    1: Translated(
        "1 ding om aan te passen voor je deelt{rest}.", "1 thing to mend before sharing{rest}."
    ),
    2: Translated(
        "{count} dingen om aan te passen voor je deelt{rest}.",
        "{count} things to mend before sharing{rest}.",
    ),
}
ONE_TIP, TIPS_TOO = Translated("1 tip", "1 tip"), Translated("{count} tips", "{count} tips")
ONE_UNREADABLE = Translated("1 opname is niet te lezen", "1 clip cannot be read")
SOME_UNREADABLE = Translated("{count} opnames zijn niet te lezen", "{count} clips cannot be read")
NOTHING_READ = Translated(
    "Niets gecontroleerd: geen opname is te lezen.", "Nothing was checked: no clip can be read."
)
OUTDATED = Translated(
    "Wat kanalen aannemen is voor het laatst nagekeken op {day}; kijk ook bij het kanaal zelf.",
    "What channels take was last checked on {day}; look at the channel itself too.",
)
GOAL = Translated("Eén boodschap? Het doel: {goal}", "One message? The goal: {goal}")
AT = Translated("op {clock}", "at {clock}")
CURE = Translated("Zo los je het op: {command}", "To solve it: {command}")
DO, DONT = (
    Translated("Doen: {line}", "Do: {line}"),
    Translated("Niet doen: {line}", "Don't: {line}"),
)
CONTACT = Translated("Vragen? {contact}", "Questions? {contact}")
TITLE = Translated("Klaar om te delen?", "Ready to share?")
UNREADABLE = Translated("Deze opname is niet te lezen: {why}", "This clip cannot be read: {why}")
PICTURE = Translated("Het beeld op {clock}", "The picture at {clock}")


def format_tip(found: CheckFinding, tongue: UiLanguage) -> str:
    """Format the one-sentence tip of a finding."""
    facts = {
        name: HELD[value].render(tongue) if isinstance(value, str) and value in HELD else value
        for name, value in found.facts.items()
    }
    return TIPS[found.topic, found.case].render(tongue, **facts)
