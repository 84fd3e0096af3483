"""The wire between supervisor and child: frames of one letter, a length and a pickle, over plain pipes."""

from __future__ import annotations

import struct
from typing import BinaryIO

__all__ = ["BEAT", "CALL", "ERROR", "MEMORY", "PARTIAL", "READY", "VALUE", "read_frame", "write_frame"]

READY, CALL, VALUE, PARTIAL, BEAT, ERROR, MEMORY = b"R", b"C", b"V", b"P", b"B", b"E", b"M"
_HEAD = struct.Struct(">cQ")


class FrameTooLarge(Exception):
    """A frame announces more bytes than the receiver accepts."""


def write_frame(stream: BinaryIO, letter: bytes, payload: bytes = b"") -> None:
    """Send one frame. Raises OSError when the other side is gone."""
    stream.write(_HEAD.pack(letter, len(payload)))
    stream.write(payload)
    stream.flush()


def read_frame(stream: BinaryIO, *, limit: int) -> tuple[bytes, bytes] | None:
    """Receive one frame, None at the end. Raises FrameTooLarge beyond `limit` bytes."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    letter, size = _HEAD.unpack(head)
    if size > limit:
        raise FrameTooLarge(size)
    payload = stream.read(size)
    return (letter, payload) if len(payload) == size else None
