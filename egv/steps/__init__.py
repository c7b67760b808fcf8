"""Every step egv knows, in the order help lists them."""

from egv.core.step import Step
from egv.steps.colour_correct import ColourCorrect
from egv.steps.normalise import Normalise
from egv.steps.trim import Trim

STEPS: tuple[type[Step], ...] = (Trim, ColourCorrect, Normalise)
