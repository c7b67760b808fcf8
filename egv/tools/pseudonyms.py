"""Names that stand for people: the same for the same person, and nobody's without the secret."""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
import unicodedata
from pathlib import Path

import platformdirs

from egv.core.errors import EnvironmentFault

SECRET_BYTES = 32
SHOWN = 16  # hexadecimal digits: 64 bits tell the people of any organisation apart


def pseudonym_of(name: str) -> str:
    """What stands for the person called `name`, however it is spaced or capitalised.

    It is keyed (HMAC-SHA-256) by a secret of this user, for a plain hash of a name is found by
    trying names (GDPR, recital 26). Raises EnvironmentFault when the secret cannot be read or kept.
    """
    return hmac.digest(_secret(), plain_name(name).encode(), "sha256").hex()[:SHOWN]


def plain_name(name: str) -> str:
    """`name` as it is compared with others: spaces and capitals tell nobody apart."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def place() -> Path:
    """Where the secret is kept: `EGV_SECRET`, else a file of the user's own.

    Teams that share a ledger share the file, so that the same person is the same on each machine.
    """
    chosen = os.environ.get("EGV_SECRET")
    own = platformdirs.user_data_path("egv", appauthor=False) / "secret"
    return Path(chosen) if chosen else own


def check() -> None:
    """Raise EnvironmentFault when the secret cannot be used or made; nothing is written."""
    path = place()
    try:
        _read(path)
    except FileNotFoundError:
        above = next(each for each in path.absolute().parents if each.exists())
        if not os.access(above, os.W_OK):
            raise _unusable(path, "no permission to make it") from None
    except OSError as error:
        raise _unusable(path, error.strerror) from None


def _secret() -> bytes:
    path = place()
    try:
        try:
            return _read(path)
        except FileNotFoundError:
            _keep_new(path)
            return _read(path)
    except OSError as error:
        raise _unusable(path, error.strerror) from None


def _unusable(path: Path, why: str | None) -> EnvironmentFault:
    return EnvironmentFault(
        f"{path}: the secret for pseudonyms cannot be used ({why});"
        " name a file of yours with EGV_SECRET"
    )


def _read(path: Path) -> bytes:
    secret = path.read_bytes().strip()
    if len(secret) < SECRET_BYTES:
        raise EnvironmentFault(
            f"{path}: the secret for pseudonyms is too short ({len(secret)} bytes, at least"
            f" {SECRET_BYTES}); restore it, or remove it and people get other pseudonyms"
        )
    return secret


def _keep_new(path: Path) -> None:
    """Keep a new secret, whole, unless another run does so at this moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    own = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_hex(SECRET_BYTES).encode())
        os.fsync(file.fileno())
    try:
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(own)
    finally:
        own.unlink(missing_ok=True)
