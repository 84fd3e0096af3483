"""A DECP file as text: its entries with their places, and members rewritten without touching another character."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

__all__ = ["DecpError", "Entry", "decoded", "entries", "replaced"]

_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()
_LISTS = (("marche", "acheteur", False), ("contrat-concession", "autoriteConcedante", True))


class DecpError(ValueError):
    """A text that is no DECP file; the message is French and says what to do."""


@dataclass(frozen=True, slots=True)
class _Member:
    """One member of an object: its name, where the name and the value begin and where the value ends, and the value."""

    name: str
    at: int
    start: int
    end: int
    value: object


@dataclass(frozen=True, slots=True)
class Entry:
    """One contract of the file, at `start … end`. `siret` is the buyer's, "" when it is missing."""

    id: str
    siret: str
    concession: bool
    start: int
    end: int
    members: tuple[_Member, ...]

    def declared(self, name: str, inner: str) -> tuple[str, ...] | None:
        """The considerations that the entry declares, None when the field is missing or says nothing."""
        value = next((m.value for m in reversed(self.members) if m.name == name), None)
        held = value.get(inner) if isinstance(value, dict) else None
        if isinstance(held, str):
            held = [held]
        return tuple(str(item) for item in held) if isinstance(held, list) and held else None


def decoded(data: bytes, name: str) -> str:
    """The text of a file, strict UTF-8, its mark kept as U+FEFF. Raises DecpError."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DecpError(f"« {name} » n'est pas en UTF-8 (octet {error.start}) : enregistrez-le en UTF-8, comme le veut le format DECP.") from error


def entries(text: str) -> list[Entry]:
    """The contracts and concessions of {"marches": {"marche": […], "contrat-concession": […]}}, in their order. Raises DecpError."""
    start = _skip(text, 1 if text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}") else 0)
    try:
        root, end = _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        place = f"ligne {error.lineno}, colonne {error.colno}"
        raise DecpError(f"Le fichier n'est pas du JSON valide ({place}) : corrigez-le, ou exportez-le à nouveau.") from error
    except RecursionError as error:
        raise DecpError("Le fichier imbrique trop de niveaux pour un fichier DECP : exportez-le à nouveau.") from error
    if _skip(text, end) != len(text):
        raise DecpError("Le fichier contient du texte après son objet JSON : exportez-le à nouveau.")
    marches = root.get("marches") if isinstance(root, dict) else None
    if not isinstance(marches, dict) or not any(isinstance(marches.get(name), list) for name, _, _ in _LISTS):
        raise DecpError(
            "Le fichier n'a pas la forme DECP 2.0.3 ({\"marches\": {\"marche\": […]}}) : donnez un fichier JSON au format réglementaire, "
            "pas au format de 2019 ni consolidé.")
    holder = next(m for m in reversed(_members(text, start)) if m.name == "marches")
    out: list[Entry] = []
    for member in _members(text, holder.start):
        for name, buyer, concession in _LISTS:
            if member.name == name and isinstance(member.value, list):
                out += [_entry(text, place, end, buyer, concession=concession) for place, end in _items(text, member.start) if text[place] == "{"]
    return out


def _entry(text: str, start: int, end: int, buyer: str, *, concession: bool) -> Entry:
    members = _members(text, start)
    held = {member.name: member.value for member in members}
    who = held.get(buyer)
    siret = who.get("id", "") if isinstance(who, dict) else ""
    return Entry(str(held.get("id", "")), str(siret), concession, start, end, tuple(members))


def _skip(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _members(text: str, start: int) -> list[_Member]:
    """The members of the object that begins at `start`, in text already known to be valid JSON."""
    out = []
    at = _skip(text, start + 1)
    while text[at] != "}":
        name, end = _DECODER.raw_decode(text, at)
        value_at = _skip(text, _skip(text, end) + 1)
        value, value_end = _DECODER.raw_decode(text, value_at)
        out.append(_Member(name, at, value_at, value_end, value))
        at = _skip(text, value_end)
        if text[at] == ",":
            at = _skip(text, at + 1)
    return out


def _items(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Start and end of each element of the array that begins at `start`."""
    at = _skip(text, start + 1)
    while text[at] != "]":
        _, end = _DECODER.raw_decode(text, at)
        yield at, end
        at = _skip(text, end)
        if text[at] == ",":
            at = _skip(text, at + 1)


def replaced(text: str, edits: Iterable[tuple[Entry, Mapping[str, object]]]) -> str:
    """The text with members written into entries: the last member of that name gets the new value, a missing one is added at the end of the entry.
    The new value takes the layout (blanks, line ends, escapes) of what stands around it."""
    cuts: list[tuple[int, int, str]] = []
    ascii_only = text.isascii() and "\\u" in text
    for entry, fields in edits:
        added = ""
        for name, value in fields.items():
            member = next((m for m in reversed(entry.members) if m.name == name), None)
            if member is not None:
                cuts.append((member.start, member.end, _written(text, value, entry, member, ascii_only=ascii_only)))
                continue
            last = entry.members[-1]
            new = _written(text, value, entry, last, ascii_only=ascii_only)
            added += f",{_blanks(text, last.at)}{json.dumps(name)}:{_blanks(text, last.start)}{new}"
        if added:
            cuts.append((entry.members[-1].end, entry.members[-1].end, added))
    for start, end, new in sorted(cuts, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _blanks(text: str, at: int) -> str:
    """The blanks right before a place."""
    before = text[max(0, at - 300) : at]
    return before[len(before.rstrip(" \t\r\n")) :]


def _on_own_line(text: str, member: _Member) -> bool:
    line = text.rfind("\n", 0, member.at)
    return line >= 0 and not text[line + 1 : member.at].strip()


def _written(text: str, value: object, entry: Entry, member: _Member, *, ascii_only: bool) -> str:
    """The value as JSON: over several lines where the entry's members stand on lines of their own, else on one."""
    if not _on_own_line(text, member):
        tight = "," if text[member.start - 1] == ":" else ", "
        return json.dumps(value, ensure_ascii=ascii_only, separators=(tight, ":" if tight == "," else ": "))
    margin = text[text.rfind("\n", 0, member.at) + 1 : member.at]
    outer = text[text.rfind("\n", 0, entry.start) + 1 : entry.start]
    step = margin[len(outer) :] if not outer.strip() and margin.startswith(outer) and len(margin) > len(outer) else "\t" if "\t" in margin else "  "
    lines = json.dumps(value, ensure_ascii=ascii_only, indent=step).split("\n")
    end = "\r\n" if "\r\n" in _blanks(text, member.at) else "\n"
    return end.join([lines[0], *(margin + line for line in lines[1:])])
