"""Bytes of a text file to characters: byte order mark, else UTF-8, else Windows-1252 (or what the file states)."""

from __future__ import annotations

import codecs

from clausecheck.read.messages import ReadError, say

__all__ = ["decode"]

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
          (codecs.BOM_UTF16_BE, "utf-16"))


def decode(data: bytes, name: str, *, stated: str | None = None) -> str:
    """The text of `data`. Raises ReadError(garbled-text) when no reading of it makes sense."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if not data.isascii():
        for guess in ("utf-8", stated, "cp1252"):
            text = _tried(data, guess)
            if text is not None:
                return text
    text = data.decode("latin-1")
    if text.count("\x00") * 4 > len(text):
        for encoding in ("utf-16-le", "utf-16-be"):
            wide = _tried(data, encoding)
            if wide is not None and "\x00" not in wide:
                return wide
        raise ReadError(say("encoding", name, why="codage inconnu"))
    return text


def _tried(data: bytes, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        return data.decode(encoding)
    except (LookupError, ValueError):
        return None
