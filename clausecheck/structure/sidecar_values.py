"""Values of tender.toml: each checked for what its key holds, so that a slip of the pen is told instead of being counted."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from clausecheck.text import fold
from clausecheck.text.dates import find_dates, find_durations

__all__ = ["StatedValueError", "stated_value"]

_SIRET = re.compile(r"\d{14}")
_CPV = re.compile(r"(\d{8})(?:-(\d))?")
_MONEY = re.compile(r"\s|€|EUR|euros?|H\.?T\.?", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_GROUPS = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+")
_DAYS = ("launch_date", "notified")


class StatedValueError(ValueError):
    """A value that is not what its key holds; `str()` goes on from « la clé » in French: what is expected, and what was written."""


def stated_value(key: str, value: Any) -> str:
    """The value of a key (its English name) as facts hold it. Raises StatedValueError."""
    if isinstance(value, (list, dict, bool)):
        raise StatedValueError("attend un texte, un nombre ou une date")
    if key in _DAYS or key == "deadline":
        return _day(value, whole=key == "deadline")
    text = " ".join(str(value).split())
    return _CHECKS[key](text) if key in _CHECKS else text


def _day(value: Any, *, whole: bool) -> str:
    try:
        day = value if isinstance(value, (date, datetime)) else datetime.fromisoformat(str(value))
    except ValueError:
        raise StatedValueError(f"attend une date de la forme 2026-09-01, et non « {value} »") from None
    return day.date().isoformat() if isinstance(day, datetime) and not whole else day.isoformat()


def _siret(text: str) -> str:
    digits = "".join(text.split())
    if not (digits.isascii() and _SIRET.fullmatch(digits)):
        raise StatedValueError(f"attend un SIRET de 14 chiffres, et non « {text} »")
    return digits


def _cpv(text: str) -> str:
    bare = "".join(text.split())
    if not (bare.isascii() and _CPV.fullmatch(bare)):
        raise StatedValueError(f"attend un code CPV de 8 chiffres, par exemple \"30213100-6\", et non « {text} »")
    return bare


def _amount(text: str) -> str:
    bare = _MONEY.sub("", text)
    if _GROUPS.fullmatch(bare):
        bare = bare.replace(".", "")
    bare = bare.replace(",", ".")
    if not (bare.isascii() and _NUMBER.fullmatch(bare)) or not math.isfinite(float(bare)):
        raise StatedValueError(f"attend un montant en euros hors taxes, par exemple 90000, et non « {text} »")
    return bare


def _duration(text: str) -> str:
    if not find_durations(text) and not find_dates(text):
        raise StatedValueError(f"attend une durée, par exemple \"24 mois\", et non « {text} »")
    return text


def _sector(text: str) -> str:
    from clausecheck.structure.resources import load_resources

    return _known(text, ((sector.id, sector.title) for sector in load_resources().sectors), "un secteur connu")


def _buyer_kind(text: str) -> str:
    from clausecheck.structure.resources import load_resources

    return _known(text, ((kind.id, kind.title) for kind in load_resources().buyers), "une nature d'acheteur connue")


def _known(text: str, known: Iterable[tuple[str, str]], what: str) -> str:
    """The id of a value given by its id or its French title; the error gives them all, those that hold the word written first."""
    pairs, wanted = list(known), fold(text).strip()
    for name, title in pairs:
        if wanted in (fold(name), fold(title)):
            return name
    near = [pair for pair in pairs if wanted and (wanted in fold(pair[1]) or wanted in fold(pair[0]))]
    shown = "".join(f"\n  {name} : {title}" for name, title in (*near, *(pair for pair in pairs if pair not in near)))
    raise StatedValueError(f"attend {what}, et non « {text} » ; écrivez l'un de ces identifiants, ou son titre :{shown}")


_CHECKS: dict[str, Callable[[str], str]] = {
    "siret": _siret, "cpv": _cpv, "amount": _amount, "duration": _duration, "sector": _sector, "buyer_kind": _buyer_kind,
}
