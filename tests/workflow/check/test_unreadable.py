"""A clip that cannot be read fails alone: the others are examined."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from egv.app.plan.inputs import InputClip
from egv.core.errors import InputError
from egv.core.text.translation import UiLanguage
from egv.workflow.check import check
from egv.workflow.check.check import CheckedClip, CheckOrder, examine_clips


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "a.mp4"), "permission denied; ask who"),
        (OSError(errno.EIO, "Input/output error", "a.mp4"), "cannot be read or written"),
        (OSError(errno.ENOTCONN, "x", "a.mp4"), "the drive went away"),
        (OSError(errno.EBUSY, "Device or resource busy"), "it cannot be read (another program"),
        (InputError("a.mp4: no clip"), "no clip"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_the_other_clips_are_examined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def examine(clip: InputClip, *_: object) -> CheckedClip:
        if clip.path.name == "a.mp4":
            raise error
        return CheckedClip(input=clip.display_name)

    for name in ("a.mp4", "b.mp4"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(check, "examine_clip", examine)
    report = examine_clips(CheckOrder(("a.mp4", "b.mp4")), UiLanguage.EN)
    first, second = report.clips

    assert first.error
    assert said in first.error.message
    assert "-o" not in first.error.message
    assert second.error is None
    assert report.exit_code == 3
