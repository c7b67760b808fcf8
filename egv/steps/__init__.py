"""All steps, in the order in which help lists them."""

from egv.core.programme.step import Step
from egv.steps.brand import Brand
from egv.steps.colour_correct import ColourCorrect
from egv.steps.lower_third import LowerThirdStep
from egv.steps.music import Music
from egv.steps.normalise import Normalise
from egv.steps.reframe import Reframe
from egv.steps.subtitle import Subtitle
from egv.steps.trim import Trim
from egv.steps.voice_over import VoiceOver

STEPS: tuple[type[Step], ...] = (
    Trim,
    ColourCorrect,
    Reframe,
    Normalise,
    VoiceOver,
    Music,
    Subtitle,
    LowerThirdStep,
    Brand,
)
