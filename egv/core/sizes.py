"""Sizes of files and of memory, as people read them."""

from __future__ import annotations


def size_text(size_bytes: float, *, decimals: int = 0) -> str:
    """`1.6 GB`, `486 MB`; megabytes with `decimals` where small files are told apart."""
    megabytes = size_bytes / 1e6
    return f"{megabytes / 1e3:.1f} GB" if megabytes >= 1e3 else f"{megabytes:.{decimals}f} MB"


def file_size_text(size_bytes: float) -> str:
    """`312 B`, `48 kB`, `1.2 MB`: the size of a file that may be a small one."""
    if size_bytes < 1e3:
        return f"{size_bytes:.0f} B"
    return f"{size_bytes / 1e3:.0f} kB" if size_bytes < 1e6 else size_text(size_bytes, decimals=1)
