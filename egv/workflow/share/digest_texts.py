"""The texts of the weekly overview in both languages."""

from egv.core.text.translation import Translated

TITLE = Translated("Video's van week {week}", "Videos of week {week}")
LEAD = Translated(
    "Kies per video: kopieer en plaats, pas aan en deel, of sla over. Alles mag, niets moet.",
    "Choose for each video: copy and post, adapt and share, or skip. All is welcome, none is due.",
)
COPY = Translated("Kopieer & plaats", "Copy & post")
ADAPT = Translated("Pas aan & deel", "Adapt & share")
SKIP = Translated("Sla over", "Skip")
SKIPPED = Translated(
    "Prima. Wil je zeggen waarom? Dat helpt voor een volgende keer.",
    "Fine. Would you say why? It helps the next time.",
)
COPIED = Translated("Gekopieerd", "Copied")
CHANNEL = Translated("Bericht voor {channel}", "Post for {channel}")
VIDEO = Translated("Video", "Video")
LENGTH = Translated("{seconds} seconden", "{seconds} seconds")
NONE = Translated(
    "In deze week is geen deelpakket gemaakt. Maak er een met: egv share pack CLIP",
    "No share pack was made in this week. Make one with: egv share pack CLIP",
)
