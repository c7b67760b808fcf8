"""All errors that a user can meet, each with its exit code and its kind."""

from __future__ import annotations

import errno
from typing import ClassVar


class EgvError(Exception):
    """A problem that the user can act on: one sentence with what is wrong and what to do.

    `hint` is a line to try. `token` is the wrong word as it was written, and `did_you_mean` the one
    that was probably meant. `details` are what a program or a library said, for a log.
    """

    exit_code: ClassVar[int] = 1
    kind: ClassVar[str] = "render"

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        token: str = "",
        did_you_mean: str = "",
        details: str = "",
    ) -> None:
        super().__init__(message)
        self.hint, self.step, self.details = hint, "", details
        self.token, self.did_you_mean = token, did_you_mean


class RenderError(EgvError):
    """A failure of ffmpeg, or an output that is not as planned."""


class InputError(EgvError):
    """A clip that cannot be read, or that holds too little to work on."""

    kind = "input"


class LanguageError(EgvError):
    """A spoken language that could not be detected, or that is not among the expected ones."""

    kind = "language"


class UsageError(EgvError):
    """A command line that asks for something impossible; found before any work."""

    exit_code = 2
    kind = "usage"


class RecipeError(UsageError):
    """A faulty recipe file; the message lists every fault with file, line and column."""

    kind = "recipe"


class KitError(UsageError):
    """A faulty brand kit; the message lists every fault with file, line and column."""

    kind = "kit"


class ProjectError(UsageError):
    """A faulty project file; the message lists every fault with file, line and column."""

    kind = "project"


class ConflictError(UsageError):
    """An output that would destroy a file that is not egv's to replace."""

    kind = "conflict"


class GateError(EgvError):
    """A deliberate stop: the request needs a person's decision first."""

    exit_code = 4
    kind = "gate"


class EnvironmentFault(EgvError):  # noqa: N818  # EnvironmentError is Python's own
    """A lack on the machine: ffmpeg, a model, a font, disk space, permission."""

    exit_code = 5
    kind = "environment"


class InterruptedRun(BaseException):
    """An interruption by the user (Ctrl-C) or by a signal to the process.

    Not a subclass of Exception, like Python's KeyboardInterrupt, so that no code treats it as a
    fault.
    """

    kind: ClassVar[str] = "interrupted"
    step, hint, token, did_you_mean, details = "", "", "", "", ""

    def __init__(self, signal_number: int) -> None:
        super().__init__("stopped; run the same line again and egv continues where it was")
        self.signal_number = signal_number

    @property
    def exit_code(self) -> int:
        """The exit code by the shells' convention: 128 plus the signal number."""
        return 128 + self.signal_number


_WENT_AWAY = "the drive went away meanwhile; look at it, and run the same line again"
LACKING = {
    errno.ENOSPC: "the disk is full; free some space and run the same line again",
    errno.EDQUOT: "your share of the disk is full; free some space and run the same line again",
    errno.EFBIG: "the limit on file size is too low; raise it (ulimit -f)",
    errno.EROFS: "the disk is read-only; choose another folder with -o",
    errno.EACCES: "permission denied; ask who owns it, or change its permissions",
    errno.EIO: "the disk cannot be read or written; check the disk first",
    errno.EPERM: "not permitted; ask who owns it, or change its permissions",
    errno.ENODEV: _WENT_AWAY,
    errno.ENXIO: _WENT_AWAY,
    errno.ENOTCONN: _WENT_AWAY,
    errno.ESTALE: "the network drive was disconnected; reconnect it and run the same line again",
    errno.ENAMETOOLONG: "the name or the path is too long for the disk; shorten it",
    errno.ELOOP: "a link there leads back to itself; remove the link",
    errno.EMFILE: "too many files are open; use fewer jobs (-j) or raise the limit (ulimit -n)",
}

GONE = "the drive went away meanwhile; look at it, and run the same line again"
LACKING_ON_WINDOWS = {  # system error codes, of which errno tells less (winerror.h)
    21: GONE,  # ERROR_NOT_READY
    32: "another program holds it open; close it there, and run the same line again",
    33: "another program has locked it; close it there, and run the same line again",
    53: GONE,  # ERROR_BAD_NETPATH
    55: GONE,  # ERROR_DEV_NOT_EXIST
    59: GONE,  # ERROR_UNEXP_NET_ERR
    64: GONE,  # ERROR_NETNAME_DELETED
    67: GONE,  # ERROR_BAD_NET_NAME
    121: GONE,  # ERROR_SEM_TIMEOUT
    206: "the name or the path is too long for Windows; choose a folder nearer to the drive",
    433: GONE,  # ERROR_NO_SUCH_DEVICE
    1117: GONE,  # ERROR_IO_DEVICE
    1167: GONE,  # ERROR_DEVICE_NOT_CONNECTED
}


CAUSES = {
    errno.ENOENT: "it is not there",
    errno.EISDIR: "it is a folder",
    errno.ENOTDIR: "a part of its path is a file",
    errno.EACCES: "permission denied",
    errno.EPERM: "not permitted",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is full",
    errno.EFBIG: "it is larger than the limit on file size",
    errno.EROFS: "the disk is read-only",
    errno.EIO: "the disk cannot be read or written",
    errno.ENODEV: "the drive went away",
    errno.ENXIO: "the drive went away",
    errno.ENOTCONN: "the drive went away",
    errno.ESTALE: "the network drive was disconnected",
    errno.ENAMETOOLONG: "the name or the path is too long",
    errno.EINVAL: "the disk does not take this name",
    errno.ELOOP: "a link there leads back to itself",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
    errno.EBUSY: "another program uses it",
    errno.ETXTBSY: "another program uses it",
    errno.EEXIST: "there is a file of this name",
    errno.ENOTEMPTY: "the folder is not empty",
    errno.ENOMEM: "the memory is full",
    errno.ENOEXEC: "it is no program for this system",
    errno.ECONNREFUSED: "the connection was refused",
    errno.ECONNRESET: "the connection was broken off",
    errno.EPIPE: "the connection was broken off",
    errno.ENETUNREACH: "there is no network",
    errno.EHOSTUNREACH: "there is no network",
    errno.ETIMEDOUT: "no answer in time",
}
CAUSES_ON_WINDOWS = {  # system error codes, of which errno tells less (winerror.h)
    32: "another program holds it open",
    33: "another program has locked it",
    206: "the name or the path is too long",
}


def name_cause(error: OSError) -> str:
    """Name in plain words what the system refused, as part of a sentence, never in its own words.

    A cause without words here is named by its number.
    """
    on_windows = CAUSES_ON_WINDOWS.get(getattr(error, "winerror", None) or 0)
    number = error.errno or 0
    if words := on_windows or CAUSES.get(number):
        return words
    return f"the system reports error {number}" if number else "the system gives no reason"


def to_environment_fault(error: BaseException) -> EnvironmentFault | None:
    """Convert `error` to a fault of the machine; None where the cause is a bug in egv."""
    if isinstance(error, MemoryError):
        return EnvironmentFault("the memory is full; use fewer jobs (-j) or close other programs")
    if not isinstance(error, OSError):
        return None
    on_windows = LACKING_ON_WINDOWS.get(getattr(error, "winerror", None) or 0)
    words = on_windows or LACKING.get(error.errno or 0)
    if words is None:
        return None
    place = getattr(error, "filename", None)
    return EnvironmentFault(f"{place}: {words}" if place else words)
