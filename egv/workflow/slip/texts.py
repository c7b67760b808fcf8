"""The texts of the return slip in both languages: warm, short, and about the video."""

from __future__ import annotations

from collections.abc import Mapping

from egv.core.text.translation import Translated
from egv.workflow.check.findings import CheckTopic
from egv.workflow.slip.deeds import DeedKind
from egv.workflow.slip.goods import GoodKind

TITLE = Translated("Je video is klaar", "Your video is ready")
PRACTICE_TITLE = Translated("Je oefenvideo is klaar", "Your practice video is ready")
MAKER = Translated("Voor {maker}", "For {maker}")
GOODS_HEAD = Translated("Dit ging goed", "This went well")
DEEDS_HEAD = Translated("Dit deed egv voor je", "What egv did for you")
TIP_HEAD = Translated("Eén tip voor de volgende keer", "One tip for next time")
PROGRESS_HEAD = Translated("Jij en je vorige video", "You and your last video")
ASK_HEAD = Translated("Vragen, of toch liever niet?", "Questions, or rather not?")

GOODS: Mapping[GoodKind, Translated] = {
    GoodKind.FACE: Translated(
        "Het gezicht staat mooi in beeld, met ruimte eromheen.",
        "The face is well placed, with room around it.",
    ),
    GoodKind.VOICE: Translated(
        "De stem is goed te verstaan: {db} dB boven het geluid eromheen.",
        "The voice is easy to hear: {db} dB above the sound around it.",
    ),
    GoodKind.PACE: Translated(
        "Het spreektempo is prettig: ongeveer {words} woorden per minuut.",
        "The pace of speech is pleasant: about {words} words a minute.",
    ),
    GoodKind.LIGHT: Translated(
        "Er is genoeg licht, en het komt van de goede kant.",
        "There is enough light, and it comes from the right side.",
    ),
    GoodKind.STEADY: Translated("De camera staat lekker stil.", "The camera is nice and steady."),
    GoodKind.SHARP: Translated("Het beeld is scherp.", "The picture is sharp."),
    GoodKind.LENGTH: Translated(
        "De lengte is goed: {length}. Rond de {low} tot {high} kijkt het prettigst.",
        "The length is right: {length}. From {low} to {high} is pleasant to watch.",
    ),
    GoodKind.LEVEL: Translated(
        "Het geluid is op een goede sterkte opgenomen.",
        "The sound was recorded at a good level.",
    ),
    GoodKind.DRY: Translated(
        "De ruimte galmt niet: dat klinkt rustig.", "The room does not echo: that sounds calm."
    ),
}
MADE_IT = Translated(
    "Je hebt het gedaan: hier is een video van {length}.",
    "You did it: here is a video of {length}.",
)

DEEDS: Mapping[DeedKind, Translated] = {
    DeedKind.JOINED: Translated("{count} opnames aan elkaar gezet", "put {count} clips together"),
    DeedKind.SILENCE: Translated(
        "stiltes weggehaald: samen {seconds} seconden",
        "took out silences: {seconds} seconds together",
    ),
    DeedKind.CUT: Translated(
        "{seconds} seconden eruit geknipt, zoals gevraagd", "cut {seconds} seconds, as asked"
    ),
    DeedKind.LEVELLED: Translated(
        "het geluid even hard gemaakt als andere video's",
        "made the sound as loud as other videos",
    ),
    DeedKind.LOUDER: Translated("het geluid harder gemaakt", "made the sound louder"),
    DeedKind.NOISE: Translated(
        "het geluid op de achtergrond {db} dB zachter gemaakt",
        "made the background noise {db} dB softer",
    ),
    DeedKind.SIDES: Translated(
        "het geluid op beide kanten gezet", "brought the sound to both sides"
    ),
    DeedKind.VOICE_OVER: Translated("de ingesproken stem erbij gezet", "added the narration"),
    DeedKind.LIGHTER: Translated("het beeld iets lichter gemaakt", "made the picture lighter"),
    DeedKind.COLOURS: Translated(
        "de kleuren natuurlijker gemaakt", "made the colours more natural"
    ),
    DeedKind.SUBTITLED: Translated("ondertiteld: {count} regels", "added subtitles: {count} lines"),
    DeedKind.NAME: Translated("een naam in beeld gezet", "showed a name in the picture"),
    DeedKind.MUSIC: Translated("muziek eronder gezet", "put music under it"),
    DeedKind.BRANDED: Translated("de huisstijl erop gezet", "added the house style"),
    DeedKind.FORMATS: Translated(
        "in {count} vormen gemaakt: {formats}", "made {count} shapes: {formats}"
    ),
    DeedKind.CLEANED: Translated(
        "plaats en toestel uit het bestand gehaald", "took place and device out of the file"
    ),
}
ONE_SUBTITLE = Translated("ondertiteld: 1 regel", "added subtitles: 1 line")
FORMATS = {
    "landscape": Translated("liggend", "landscape"),
    "portrait": Translated("staand", "portrait"),
    "square": Translated("vierkant", "square"),
    "source": Translated("zoals opgenomen", "as recorded"),
}

