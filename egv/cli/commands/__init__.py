"""The commands beside the step chain, in the order of their completion."""

from egv.cli.binding.command import Command
from egv.cli.commands.check import CHECK
from egv.cli.commands.config import CONFIG
from egv.cli.commands.demo import DEMO
from egv.cli.commands.doctor import DOCTOR, LIST, VERSION
from egv.cli.commands.feedback import FEEDBACK
from egv.cli.commands.guide import GUIDE
from egv.cli.commands.init import INIT
from egv.cli.commands.kit import KIT
from egv.cli.commands.model import MODEL
from egv.cli.commands.privacy import PRIVACY
from egv.cli.commands.purge import PURGE
from egv.cli.commands.recipe import RECIPE
from egv.cli.commands.report import REPORT
from egv.cli.commands.review import REVIEW
from egv.cli.commands.share import SHARE
from egv.cli.commands.watch import WATCH

COMMANDS: tuple[Command, ...] = (
    RECIPE, KIT, INIT, DEMO, GUIDE, WATCH, CHECK, REVIEW, SHARE, REPORT, FEEDBACK, PURGE, PRIVACY,
    MODEL,
    DOCTOR, CONFIG, LIST, VERSION,
)  # fmt: skip
