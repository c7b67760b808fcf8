"""Pseudonyms of people: the same for the same person, and meaningless without the secret."""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
import unicodedata
from pathlib import Path

import platformdirs

from egv.core.errors import EnvironmentFault, name_cause
from egv.tools.store.atomic_files import create_file, find_existing_folder

SECRET_BYTES = 32
SHOWN = 16  # hexadecimal digits shown: 64 bits distinguish the people of any organisation


def compute_pseudonym(name: str) -> str:
    """Compute the pseudonym of the person called `name`, whatever the spacing or capitals.

    The pseudonym is keyed (HMAC-SHA-256) by a secret of this user, because a plain hash of a name
    can be found by trying names (GDPR, recital 26). Raises EnvironmentFault when the secret
    cannot be read or created.
    """
    return hmac.digest(_load_secret(), normalise_name(name).encode(), "sha256").hex()[:SHOWN]


def normalise_name(name: str) -> str:
    """Normalise `name` for comparison: spacing and capitals do not matter."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def find_secret_path() -> Path:
    """Find the path of the secret: `EGV_SECRET`, else a file of the user's own.

    Teams that share a ledger share this file, so that a person has one pseudonym on all machines.
    """
    chosen = os.environ.get("EGV_SECRET")
    own = platformdirs.user_data_path("egv", appauthor=False) / "secret"
    return Path(chosen) if chosen else own


def check_secret() -> None:
    """Raise EnvironmentFault when the secret can be neither used nor created; write nothing."""
    path = find_secret_path()
    try:
        _read_secret(path)
    except FileNotFoundError:
        if not os.access(find_existing_folder(path.absolute().parent), os.W_OK):
            raise _build_secret_error(path, "no permission to make it") from None
    except OSError as error:
        raise _build_secret_error(path, name_cause(error)) from None


def _load_secret() -> bytes:
    path = find_secret_path()
    try:
        try:
            return _read_secret(path)
        except FileNotFoundError:
            with contextlib.suppress(FileExistsError):  # another run was faster
                create_file(path, secrets.token_hex(SECRET_BYTES).encode(), mode=0o600)
            return _read_secret(path)
    except OSError as error:
        raise _build_secret_error(path, name_cause(error)) from None


def _build_secret_error(path: Path, why: str | None) -> EnvironmentFault:
    return EnvironmentFault(
        f"{path}: the secret key for pseudonyms cannot be used ({why}); set EGV_SECRET to a"
        " file that only you can read"
    )


def _read_secret(path: Path) -> bytes:
    secret = path.read_bytes().strip()
    if len(secret) < SECRET_BYTES:
        raise EnvironmentFault(
            f"{path}: the secret key for pseudonyms is too short ({len(secret)} bytes, at least"
            f" {SECRET_BYTES}); restore it, or delete it to give people new pseudonyms"
        )
    return secret
