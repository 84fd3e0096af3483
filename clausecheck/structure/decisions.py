"""decisions.clausecheck.toml: what officers decided about findings and checks, beside the pieces of a tender.

    [[decision]]
    statut = "écarté"                       # ou "accepté"
    par = "A. Martin"
    date = 2026-09-02
    motif = "phrase reprise d'un autre marché"
    type = "clause"                         # ou "label" ; pour un contrôle : controle = "CK-10"
    cle = "reuse"                           # famille de la clause, ou code du label
    regle = "reuse-reconditionne"
    phrase = "Les ordinateurs portables sont reconditionnés à 30 % au moins."

The sentence itself is the fingerprint: it can be read, and found again when it was edited a little.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from clausecheck.model import Decision
from clausecheck.structure.sidecar import SidecarError
from clausecheck.text.toml import read_fault

__all__ = ["NAME", "DecisionFileError", "Recorded", "concerned", "decisions_path", "find_decisions", "read_decisions", "write_decisions"]

NAME = "decisions.clausecheck.toml"
_TABLE = "decision"
_STATUSES = {
    "accepté": "accepted", "accepte": "accepted", "accepted": "accepted", "écarté": "dismissed", "ecarté": "dismissed", "ecarte": "dismissed",
    "dismissed": "dismissed",
}
_WRITTEN = {"accepted": "accepté", "dismissed": "écarté"}
_FINDING_KEYS = {
    "type": "what", "cle": "key", "regle": "rule", "force": "force", "phrase": "quote", "mots": "words", "piece": "document", "article": "section",
}
_CHECK_KEYS = {"controle": "check", "verdict": "verdict"}
_DECISION_KEYS = ("statut", "par", "date", "motif")
_KINDS = ("label", "clause")
_HEAD = (
    "Décisions prises sur les constats et contrôles de clausecheck (« clausecheck review »).",
    "Une décision suit la phrase d'une version à l'autre ; pour la retirer, supprimez son bloc [[decision]].",
)


class DecisionFileError(SidecarError):
    """A decisions.clausecheck.toml that cannot be used; `str()` is French, names the file and the key and says what to do."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One decision as it is kept: on a check (`check`, with the `verdict` it had), or on a finding (all other fields).

    `what` is label or clause, `key` the label's id or the clause's family, `force` the force it had, `quote` the sentence, `words` the matched words.
    """

    decision: Decision
    check: str = ""
    verdict: str = ""
    what: str = ""
    key: str = ""
    rule: str = ""
    force: str = ""
    quote: str = ""
    words: str = ""
    document: str = ""
    section: str = ""


def decisions_path(paths: Sequence[str | Path]) -> Path:
    """Where decisions on these pieces are kept: in the first folder given, else beside the first file (or archive)."""
    path = next((Path(p) for p in paths if Path(p).is_dir()), None)
    return path / NAME if path is not None else Path(paths[0]).parent / NAME


def find_decisions(paths: Iterable[str | Path]) -> list[Path]:
    """The decision files in the folders given and beside the files given, each once, in the order of `paths`."""
    places = dict.fromkeys((Path(p) if Path(p).is_dir() else Path(p).parent) / NAME for p in paths)
    return [place for place in places if place.is_file()]


def read_decisions(path: Path) -> tuple[Recorded, ...]:
    """The decisions of one file, in its order. Raises DecisionFileError for a file, a key or a value that cannot be used."""
    try:
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DecisionFileError(f"« {path} » n'est pas un fichier TOML lisible ({read_fault(error)}) : corrigez-le ou retirez-le.") from error
    for key in table:
        if key != _TABLE:
            raise DecisionFileError(f"« {path} » : la clé « {key} » est inconnue ; chaque décision est un bloc [[{_TABLE}]].")
    rows = table.get(_TABLE, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DecisionFileError(f"« {path} » : « {_TABLE} » attend des blocs [[{_TABLE}]] (deux crochets).")
    return tuple(_recorded(path, number, row) for number, row in enumerate(rows, start=1))


def concerned(path: Path, recorded: Iterable[Recorded], names: Iterable[str]) -> list[Recorded]:
    """The decisions of file `path` that speak of the pieces called `names`; those on a piece that lies beside the file and was not given wait."""
    given = set(names)
    return [row for row in recorded if not row.document or row.document in given or not (path.parent / row.document).is_file()]


def _recorded(path: Path, number: int, row: dict[str, Any]) -> Recorded:
    where = f"« {path} », décision n° {number}"
    allowed = (*_DECISION_KEYS, *_CHECK_KEYS, *_FINDING_KEYS)
    for key in row:
        if key not in allowed:
            raise DecisionFileError(f"{where} : la clé « {key} » est inconnue ; clés admises : {', '.join(allowed)}.")
    texts = {key: _text(where, key, row[key]) for key in row if key not in ("date",)}
    for key in ("statut", "par", "motif"):
        if not texts.get(key):
            raise DecisionFileError(f"{where} : la clé « {key} » manque ou est vide ; qui décide, quoi et pourquoi doivent être écrits.")
    status = _STATUSES.get(texts["statut"].lower())
    if status is None:
        raise DecisionFileError(f"{where} : la clé « statut » attend \"accepté\" ou \"écarté\", et non « {texts['statut']} ».")
    decision = Decision(status, texts["par"], _day(where, row.get("date")), texts["motif"])
    if "controle" in texts:
        extra = next((key for key in _FINDING_KEYS if key in row), None)
        if extra is not None:
            raise DecisionFileError(f"{where} : « {extra} » ne va pas avec « controle » ; une décision porte sur un contrôle ou sur un constat.")
        return Recorded(decision, check=texts["controle"], verdict=texts.get("verdict", ""))
    if not texts.get("phrase"):
        raise DecisionFileError(f"{where} : indiquez « phrase » (la phrase du constat) ou « controle » (l'identifiant d'un contrôle).")
    if texts.get("type", "clause") not in _KINDS:
        raise DecisionFileError(f"{where} : la clé « type » attend \"label\" ou \"clause\", et non « {texts['type']} ».")
    fields = {name: texts.get(key, "") for key, name in _FINDING_KEYS.items()}
    return Recorded(decision, **{**fields, "what": fields["what"] or "clause"})


def _text(where: str, key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise DecisionFileError(f"{where} : la clé « {key} » attend un texte entre guillemets.")
    return " ".join(value.split())


def _day(where: str, value: Any) -> str:
    try:
        day = value if isinstance(value, (date, datetime)) else datetime.fromisoformat(str(value))
    except ValueError as error:
        raise DecisionFileError(f"{where} : la clé « date » attend une date de la forme 2026-09-02.") from error
    return day.isoformat()[:10]


def write_decisions(path: Path, recorded: Sequence[Recorded]) -> None:
    """Write the decisions, keeping comments and blocks of the file that did not change; nothing is written when writing fails half-way.

    Raises DecisionFileError for a file that cannot be read or written.
    """
    import tomlkit

    kept = list(read_decisions(path)) if path.is_file() else []
    document = tomlkit.parse(path.read_text("utf-8-sig")) if path.is_file() else tomlkit.document()
    if not path.is_file():
        for line in _HEAD:
            document.add(tomlkit.comment(line))
        document.add(tomlkit.nl())
    if _TABLE not in document or not kept:
        document[_TABLE] = tomlkit.aot()
    blocks: Any = document[_TABLE]
    for index in range(len(kept) - 1, -1, -1):
        if kept[index] not in recorded:
            del blocks[index]
    for row in recorded:
        if row not in kept:
            blocks.append(_block(row))
    text = tomlkit.dumps(document)
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_text(text.rstrip("\n") + "\n", "utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        reason = error.strerror or "erreur inconnue"
        raise DecisionFileError(f"« {path} » ne peut pas être écrit ({reason}) : vérifiez les droits du dossier.") from error


def _block(row: Recorded) -> Any:
    import tomlkit

    block = tomlkit.table()
    decision = row.decision
    block.add("statut", _WRITTEN[decision.status])
    block.add("par", decision.by)
    block.add("date", date.fromisoformat(decision.date))
    block.add("motif", decision.reason)
    for key, name in (_CHECK_KEYS if row.check else _FINDING_KEYS).items():
        value = getattr(row, name)
        if value:
            block.add(key, value)
    block.add(tomlkit.nl())
    return block
