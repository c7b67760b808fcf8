"""Sizes of files and of memory, as people read them."""

from __future__ import annotations


def size_text(size_bytes: float, *, decimals: int = 0) -> str:
    """`1.6 GB`, `486 MB`; megabytes with `decimals` where small files are told apart."""
    megabytes = size_bytes / 1e6
    return f"{megabytes / 1e3:.1f} GB" if megabytes >= 1e3 else f"{megabytes:.{decimals}f} MB"
