"""A stored report printed again, with the tender's place among its peers and what made the report."""

from __future__ import annotations

import json

from clausecheck.report.messages import Translator, translator
from clausecheck.report.sheet import Sheet
from clausecheck.report.text import render
from clausecheck.store.errors import StoreError
from clausecheck.store.peers import FEWEST, Peers, Standing, peers_of
from clausecheck.store.rows import Rows

__all__ = ["as_json", "as_text"]

_NEAR = 5


def as_json(store: Rows, key: str) -> str:
    """The stored JSON report, as `clausecheck check --format json` writes it. Raises StoreError: no such tender, or one that was never checked."""
    if store.fingerprint(key) is None:
        raise _unknown(store, key)
    found = store.record_json(key)
    if not found:
        raise StoreError(_failure(store, key))
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def as_text(store: Rows, key: str, *, width: int = 80, colour: bool = False) -> str:
    """The report as text. Raises StoreError when there is no such tender, or when its report was stored by a version that wrote it otherwise."""
    if store.fingerprint(key) is None:
        raise _unknown(store, key)
    try:
        report = store.report(key)
    except (KeyError, ValueError, TypeError) as error:
        raise StoreError(f"Le rapport gardé de « {key} » a été écrit par une autre version : --format json le donne tel quel.") from error
    sheet = Sheet(width=width, colour=colour)
    if report is None:
        sheet.line((_failure(store, key), "bold red"))
        return sheet.text()
    _peers(sheet, peers_of(store, key), translator("fr"))
    _origin(sheet, store, key)
    return render(report, width=width, colour=colour) + sheet.text()


def _failure(store: Rows, key: str) -> str:
    _, rows = store.query("SELECT failure, message FROM tenders WHERE key = ?", (key,))
    failure, message = next(rows)
    return f"« {key} » n'a pas pu être contrôlé ({failure}) : {message}"


def _unknown(store: Rows, key: str) -> StoreError:
    pattern = "".join(f"\\{sign}" if sign in "\\%_" else sign for sign in key)
    _, rows = store.query("SELECT key FROM tenders WHERE key LIKE ? ESCAPE '\\' ORDER BY key LIMIT ?", (f"%{pattern}%", _NEAR))
    near = ", ".join(f"« {own} »" for (own,) in rows)
    hint = f"marchés au nom proche : {near}" if near else "« clausecheck query » en donne la liste (--sql \"SELECT key FROM tenders\")"
    return StoreError(f"« {store.path} » ne contient pas le marché « {key} » ; {hint}.")


def _peers(sheet: Sheet, peers: Peers, t: Translator) -> None:
    sheet.title("Parmi les marchés comparables")
    if not peers.sector or peers.year is None:
        what = (
            "l'année de ce marché n'est pas connue" if peers.sector else "le secteur de ce marché n'est pas connu" if peers.year
            else "ni le secteur ni l'année de ce marché ne sont connus")
        sheet.line(f"Pas de comparaison : {what}.", indent=2)
        return
    sheet.line(f"Marchés du magasin du même secteur ({peers.sector}) et de la même année ({peers.year}).", indent=2)
    for name, standing in (("Conformité", peers.conformity), ("Ambition", peers.ambition)):
        sheet.item((name, "bold"), f" : {_standing(standing, t)}", indent=2)


def _standing(own: Standing | None, t: Translator) -> str:
    if own is None:
        return "ce marché n'a pas ce score."
    score = t.number(own.score)
    if own.rank is None or own.low is None or own.median is None or own.high is None:
        others = own.count - 1
        said = "aucun autre marché n'a" if not others else f"{others} autre{'s' if others > 1 else ''} seulement {'ont' if others > 1 else 'a'}"
        return f"{score} ; {said} ce score, il en faut {FEWEST} pour comparer."
    return (
        f"{score}, {own.rank}{'er' if own.rank == 1 else 'e'} sur {own.count} ; médiane {t.number(own.median)}, "
        f"la moitié des marchés entre {t.number(own.low)} et {t.number(own.high)}.")


def _origin(sheet: Sheet, store: Rows, key: str) -> None:
    _, rows = store.query(
        "SELECT tool_version, rules_version, rules_sha256, options FROM tenders JOIN provenance ON provenance.id = tenders.provenance WHERE key = ?",
        (key,))
    for tool, rules, sha256, options in rows:
        sheet.blank()
        sheet.line((f"Contrôlé par clausecheck {tool}, règles {rules or '?'} ({str(sha256)[:12]}) ; options : {options or 'aucune'}.", "dim"))
