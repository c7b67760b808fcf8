"""Texts of the publication checklist in both languages: about the clip, never about a person."""

from __future__ import annotations

from collections.abc import Mapping

from egv.core.check_values import Found, Topic, Weight
from egv.core.tongue import Both, Tongue

NAMES: Mapping[Topic, Both] = {
    Topic.RESOLUTION: Both("grootte van het beeld", "size of the picture"),
    Topic.ORIENTATION: Both("liggend of staand", "landscape or portrait"),
    Topic.DURATION: Both("lengte", "length"),
    Topic.LIGHT: Both("licht", "light"),
    Topic.BACKLIGHT: Both("tegenlicht", "backlight"),
    Topic.SHARPNESS: Both("scherpte", "sharpness"),
    Topic.SHAKE: Both("rustig beeld", "steady picture"),
    Topic.BLACK: Both("zwart beeld", "black picture"),
    Topic.FROZEN: Both("stilstaand beeld", "frozen picture"),
    Topic.SOUND: Both("geluid", "sound"),
    Topic.LOUDNESS: Both("volume", "loudness"),
    Topic.CLIPPING: Both("vervorming", "clipping"),
    Topic.NOISE: Both("achtergrondgeluid", "background noise"),
    Topic.ECHO: Both("galm", "echo"),
    Topic.SPEECH: Both("spraak", "speech"),
    Topic.DEAD_AIR: Both("stiltes", "dead air"),
    Topic.SUBTITLES: Both("ondertitels", "subtitles"),
    Topic.MUSIC: Both("muzieklicentie", "music licence"),
}

TIPS: Mapping[tuple[Topic, str], Both] = {
    (Topic.RESOLUTION, "small"): Both(
        "De korte kant van het beeld is {side} pixels; zet de camera op minstens {least}.",
        "The short side of the picture is {side} pixels; set the camera to at least {least}.",
    ),
    (Topic.RESOLUTION, "fair"): Both(
        "De korte kant is {side} pixels: bruikbaar, en met {ideal} (Full HD) nog mooier.",
        "The short side is {side} pixels: usable, and finer still with {ideal} (Full HD).",
    ),
    (Topic.ORIENTATION, ""): Both(
        "De opname is {held}, dit recept vraagt {wanted}; houd de telefoon de andere kant op.",
        "The clip is {held}, this recipe asks for {wanted}; hold the phone the other way.",
    ),
    (Topic.DURATION, "long"): Both(
        "De video duurt {seconds} s, hier past hoogstens {most} s; houd één boodschap over.",
        "The video runs {seconds} s, at most {most} s fit here; keep one message.",
    ),
    (Topic.DURATION, "longish"): Both(
        "De video duurt {seconds} s; {low} tot {high} s kijkt het prettigst.",
        "The video runs {seconds} s; {low} to {high} s is best to watch.",
    ),
    (Topic.DURATION, "short"): Both(
        "De video duurt {seconds} s; {low} tot {high} s geeft ruimte voor je boodschap.",
        "The video runs {seconds} s; {low} to {high} s gives your message room.",
    ),
    (Topic.DURATION, "tiring"): Both(
        "De video duurt {seconds} s; na {most} s haken veel kijkers af.",
        "The video runs {seconds} s; after {most} s many viewers leave.",
    ),
    (Topic.LIGHT, "dark"): Both(
        "Het beeld is donker ({percent}%); film met een raam of lamp vóór je.",
        "The picture is dark ({percent}%); film with a window or lamp in front of you.",
    ),
    (Topic.LIGHT, "bright"): Both(
        "Het beeld is heel licht ({percent}%); draai weg van het felle licht.",
        "The picture is very bright ({percent}%); turn away from the glaring light.",
    ),
    (Topic.BACKLIGHT, ""): Both(
        "Het licht komt van achter; draai een kwartslag, dan wordt het gezicht lichter.",
        "The light comes from behind; turn a quarter, and the face gets lighter.",
    ),
    (Topic.SHARPNESS, ""): Both(
        "Het beeld is onscherp; veeg de lens schoon en tik vóór de opname op het gezicht.",
        "The picture is out of focus; wipe the lens and tap on the face before recording.",
    ),
    (Topic.SHAKE, ""): Both(
        "Het beeld beweegt veel; zet de telefoon ergens tegenaan.",
        "The picture shakes; lean the phone against something.",
    ),
    (Topic.BLACK, ""): Both(
        "Het beeld is {seconds} s zwart; knip dat stuk eruit.",
        "The picture is black for {seconds} s; cut that part out.",
    ),
    (Topic.FROZEN, ""): Both(
        "Het beeld staat {seconds} s stil; knip dat stuk eruit of neem het opnieuw op.",
        "The picture stands still for {seconds} s; cut that part out or record it again.",
    ),
    (Topic.SOUND, "none"): Both(
        "Er is geen geluid bij; zet de microfoon aan, of spreek er een stem bij in.",
        "There is no sound; switch the microphone on, or add a voice-over.",
    ),
    (Topic.SOUND, "silent"): Both(
        "Het geluidsspoor is stil; zet de microfoon aan, of spreek er een stem bij in.",
        "The sound track is silent; switch the microphone on, or add a voice-over.",
    ),
    (Topic.LOUDNESS, "quiet"): Both(
        "Het geluid is heel zacht ({lufs} LUFS); leg de microfoon dichterbij.",
        "The sound is very quiet ({lufs} LUFS); put the microphone nearer.",
    ),
    (Topic.LOUDNESS, "loud"): Both(
        "Het geluid is heel hard ({lufs} LUFS); zet de microfoon iets verder weg.",
        "The sound is very loud ({lufs} LUFS); put the microphone a little further away.",
    ),
    (Topic.CLIPPING, ""): Both(
        "Het geluid kraakt op {times} momenten; zet de microfoon iets zachter of verder weg.",
        "The sound distorts at {times} moments; turn the microphone down or put it further away.",
    ),
    (Topic.NOISE, ""): Both(
        "De stem komt maar {db} dB boven het achtergrondgeluid uit; zoek een stillere plek.",
        "The voice is only {db} dB above the background noise; find a quieter place.",
    ),
    (Topic.ECHO, ""): Both(
        "De ruimte galmt ({seconds} s); ga dichter bij de microfoon of neem zachte stoffen erbij.",
        "The room echoes ({seconds} s); go nearer to the microphone, or add soft furnishings.",
    ),
    (Topic.SPEECH, "none"): Both(
        "Er is geen spraak gevonden; klopt dat voor deze video?",
        "No speech was found; is that right for this video?",
    ),
    (Topic.SPEECH, "little"): Both(
        "Er wordt {percent}% van de tijd gesproken; misschien kan er een stuk uit.",
        "There is speech {percent}% of the time; perhaps a part can go.",
    ),
    (Topic.DEAD_AIR, ""): Both(
        "Samen is het {seconds} s stil; egv knipt dat er netjes uit.",
        "It is silent for {seconds} s in all; egv cuts that out neatly.",
    ),
    (Topic.SUBTITLES, "none"): Both(
        "Er zijn geen ondertitels bij, en veel mensen kijken zonder geluid.",
        "It has no subtitles, and many people watch without sound.",
    ),
    (Topic.SUBTITLES, "unreadable"): Both(
        "Bij {count} ondertitels is te weinig tijd om te lezen ({first}).",
        "At {count} subtitles there is too little time to read ({first}).",
    ),
    (Topic.MUSIC, ""): Both(
        "Van de muziek is niet bekend wie het gebruik toestaat; noteer de licentie.",
        "Nobody knows who allows the use of the music; note its licence.",
    ),
}

