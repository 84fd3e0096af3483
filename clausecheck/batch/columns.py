"""The columns of a manifest: names that are understood, French and English, and what their cells become."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime

from clausecheck.text import fold

__all__ = ["COLUMNS", "CellError", "cell", "column_of"]


class CellError(ValueError):
    """A cell that is not what its column holds; `str()` says in French what is expected."""


COLUMNS: dict[str, tuple[str, ...]] = {
    "path": ("path", "url", "uri", "chemin", "fichier", "file", "document", "adresse", "lien", "piece"),
    "key": (
        "id", "key", "cle", "contract", "contract id", "tender", "tender id", "marche", "id marche", "identifiant", "numero", "numero marche", "uid"),
    "siret": ("siret", "buyer siret", "siret acheteur", "acheteur siret", "acheteur id", "id acheteur", "buyer id"),
    "buyer": ("buyer", "buyer name", "acheteur", "nom acheteur", "acheteur nom"),
    "buyer_kind": ("buyer kind", "nature acheteur"),
    "title": ("title", "titre", "intitule"),
    "reference": ("reference",),
    "object": ("object", "objet"),
    "department": ("department", "departement", "code departement"),
    "cpv": ("cpv", "code cpv", "codes cpv", "codecpv", "cpv code", "cpv codes"),
    "sectors": ("sectors", "sector", "secteur", "secteurs"),
    "procedure": ("procedure", "procedure type"),
    "launch_date": ("launch date", "date lancement", "date de lancement", "date publication", "publication date", "date de publication"),
    "notified": ("notified", "notification date", "date notification", "date de notification", "datenotification"),
    "amount": ("amount", "montant", "montant ht"),
    "declared_environmental": (
        "declared environmental", "considerations environnementales", "considerationsenvironnementales", "environmental considerations"),
    "declared_social": ("declared social", "considerations sociales", "considerationssociales", "social considerations"),
}
"""Field of Contract (or path) to the column names understood, folded: case, accents, hyphens and underscores do not count."""

_BY_NAME = {name: field for field, names in COLUMNS.items() for name in names}
_GAPS = re.compile(r"[\s_\-./']+")
_LIST = re.compile(r"\s*[|;,\n]\s*")
_FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\D.*)?$")


def column_of(name: str) -> str | None:
    """The field a column stands for, None when its name is not known."""
    return _BY_NAME.get(_GAPS.sub(" ", fold(name).strip().lower()).strip())


def cell(field: str, value: object) -> object | None:
    """What the cell says, None for an empty one. Raises CellError."""
    if value is None or value != value:  # NaN is not itself
        return None
    if isinstance(value, str) and not value.strip():
        return None
    return _PARSERS.get(field, _text)(value)


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def _siret(value: object) -> str:
    digits = re.sub(r"\s", "", _text(value))
    if isinstance(value, (int, float)):
        digits = digits.zfill(14)  # a column of numbers has lost its leading zeros
    if not re.fullmatch(r"\d{14}", digits):
        raise CellError("un SIRET compte 14 chiffres")
    return digits


def _day(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()[:10]
    text = _text(value)
    french = _FRENCH_DAY.match(text)
    try:
        if french:
            return date(int(french[3]), int(french[2]), int(french[1])).isoformat()
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError as error:
        raise CellError("une date s'écrit 2026-09-01 ou 01/09/2026") from error


def _amount(value: object) -> float:
    text = re.sub(r"[\s€\u00a0\u202f]|EUR", "", str(value))
    if "," in text:
        text = text.replace(".", "").replace(",", ".") if text.rfind(",") > text.rfind(".") else text.replace(",", "")
    try:
        number = float(text)
    except ValueError as error:
        raise CellError("un montant est un nombre, par exemple 125000,50") from error
    if number < 0 or number != number or number == float("inf"):
        raise CellError("un montant est un nombre positif")
    return number


def _department(value: object) -> str:
    text = _text(value).upper()
    return text.zfill(2) if text.isdigit() else text


def _list(value: object) -> tuple[str, ...]:
    """Several values in one cell: a JSON list, or separated by a bar, a semicolon or a comma."""
    if isinstance(value, str):
        text = value.strip()
        if text.startswith("["):
            try:
                value = json.loads(text)
            except ValueError as error:
                raise CellError("la liste JSON est mal écrite") from error
        else:
            value = _LIST.split(text)
    items: Iterable[object] = value if isinstance(value, (list, tuple)) else [value]
    return tuple(dict.fromkeys(text for item in items if item is not None and (text := _text(item))))


_PARSERS: dict[str, Callable[[object], object]] = {
    "path": str, "siret": _siret, "launch_date": _day, "notified": _day, "amount": _amount, "department": _department, "cpv": _list,
    "sectors": _list, "declared_environmental": _list, "declared_social": _list,
}
