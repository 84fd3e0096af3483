"""Ruling lines of a scanned page: long straight runs of dark pixels."""

from __future__ import annotations

from typing import Any

from clausecheck.read.tables_rules import Rules

__all__ = ["image_rules"]

_DARK = 140
_SHORTEST = 30.0
"""Shortest run that counts as a ruling, points: longer than any stroke of body text."""
_THICK = 4.0
"""Thickest ruling, points; what is thicker is a shaded box."""
_MOST = 4000


def _runs(dark: Any, least: int) -> list[tuple[int, int, int]]:
    """Row, first and last column + 1 of the runs of True of at least `least` pixels."""
    import numpy as np

    rows, width = dark.shape
    padded = np.zeros((rows, width + 2), dtype=np.int8)
    padded[:, 1:-1] = dark
    change = np.diff(padded, axis=1)
    starts, ends = np.argwhere(change == 1), np.argwhere(change == -1)
    long = (ends[:, 1] - starts[:, 1]) >= least
    return [(int(row), int(begin), int(end)) for (row, begin), end in zip(starts[long], ends[long, 1], strict=True)]


def _lines(runs: list[tuple[int, int, int]], thickest: int) -> list[tuple[float, int, int]]:
    """Runs on neighbouring rows joined to lines: middle row, begin, end. Those that grow too thick are boxes and left out."""
    open_lines: list[list[int]] = []
    done: list[list[int]] = []
    for row, begin, end in runs:
        still = [line for line in open_lines if row - line[1] <= 1]
        done += [line for line in open_lines if row - line[1] > 1]
        open_lines = still
        match = next((line for line in open_lines if begin < line[3] and end > line[2]), None)
        if match is None:
            open_lines.append([row, row, begin, end])
        else:
            match[1], match[2], match[3] = row, min(match[2], begin), max(match[3], end)
    return [((top + bottom) / 2, begin, end) for top, bottom, begin, end in done + open_lines if bottom - top < thickest]


def image_rules(pixels: bytes, width: int, height: int, scale: float) -> Rules:
    """Rulings of a grey image of `width` by `height` bytes, at `scale` pixels a point; places in points. Empty for a page full of dark."""
    import numpy as np

    dark = np.frombuffer(pixels, dtype=np.uint8).reshape(height, width) < _DARK
    least, thickest = int(_SHORTEST * scale), max(2, int(_THICK * scale))
    flat, upright = _runs(dark, least), _runs(dark.T, least)
    if len(flat) > _MOST or len(upright) > _MOST:
        return Rules()
    return Rules(
        horizontal=[(begin / scale, end / scale, row / scale) for row, begin, end in _lines(flat, thickest)],
        vertical=[(column / scale, begin / scale, end / scale) for column, begin, end in _lines(upright, thickest)],
    )