CURES: Mapping[Topic, str] = {  # the egv command that mends it; none where only a new take helps
    Topic.ORIENTATION: "egv reframe --format {wanted} CLIP",
    Topic.DURATION: "egv trim --silence all CLIP",
    Topic.LIGHT: "egv colour-correct --mode auto CLIP",
    Topic.BLACK: "egv trim --cut START-END CLIP",
    Topic.FROZEN: "egv trim --cut START-END CLIP",
    Topic.SOUND: "egv voice-over --file VOICE.wav CLIP",
    Topic.LOUDNESS: "egv normalise CLIP",
    Topic.NOISE: "egv normalise --denoise speech CLIP",
    Topic.DEAD_AIR: "egv trim --silence all CLIP",
    Topic.SUBTITLES: "egv subtitle CLIP",
    Topic.MUSIC: "egv music --bed FILE --licence TEXT CLIP",
}
HELD = {
    "landscape": Both("liggend", "landscape"),
    "portrait": Both("staand", "portrait"),
    "square": Both("vierkant", "square"),
}
WEIGHTS = {Weight.TIP: Both("tip", "tip"), Weight.FIX: Both("doen", "fix")}
FINE = Both("goed", "ok")
ALL_FINE = Both("Niets gevonden: dit is goed zo.", "Nothing found: this is fine.")
AT = Both("op {clock}", "at {clock}")
CURE = Both("Zo los je het op: {command}", "The cure: {command}")
DO, DONT = Both("Doen: {line}", "Do: {line}"), Both("Niet doen: {line}", "Do not: {line}")
CONTACT = Both("Vragen? {contact}", "Questions? {contact}")
TITLE = Both("Klaar om te delen?", "Ready to share?")
UNREADABLE = Both("Deze opname is niet te lezen: {why}", "This clip cannot be read: {why}")
PICTURE = Both("Het beeld op {clock}", "The picture at {clock}")


def tip_of(found: Found, tongue: Tongue) -> str:
    """Format the one-sentence tip of a finding."""
    facts = {
        name: HELD[value].within(tongue) if isinstance(value, str) and value in HELD else value
        for name, value in found.facts.items()
    }
    return TIPS[found.topic, found.case].within(tongue, **facts)


def cure_of(found: Found) -> str:
    """Format the egv command that mends a finding, with CLIP for the clip; "" where none does."""
    return CURES.get(found.topic, "").replace("{wanted}", str(found.facts.get("wanted", "")))