TIPS: Mapping[tuple[CheckTopic, str], Translated] = {
    (CheckTopic.SOUND, "none"): Translated(
        "Er kwam geen geluid mee. Kijk even of de microfoon aanstaat.",
        "No sound came along. See whether the microphone is on.",
    ),
    (CheckTopic.NOISE, ""): Translated(
        "Zoek een stillere plek, of houd de telefoon wat dichterbij: dan wint je stem het.",
        "Find a quieter place, or hold the phone closer: then your voice wins.",
    ),
    (CheckTopic.LOUDNESS, "quiet"): Translated(
        "Leg de microfoon of telefoon wat dichterbij; je hoeft niet harder te praten.",
        "Put the microphone or phone closer; there is no need to speak up.",
    ),
    (CheckTopic.CLIPPING, ""): Translated(
        "Leg de microfoon iets verder weg: dan kraakt het niet als je enthousiast wordt.",
        "Put the microphone a little further away: then nothing crackles when you get going.",
    ),
    (CheckTopic.BACKLIGHT, ""): Translated(
        "Draai een kwartslag, zodat het licht op je gezicht valt in plaats van erachter.",
        "Make a quarter turn, so that the light falls on your face and not behind it.",
    ),
    (CheckTopic.LIGHT, "dark"): Translated(
        "Ga met je gezicht naar een raam of lamp; dat maakt het meteen vriendelijker.",
        "Face a window or a lamp; that looks friendlier at once.",
    ),
    (CheckTopic.LIGHT, "bright"): Translated(
        "Draai wat weg van het felle licht, dan blijven de kleuren mooi.",
        "Turn away from the bright light a little, and the colours stay beautiful.",
    ),
    (CheckTopic.SHARPNESS, ""): Translated(
        "Veeg de lens even schoon, en tik vóór de opname op je gezicht op het scherm.",
        "Wipe the lens, and tap on your face on the screen before you start.",
    ),
    (CheckTopic.SHAKE, ""): Translated(
        "Zet de telefoon ergens tegenaan; dan heb je ook je handen vrij.",
        "Lean the phone against something; then your hands are free too.",
    ),
    (CheckTopic.ECHO, ""): Translated(
        "Kies een kamer met een kleed of gordijnen: daar galmt het minder.",
        "Choose a room with a carpet or curtains: it echoes less.",
    ),
    (CheckTopic.ORIENTATION, ""): Translated(
        "Houd de telefoon een kwartslag gedraaid: dan past je beeld hier precies.",
        "Hold the phone the other way: then your picture fits here exactly.",
    ),
    (CheckTopic.DURATION, "long"): Translated(
        "Kies één boodschap. Korter mag, en kijkt makkelijker.",
        "Choose one message. Shorter is fine, and easier to watch.",
    ),
    (CheckTopic.RESOLUTION, "small"): Translated(
        "Zet de camera van je telefoon op Full HD (1080p): dat ziet er rustiger uit.",
        "Set the camera of your phone to Full HD (1080p): it looks calmer.",
    ),
}
TIPS = {  # two findings that ask for the same
    **TIPS,
    (CheckTopic.SOUND, "silent"): TIPS[CheckTopic.SOUND, "none"],
    (CheckTopic.DURATION, "longish"): TIPS[CheckTopic.DURATION, "long"],
}

DRAFT = Translated(
    "Dit is een concept: eerst kijkt iemand anders mee. Na het akkoord verdwijnt het"
    " merkteken uit beeld.",
    "This is a draft: somebody else looks at it first. After approval the mark leaves the picture.",
)
PRACTICE = Translated(
    "Dit is een oefenvideo: egv deelt hem niet.", "This is a practice video: egv does not share it."
)
ASK = Translated("Vragen? {whom}", "Questions? {whom}")
NO_CONTACT = Translated(
    "Er staat nog geen contactpersoon in de huisstijl. Vraag het aan wie je om deze video vroeg.",
    "No contact is named in the house style yet. Ask whoever asked you for this video.",
)
WITHDRAW = Translated(
    "Wil je deze video toch niet? Zeg tegen {whom}: “Haal mijn video ‘{clip}’ weg.” Dat mag altijd,"
    " en een reden hoeft niet.",
    "You would rather not have this video? Tell {whom}: “Remove my video ‘{clip}’.” You always may,"
    " and you need not say why.",
)
THAT_TEAM = Translated("hen", "them")
THAT_PERSON = Translated("wie je om deze video vroeg", "whoever asked you for it")
REMOVED = Translated(
    "Dan gaan de video, de ondertitels, de deelpakketten en dit briefje weg, en als je dat wilt ook"
    " de opname. Kopieën die al ergens anders staan, halen ze daar weg waar dat kan.",
    "Then the video, its subtitles, share packs and this slip go, and your recording too if you"
    " wish. Copies that are elsewhere already are removed there where that is possible.",
)
DATED = Translated(
    "Gemaakt op {day}. Dit briefje is voor jou; egv stuurt het nergens heen.",
    "Made on {day}. This slip is for you; egv sends it nowhere.",
)

FIRST = Translated("Dit is je eerste video. Welkom!", "This is your first video. Welcome!")
NTH = Translated("Dit is je {nth} video.", "This is your {nth} video.")
MANY = Translated("Dit is je {count}e video.", "This is video {count} of yours.")
ORDINALS = (  # from the second on
    Translated("tweede", "second"),
    Translated("derde", "third"),
    Translated("vierde", "fourth"),
    Translated("vijfde", "fifth"),
    Translated("zesde", "sixth"),
    Translated("zevende", "seventh"),
    Translated("achtste", "eighth"),
    Translated("negende", "ninth"),
    Translated("tiende", "tenth"),
)
CLEARER = Translated(
    "De stem ligt {db} dB verder boven het geluid eromheen dan de vorige keer.",
    "The voice is {db} dB further above the sound around it than last time.",
)
