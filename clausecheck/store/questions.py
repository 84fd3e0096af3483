"""Ready questions: each reads the counts, or walks a covering index; none reads every finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from clausecheck.assess.rules import load_checks
from clausecheck.model import Family, Nature, Verdict
from clausecheck.report.words import FAMILIES, NATURES, VERDICTS
from clausecheck.rulebook.pack import pack_root
from clausecheck.store.aggregates import Aggregate
from clausecheck.store.declared import disagreements
from clausecheck.store.filters import Filters, counts
from clausecheck.store.reasons import REASONS
from clausecheck.store.rows import Rows

__all__ = ["QUESTIONS", "Answer", "Question", "ask"]

Cell = str | int | float | None
Row = tuple[Cell, ...]
Column = tuple[str, str]
"""Code for machines, French title."""

_UNKNOWN = "inconnu"
_CONTRACTS: Column = ("contracts", "marchés")
_DEMANDS: Column = ("demands", "demandes")
_YEAR: Column = ("year", "année")
_PLACE: tuple[Column, ...] = (("tender", "marché"), _YEAR, ("buyer", "acheteur"), ("sector", "secteur"))


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows under their columns."""

    columns: tuple[Column, ...]
    rows: Iterable[Row]


@dataclass(frozen=True, slots=True)
class Question:
    """One ready question: `title` is French. `answer` takes the store, the filters and the number of rows wanted (None: all)."""

    name: str
    title: str
    columns: tuple[Column, ...]
    answer: Callable[[Rows, Filters, int | None], Iterable[Row]]


def ask(store: Rows, name: str, filters: Filters, *, limit: int | None = None) -> Answer:
    """Answer a question of QUESTIONS. Raises KeyError for another name, StoreError when the store cannot be read."""
    question = QUESTIONS[name]
    return Answer(question.columns, islice(question.answer(store, filters, limit), limit))


