"""Unpacking a ZIP of tender pieces into a folder: safe names, safe sizes, old code pages of file names repaired."""

from __future__ import annotations

import re
import stat
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from clausecheck.model import ReadingIssue
from clausecheck.read.messages import ReadError, say
from clausecheck.read.zipsafe import KNOWN_METHODS, MAX_MEMBERS, MAX_RATIO, RATIO_FLOOR, ZIP_ERRORS, open_zip

__all__ = ["MAX_UNPACKED", "Member", "ignored", "safe_name", "unpack"]

MAX_UNPACKED = 1024 * 1024 * 1024
_UTF8_FLAG = 0x800
_CHUNK = 1 << 20
_FRENCH = frozenset("éèêëàâäîïôöûüùçÉÈÊËÀÂÄÎÏÔÖÛÜÙÇœŒ°’«»–€")
_BAD = re.compile(r'[<>:"|?*\x00-\x1f\\/]')
_RESERVED = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_JUNK = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its name in there, where it was unpacked, or why it was not."""

    name: str
    file: Path | None = None
    issue: ReadingIssue | None = None


def ignored(parts: tuple[str, ...]) -> bool:
    """Whether a file is none of the tender: lock files of office programs, hidden files, what file managers leave, clausecheck's own settings."""
    last = parts[-1].lower()
    if last in ("tender.toml", "clausecheck.toml") or last.endswith(".clausecheck.toml") or last.startswith(("~$", ".~lock.")):
        return True
    return any(part.startswith(".") and part not in (".", "..") for part in parts) or any(part.lower() in _JUNK for part in parts)


def safe_name(name: str) -> str:
    """A file name that every system accepts, for the unpacked copy."""
    base = _BAD.sub("_", PurePosixPath(name.replace("\\", "/")).name).strip(" .") or "fichier"
    if _RESERVED.match(base):
        base = f"_{base}"
    stem, dot, suffix = base.rpartition(".")
    return base if len(base) <= 120 else (f"{stem[:100]}{dot}{suffix[:16]}" if dot else base[:100])


def _repaired(info: zipfile.ZipInfo) -> str:
    """The member's name: UTF-8 when flagged or valid as such, else the old code page that yields the most French letters."""
    name = info.filename
    if not info.flag_bits & _UTF8_FLAG and not name.isascii():
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = b""
        if raw:
            name = _decoded(raw)
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    tries = [raw.decode(page, "replace") for page in ("cp850", "cp1252", "cp437")]
    return max(tries, key=_frenchness)


def _frenchness(text: str) -> int:
    return sum((c in _FRENCH) - (c not in _FRENCH and not c.isascii()) for c in text)


def _unsafe(info: zipfile.ZipInfo, name: str) -> bool:
    parts = PurePosixPath(name).parts
    link = stat.S_ISLNK(info.external_attr >> 16)
    return link or name.startswith("/") or ".." in parts or bool(re.match(r"[A-Za-z]:", name)) or "\x00" in info.filename


def unpack(path: Path, folder: Path, name: str, budget: int = MAX_UNPACKED) -> list[Member]:
    """Unpack the files of a ZIP under `folder`, sorted by name. Raises ReadError when the archive as a whole is refused.

    A member that is refused or unreadable is returned with the reason. `budget`: bytes that may be unpacked in all.
    """
    with open_zip(path, name) as archive:
        infos = [info for info in archive.infolist() if info.filename and not info.filename.endswith("/")]
        if len(infos) > MAX_MEMBERS:
            raise ReadError(say("bomb", name, why=f"{len(infos)} fichiers"))
        total = sum(info.file_size for info in infos)
        if total > budget:
            raise ReadError(say("bomb", name, why=f"{total // 1_000_000} Mo une fois décompressé"))
        named = sorted(((_repaired(info), info) for info in infos), key=_by_name)
        return [_unpacked(archive, info, member, folder / f"{number:05d}") for number, (member, info) in enumerate(named) if not _skipped(member)]


def _by_name(pair: tuple[str, zipfile.ZipInfo]) -> str:
    return pair[0].casefold()


def _skipped(member: str) -> bool:
    parts = PurePosixPath(member).parts
    return not parts or ignored(parts)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, member: str, folder: Path) -> Member:
    if _unsafe(info, member):
        return Member(member, issue=say("unsafe-path", member))
    if info.flag_bits & 0x1:
        return Member(member, issue=say("encrypted", member))
    if info.file_size > RATIO_FLOOR and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        return Member(member, issue=say("bomb", member, why=f"{info.file_size // 1_000_000} Mo pour {info.compress_size // 1000} ko compressés"))
    if info.compress_type not in KNOWN_METHODS:
        return Member(member, issue=say("damaged", member, why="compression inconnue"))
    folder.mkdir(parents=True)
    target = folder / safe_name(member)
    try:
        with archive.open(info) as source, target.open("wb") as out:
            left = info.file_size
            while left >= 0 and (chunk := source.read(_CHUNK)):
                left -= len(chunk)
                out.write(chunk)
    except ZIP_ERRORS:
        return Member(member, issue=say("damaged", member, why="données compressées illisibles"))
    if left < 0:
        return Member(member, issue=say("bomb", member, why="taille réelle supérieure à la taille annoncée"))
    return Member(member, file=target)
