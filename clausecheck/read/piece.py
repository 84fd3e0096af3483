"""The file behind a Document, also when it came out of an archive or a mail: whoever marks words in a piece needs its bytes again."""

from __future__ import annotations

from pathlib import Path

from clausecheck.model import Document
from clausecheck.read.archive import Member, unpack
from clausecheck.read.messages import ReadError
from clausecheck.read.sniff import Kind, sniff

__all__ = ["piece_file"]

_DEEPEST = 3


def piece_file(document: Document, folder: Path) -> Path | None:
    """The file that `document` was read from; a member of an archive is unpacked under `folder` first. None when it is no longer there."""
    try:
        return _found(document.path, folder, 0)
    except (ReadError, OSError):
        return None


def _found(shown: str, folder: Path, depth: int) -> Path | None:
    if Path(shown).is_file():
        return Path(shown)
    at = shown.find("!")
    while at > 0 and depth < _DEEPEST:
        holder = Path(shown[:at])
        if holder.is_file():
            return _inside(holder, shown[at + 1 :], folder, depth)
        at = shown.find("!", at + 1)
    return None


def _inside(holder: Path, rest: str, folder: Path, depth: int) -> Path | None:
    """The member `rest` of an archive or mail, which may itself be in an archive in there ("b.zip!RC.docx")."""
    for member in _members(holder, folder / f"niveau-{depth}"):
        if member.file is not None and member.name == rest:
            return member.file
        if member.file is not None and rest.startswith(f"{member.name}!"):
            return _inside(member.file, rest[len(member.name) + 1 :], folder, depth + 1)
    return None


def _members(holder: Path, room: Path) -> list[Member]:
    kind = sniff(holder)
    if kind is Kind.ZIP:
        return unpack(holder, room, holder.name)
    if kind is Kind.EML:
        from clausecheck.read.mail import unpack_mail

        return unpack_mail(holder, room, holder.name)
    return []
