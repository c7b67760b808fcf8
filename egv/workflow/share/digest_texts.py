"""The texts of the weekly overview in both languages."""

from egv.core.text.translation import Translated

TITLE = Translated("Video's van week {week}", "Videos of week {week}")
LEAD = Translated(
    "Kies per video: kopieer en plaats, pas aan en deel, of sla over. Alles mag, niets moet.",
    "Choose for each video: copy and post, adapt and share, or skip. It is up to you.",
)
COPY = Translated("Kopieer & plaats", "Copy & post")
ADAPT = Translated("Pas aan & deel", "Adapt & share")
SKIP = Translated("Sla over", "Skip")
SAVE = Translated("Bewaar de redenen", "Save the reasons")
SAVED = Translated("Bewaard als skipped.json.", "Saved as skipped.json.")
SAVED_HOW = Translated(
    "Er wordt niets verstuurd: stuur skipped.json zelf naar wie de video's maakt"
    " (egv feedback import skipped.json).",
    "Nothing is sent: give skipped.json to whoever makes the videos"
    " (egv feedback import skipped.json).",
)
NO_REASON = Translated("Er staat nog geen reden.", "There is no reason yet.")
ANSWERED = Translated("Jullie zeiden, wij deden", "You said, we did")
SKIPPED = Translated(
    "Prima. Wil je zeggen waarom? Dat helpt voor een volgende keer.",
    "Fine. Would you tell us why? It helps next time.",
)
ALT = Translated("Alternatieve tekst", "Alternative text")
COPY_ALT = Translated("Kopieer de alternatieve tekst", "Copy the alternative text")
VARIANTS = {
    "quote": Translated("met een citaat", "with a quote"),
    "question": Translated("met een vraag", "with a question"),
    "thanks": Translated("met een bedankje", "with a thank-you"),
}
COPIED = Translated("Gekopieerd", "Copied")
CHANNEL = Translated("Bericht voor {channel}", "Post for {channel}")
VIDEO = Translated("Video", "Video")
LENGTH = Translated("{seconds} seconden", "{seconds} seconds")
NONE = Translated(
    "In deze week is geen deelpakket gemaakt. Maak er een met: egv share pack CLIP",
    "No share pack was made in this week. Make one with: egv share pack CLIP",
)
