"""Sizes of files and of memory as text."""

from __future__ import annotations


def format_size(size_bytes: float, *, decimals: int = 0) -> str:
    """Format a size as `1.6 GB` or `486 MB`; with `decimals` where small files must differ."""
    megabytes = round(size_bytes / 1e6, decimals)  # 999.9 MB is never "1000 MB"
    return f"{size_bytes / 1e9:.1f} GB" if megabytes >= 1e3 else f"{megabytes:.{decimals}f} MB"


def format_file_size(size_bytes: float) -> str:
    """Format a size as `312 B`, `48 kB` or `1.2 MB`, for files that may be small."""
    if round(size_bytes) < 1e3:
        return f"{size_bytes:.0f} B"
    kilobytes = round(size_bytes / 1e3)
    return f"{kilobytes} kB" if kilobytes < 1e3 else format_size(size_bytes, decimals=1)
