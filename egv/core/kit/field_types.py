"""The types of fields that several sections of a brand kit share: files, shares, lists of texts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidatorFunctionWrapHandler, WrapValidator

from egv.core.kit.inheritance import InheritedPath, is_inside_folder


def _check_asset(value: object, path_of: ValidatorFunctionWrapHandler) -> Path:
    if isinstance(value, InheritedPath):
        return value.path
    path: Path = path_of(value)
    if not is_inside_folder(path):
        raise ValueError(
            f"{path}: a path must be relative to the kit's folder and stay inside it; copy"
            " the file there"
        )
    return path


def to_list(value: object) -> object:
    """Return a list where a single text, or nothing, was written."""
    return [value] if isinstance(value, str) else ([] if value is None else value)


Asset = Annotated[Path, WrapValidator(_check_asset)]
Share = Annotated[float, Field(ge=0, le=1)]
Margin = Annotated[float, Field(ge=0, le=0.4)]
Side = Annotated[int, Field(ge=120, le=4320, multiple_of=2)]
Texts = Annotated[tuple[str, ...], BeforeValidator(to_list, json_schema_input_type=list[str] | str)]