def _summed(rows: Iterable[Aggregate]) -> list[tuple[str, int, int, float]]:
    """(key, contracts, demands, points) over the years, the most contracts first."""
    found: defaultdict[str, list[float]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        own = found[row.key]
        own[0] += row.contracts
        own[1] += row.demands
        own[2] += row.points
    out = [(key, int(contracts), int(demands), points) for key, (contracts, demands, points) in found.items()]
    return sorted(out, key=lambda row: (-row[1], row[0]))


def _names(store: Rows) -> Mapping[str, str]:
    _, rows = store.query("SELECT label, name FROM label_names")
    return {str(label): str(name) for label, name in rows}


def _year(row: Aggregate) -> Cell:
    return row.year


def _summary(store: Rows, filters: Filters, limit: int | None) -> Iterator[Row]:
    for measure, key, title in _SUMMARY:
        found = counts(store, filters, measure, key=key)
        yield title, sum(row.contracts for row in found), sum(row.demands for row in found) or None


def _labels_by_year(store: Rows, filters: Filters, limit: int | None) -> Iterator[Row]:
    names = _names(store)
    rows = sorted(counts(store, filters, "label"), key=lambda row: (-(row.year or 0), -row.contracts, row.key))
    return ((_year(row), names.get(row.key, row.key), row.key, row.contracts, row.demands) for row in rows)


def _labels(store: Rows, filters: Filters, limit: int | None) -> Iterator[Row]:
    names = _names(store)
    found = _summed(counts(store, filters, "label"))
    strict = {key for key, *_ in _summed(counts(store, filters, "label:strict"))}
    wide = {key for key, *_ in _summed(counts(store, filters, "label:wide"))}
    return (
        (names.get(key, key), key, "strict" if key in strict else "large" if key in wide else "à part", contracts, demands)
        for key, contracts, demands, _ in found)


def _natures(store: Rows, filters: Filters, limit: int | None) -> Iterator[Row]:
    return ((NATURES[Nature(key)], key, contracts, demands) for key, contracts, demands, _ in _summed(counts(store, filters, "nature")))


def _families(store: Rows, filters: Filters, limit: int | None) -> Iterator[Row]:
    return ((FAMILIES[Family(key)], key, contracts, demands) for key, contracts, demands, _ in _summed(counts(store, filters, "family")))


def _without(store: Rows, filters: Filters, limit: int | None) -> Iterator[Row]:
    where, values = filters.where()
    _, rows = store.query(
        f"SELECT key, nullif(year, 0), buyer, sector FROM tenders INDEXED BY tenders_without WHERE status <> 'failed' AND demands = 0 AND {where} "
        "ORDER BY year DESC, buyer DESC, sector DESC, key DESC LIMIT ?", (*values, -1 if limit is None else limit))
    return rows


def _by(dimension: str) -> Callable[[Rows, Filters, int | None], Iterator[Row]]:
    """Mean scores by a dimension: from the counts; over the tenders themselves when they are narrowed down by another one."""
    def scores(store: Rows, filters: Filters, limit: int | None) -> Iterator[Row]:
        narrowed = bool(filters.siret or (filters.buyers and dimension != "buyer") or (filters.sector is not None and dimension != "sector"))
        found = _over_tenders(store, dimension, filters) if narrowed else _over_counts(store, dimension, filters)
        return iter(sorted(found, key=lambda row: (-int(row[1] or 0), str(row[0]))))

    return scores


def _over_counts(store: Rows, dimension: str, filters: Filters) -> Iterator[Row]:
    found: defaultdict[str, dict[str, Aggregate]] = defaultdict(dict)
    for measure in ("contracts", "conformity", "ambition"):
        for row in store.aggregates(dimension, measure=measure, year=None if dimension == "year" else filters.year):
            found[row.value][measure] = row
    wanted = {
        "buyer": filters.buyers, "sector": () if filters.sector is None else (filters.sector,),
        "year": () if filters.year is None else (str(filters.year),)}[dimension]
    for value, rows in found.items():
        if not wanted or value in wanted:
            yield value or _UNKNOWN, rows["contracts"].contracts, *_mean(rows.get("conformity")), *_mean(rows.get("ambition"))


def _over_tenders(store: Rows, dimension: str, filters: Filters) -> Iterator[Row]:
    where, values = filters.where()
    _, rows = store.query(
        f"SELECT {dimension}, count(*), avg(conformity), count(conformity), avg(ambition), count(ambition) FROM tenders WHERE status <> 'failed' "
        f"AND {where} GROUP BY {dimension}", values)
    for value, contracts, conformity, with_conformity, ambition, with_ambition in rows:
        yield (str(value) if value else _UNKNOWN, contracts, _rounded(conformity), with_conformity, _rounded(ambition), with_ambition)


def _mean(row: Aggregate | None) -> tuple[float | None, int]:
    return (None, 0) if row is None else (_rounded(row.points / row.contracts), row.contracts)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _failures(store: Rows, filters: Filters, limit: int | None) -> Iterator[Row]:
    where, values = filters.where()
    for reason, tenders, *_ in _summed(counts(store, filters, "failure")):
        _, rows = store.query(
            "SELECT key FROM tenders INDEXED BY tenders_unread WHERE status <> 'checked' AND status = 'failed' AND failure = ? "
            f"AND {where} LIMIT 1", (reason, *values))
        yield REASONS.get(reason, reason), reason, tenders, str(next(rows, ("",))[0])


def _issues(store: Rows, filters: Filters, limit: int | None) -> Iterator[Row]:
    return ((REASONS.get(key, key), key, contracts, demands) for key, contracts, demands, _ in _summed(counts(store, filters, "issue")))


def _unread(store: Rows, filters: Filters, limit: int | None) -> Iterator[Row]:
    where, values = filters.where()
    _, rows = store.query(
        "SELECT key, nullif(year, 0), buyer, sector, CASE status WHEN 'failed' THEN 'rien' ELSE 'en partie' END, failure, message FROM tenders "
        f"INDEXED BY tenders_unread WHERE status <> 'checked' AND {where} ORDER BY status, failure, year, buyer, sector, key LIMIT ?",
        (*values, -1 if limit is None else limit))
    return ((*row[:5], REASONS.get(str(row[5]), row[5]), row[6]) for row in rows)


def _considerations(store: Rows, filters: Filters, limit: int | None) -> Iterator[Row]:
    for kind, title in (("environmental", "environnement"), ("social", "social")):
        declared = {key: number for key, number, *_ in _summed(counts(store, filters, f"declared-{kind}"))}
        found = {key: number for key, number, *_ in _summed(counts(store, filters, f"found-{kind}"))}
        for value in sorted({*declared, *found}):
            yield title, value, declared.get(value, 0), found.get(value, 0)


def _checks(store: Rows, filters: Filters, limit: int | None) -> Iterator[Row]:
    table: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for key, contracts, *_ in _summed(counts(store, filters, "check")):
        check, verdict = key.split(" ", 1)
        table[check][verdict] = contracts
    titles = {rule.id: rule.title for rule in load_checks(pack_root())} if table else {}
    for check in sorted(table):
        yield check, titles.get(check, ""), *(table[check].get(verdict, 0) for verdict in _VERDICTS)


def _declared(store: Rows, filters: Filters, limit: int | None) -> Iterator[Row]:
    for row in disagreements(store, filters, limit):
        contract = row.contract
        yield (contract.key, contract.year, contract.buyer, contract.sector, row.words, row.value, row.quote, row.document, row.page)


_SUMMARY = (
    ("contracts", "", "marchés lus"), ("partial", "", "dont lus en partie"), ("failed", "", "marchés dont rien n'a été lu"),
    ("with-demand", "", "avec une demande environnementale"), ("without-demand", "", "sans demande environnementale"),
    ("with-strict", "", "demandant un écolabel (sens strict)"), ("with-wide", "", "demandant un label (sens large)"),
    ("with-core", "", "demandant réemploi, recyclé, réparabilité ou durée de vie"), ("with-social", "", "avec une clause sociale"),
    ("against", "found-not-declared", "considération trouvée, non déclarée"),
    ("against", "declared-not-found", "considération déclarée, non trouvée"),
    ("against", "declared-unseen", "considération déclarée, pièces incomplètes"),
)
_VERDICTS = ("missing", "partial", "to-verify", "met")
_SCORES: tuple[Column, ...] = (
    _CONTRACTS, ("conformity", "conformité moyenne"), ("conformity_contracts", "marchés notés (conformité)"), ("ambition", "ambition moyenne"),
    ("ambition_contracts", "marchés notés (ambition)"))
_LIST: Sequence[Question] = (
    Question("summary", "L'essentiel : marchés lus, avec et sans demande", (("line", "chiffre"), _CONTRACTS, _DEMANDS), _summary),
    Question("labels-by-year", "Labels demandés, par année", (_YEAR, ("name", "label"), ("label", "code"), _CONTRACTS, _DEMANDS), _labels_by_year),
    Question("labels", "Labels demandés", (("name", "label"), ("label", "code"), ("scope", "sens"), _CONTRACTS, _DEMANDS), _labels),
    Question("natures", "Natures de label demandées", (("name", "nature"), ("nature", "code"), _CONTRACTS, _DEMANDS), _natures),
    Question("families", "Familles de clauses demandées", (("name", "famille"), ("family", "code"), _CONTRACTS, _DEMANDS), _families),
    Question("without-demand", "Marchés sans demande environnementale", _PLACE, _without),
    Question("scores-by-buyer", "Scores moyens par acheteur", (("buyer", "acheteur"), *_SCORES), _by("buyer")),
    Question("scores-by-sector", "Scores moyens par secteur", (("sector", "secteur"), *_SCORES), _by("sector")),
    Question("scores-by-year", "Scores moyens par année", (_YEAR, *_SCORES), _by("year")),
    Question("checks", "Verdicts de chaque contrôle", (
        ("check", "contrôle"), ("title", "intitulé"), *((verdict, VERDICTS[Verdict(verdict)]) for verdict in _VERDICTS)), _checks),
    Question("considerations", "Considérations déclarées, et trouvées dans le texte", (
        ("kind", "volet"), ("value", "considération"), ("declared", "déclarée"), ("found", "trouvée")), _considerations),
    Question("declared-found", "Marchés dont la déclaration et le texte se contredisent, avec les phrases", (
        *_PLACE, ("kind", "écart"), ("value", "considération"), ("quote", "phrase"), ("document", "pièce"), ("page", "page")), _declared),
    Question("failures", "Marchés dont rien n'a été lu, par motif", (
        ("name", "motif"), ("reason", "code"), ("tenders", "marchés"), ("example", "par exemple")), _failures),
    Question("issues", "Ce qui a gêné la lecture, par motif", (
        ("name", "motif"), ("issue", "code"), ("tenders", "marchés"), ("times", "fois")), _issues),
    Question("unread", "Marchés lus en partie ou pas du tout, avec ce qui manque", (
        *_PLACE, ("read", "lu"), ("reason", "motif"), ("message", "explication")), _unread),
)
QUESTIONS: Mapping[str, Question] = {question.name: question for question in _LIST}
"""The ready questions by name, in the order in which they are listed."""
