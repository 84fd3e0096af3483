"""A buyer's own rules and labels: a folder named in clausecheck.toml, added to the shipped pack.

    mes-regles/clauses/…/*.yaml    clause rules
    mes-regles/labels/*.yaml       labels

They are written as those of the pack. A rule or label with the id of a shipped one takes its place.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from clausecheck.rulebook.book import Rulebook, refuse_doubles
from clausecheck.rulebook.clauses import ClauseRule, load_clause_rule
from clausecheck.rulebook.labels import LabelRule, check_together, load_label, product_families
from clausecheck.rulebook.pack import pack_files, pack_sha256

__all__ = ["LocalPack", "load_local", "with_local"]


@dataclass(frozen=True)
class LocalPack:
    """A loaded folder: its rules, its labels, and what identifies its contents."""

    folder: Path
    clauses: tuple[ClauseRule, ...]
    labels: tuple[LabelRule, ...]
    sha256: str

    @property
    def told(self) -> str:
        """For the report: how many files, and the first letters of their hash."""
        return f"{len(self.clauses) + len(self.labels)} fichiers, {self.sha256[:12]}"


def load_local(folder: Path, book: Rulebook) -> LocalPack:
    """Read a buyer's folder with the word lists and product families of the shipped book.

    Raises RuleError at the first faulty line, ValueError (French) for a folder that holds no rule.
    """
    clauses = tuple(load_clause_rule(path, book.lexicon) for path in pack_files(folder, "clauses"))
    refuse_doubles(clauses)
    families = product_families(book.root)
    labels = tuple(load_label(path, families) for path in pack_files(folder, "labels"))
    if not clauses and not labels:
        raise ValueError(f"« {folder} » ne contient aucune règle : rangez-y des fichiers YAML sous clauses/ ou labels/.")
    return LocalPack(folder, clauses, labels, pack_sha256(folder))


def with_local(book: Rulebook, local: LocalPack) -> Rulebook:
    """The book with a buyer's rules; one of the same id takes the place of the shipped one. Raises RuleError when labels do not hold together."""
    clauses = {rule.id: rule for rule in (*book.clauses, *local.clauses)}
    labels = {rule.id: rule for rule in (*book.labels, *local.labels)}
    check_together(tuple(labels.values()))
    sha256 = hashlib.sha256(f"{book.sha256}+{local.sha256}".encode()).hexdigest()
    return replace(book, clauses=tuple(clauses.values()), labels=tuple(labels.values()), sha256=sha256)
