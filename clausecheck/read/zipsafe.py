"""Opening a ZIP container that may be hostile: sizes are judged on the directory before a byte is inflated, and again while inflating.

Limits: 200 MB unpacked in all, a ratio of 100 above 8 MB for a member, 20,000 members (a 3 MB Word file that asks for 9 GB was measured).
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

from clausecheck.read.messages import ReadError, say

__all__ = ["KNOWN_METHODS", "MAX_MEMBERS", "MAX_RATIO", "MAX_TOTAL", "RATIO_FLOOR", "ZIP_ERRORS", "check_sizes", "open_zip", "read_member"]

ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, IndexError, OverflowError,
)
"""What `zipfile` raises for a bad archive, found by feeding it thousands of damaged ones."""
KNOWN_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2})
MAX_TOTAL = 200 * 1024 * 1024
MAX_RATIO = 100
RATIO_FLOOR = 8 * 1024 * 1024
MAX_MEMBERS = 20_000


def open_zip(path: Path, name: str) -> zipfile.ZipFile:
    """Open a ZIP whose directory can be read; raises ReadError (damaged, truncated) otherwise."""
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise ReadError(say("truncated", name, why="le sommaire de l'archive manque")) from error
    except ZIP_ERRORS as error:
        raise ReadError(say("damaged", name, why="archive illisible")) from error


def check_sizes(archive: zipfile.ZipFile, name: str, *, max_total: int = MAX_TOTAL) -> None:
    """Raise ReadError(too-large) when the directory promises more than a document holds."""
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise ReadError(say("bomb", name, why=f"{len(members)} éléments"))
    total = sum(member.file_size for member in members)
    if total > max_total:
        raise ReadError(say("bomb", name, why=f"{total // 1_000_000} Mo une fois décompressé"))
    for member in members:
        if member.file_size > RATIO_FLOOR and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            raise ReadError(say("bomb", name, why=f"{member.file_size // 1_000_000} Mo pour {member.compress_size // 1000} ko compressés"))


def read_member(archive: zipfile.ZipFile, member: str, name: str, *, limit: int = MAX_TOTAL) -> bytes:
    """Inflate one member, never more than `limit` bytes whatever the directory says. Raises KeyError when there is no such member,
    ReadError (encrypted, damaged, too-large) when it cannot be inflated."""
    info = archive.getinfo(member)
    if info.flag_bits & 0x1:
        raise ReadError(say("encrypted", name))
    if info.compress_type not in KNOWN_METHODS:
        raise ReadError(say("damaged", name, why=f"partie « {member} » compressée d'une façon inconnue"))
    most = min(limit, info.file_size) + 1
    try:
        with archive.open(info) as stream:
            data = stream.read(most)
    except ZIP_ERRORS as error:
        raise ReadError(say("damaged", name, why=f"partie « {member} » illisible")) from error
    if len(data) == most:
        raise ReadError(say("bomb", name, why=f"partie « {member} » démesurée"))
    return data
