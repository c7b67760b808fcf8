"""The words on the page of a kit, in both languages."""

from __future__ import annotations

from egv.core.text.translation import Plural, Translated

SAFE_AREA = Translated(
    "Laat zien wat apps en spelers kunnen bedekken", "Show what apps and players may cover"
)
COVERED = Translated("kan bedekt raken", "may be covered")
FREE = Translated("blijft altijd vrij", "always stays free")
COLOURS, FONTS = Translated("Kleuren", "Colours"), Translated("Lettertypen", "Fonts")
COLOUR_LEGEND = Translated(
    "Aa staat in zwart of wit, wat het best leest. Vanaf een contrast van 4,5:1 is ook kleine tekst"
    " goed te lezen; groot mag vanaf 3:1.",
    "Aa is black or white, whichever reads best. From a contrast of 4.5:1 small text can be read"
    " too; large text from 3:1.",
)
CONTRAST = Translated("contrast {ratio}:1", "contrast {ratio}:1")
ROLES = {
    "heading": Translated("Koppen", "Headlines"),
    "body": Translated("Andere tekst", "Other text"),
    "caption": Translated("Ondertitels", "Subtitles"),
}
SPECIMEN = Translated("Goed verteld, zo gedeeld", "Well told, soon shared")
LETTERS = "AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpQqRrSsTtUuVvWwXxYyZz 0123456789 é ë ï ü ø ç & ? ! € @"
NO_SPECIMEN = Translated(
    "Dit lettertype past of mag niet in een pagina. In je video's staat het wel.",
    "This font may not be put in a page, or is too large. Your videos do have it.",
)
READABLE = Translated(
    "Alle tekst in deze huisstijl is goed te lezen.", "All text in this kit can be read well."
)
HARD_TO_READ = Plural(
    Translated(
        "1 tekst in deze huisstijl is lastig te lezen. Kijk met egv kit validate welke.",
        "1 text in this kit is hard to read. See which with egv kit validate.",
    ),
    Translated(
        "{count} teksten in deze huisstijl zijn lastig te lezen. Kijk met egv kit validate welke.",
        "{count} texts in this kit are hard to read. See which with egv kit validate.",
    ),
)
PARTS = {
    "intro": Translated("intro", "intro"),
    "programme": Translated("de video zelf", "programme"),
    "outro": Translated("outro", "outro"),
}
WITH_LONG_TEXTS = Translated("{part}, lange teksten", "{part}, long texts")
