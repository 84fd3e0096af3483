"""Force, stage and quantity of single sentences: the cue that governs decides."""

from __future__ import annotations

import pytest

from clausecheck.evaluate.rules import example_document
from clausecheck.model import ClauseFinding, Family, Force, PieceKind, SectionRole, Stage
from clausecheck.qualify.analyse import Analyser
from clausecheck.qualify.quantity import quantity_in
from clausecheck.rulebook.book import load
from clausecheck.rulebook.clauses import Example

ANALYSER = Analyser(load())


def rows(
    text: str, *, piece: PieceKind = PieceKind.CCTP, title: str = "", lead: str = "", role: SectionRole = SectionRole.OTHER
) -> list[ClauseFinding]:
    document, outline = example_document(Example(text, 0, piece=piece, title=title, lead=lead, role=role))
    return [c for c in ANALYSER.analyse(document, outline)[1] if c.quote in " ".join(text.split())]


@pytest.mark.parametrize(("text", "force"), [
    ("Les sièges sont issus du réemploi.", Force.REQUIRED),
    ("Les sièges devront être issus du réemploi.", Force.REQUIRED),
    ("Le titulaire privilégie les sièges issus du réemploi.", Force.ENCOURAGED),
    ("Le titulaire doit privilégier les sièges issus du réemploi.", Force.REQUIRED),
    ("Dans la mesure du possible, les sièges sont issus du réemploi.", Force.ENCOURAGED),
    ("Le titulaire peut proposer des sièges issus du réemploi.", Force.ENCOURAGED),
    ("Les sièges issus du réemploi ne sont pas acceptés.", Force.EXCLUDED),
    ("Aucune part de sièges issus du réemploi n'est exigée.", Force.EXCLUDED),
    ("À titre d'information, certains sièges sont issus du réemploi.", Force.INFORMATIVE),
    ("On entend par réemploi l'usage nouveau d'un mobilier qui n'est pas un déchet.", Force.INFORMATIVE),
    ("La part de sièges issus du réemploi sera notée sur 10 points.", Force.SCORED),
])
def test_force(text: str, force: Force) -> None:
    assert [row.force for row in rows(text) if row.family is Family.REUSE] == [force]


def test_an_item_inherits_the_force_of_its_opening() -> None:
    found = rows("des sièges issus du réemploi ;", lead="Il serait apprécié que le titulaire propose :")
    assert [row.force for row in found] == [Force.ENCOURAGED]


def test_the_named_absence_of_something_harmful_is_a_demand() -> None:
    found = rows("Les bouteilles en plastique sont interdites.")
    assert (found[0].family, found[0].force) == (Family.PACKAGING, Force.REQUIRED)


@pytest.mark.parametrize(("piece", "role", "force", "stage"), [
    (PieceKind.RC, SectionRole.CRITERIA, Force.SCORED, Stage.AWARD),
    (PieceKind.RC, SectionRole.OTHER, Force.INFORMATIVE, Stage.OTHER),
    (PieceKind.CCTP, SectionRole.CONTEXT, Force.INFORMATIVE, Stage.OTHER),
    (PieceKind.CCTP, SectionRole.SPECIFICATIONS, Force.REQUIRED, Stage.SPECIFICATION),
])
def test_piece_and_section_decide_without_a_cue(piece: PieceKind, role: SectionRole, force: Force, stage: Stage) -> None:
    found = rows("part de sièges issus du réemploi", piece=piece, role=role, title="Titre")
    assert [(row.force, row.stage) for row in found] == [(force, stage)]


def test_every_finding_explains_itself() -> None:
    found = rows("Les sièges devront être issus du réemploi.")
    assert found[0].rule == "reemploi"
    assert found[0].cues == ("devront",)
    assert any("devront" in line for line in found[0].why)


@pytest.mark.parametrize(("text", "expected"), [
    ("au moins 20 % en valeur sont réemployés", (20.0, "%", ">=", "en valeur")),
    ("pièces disponibles pendant 7 ans", (7.0, "ans", "=", "")),
    ("indice de réparabilité d'au moins 7/10", (7.0, "/10", ">=", "")),
    ("classe énergétique B ou mieux", (2.0, "classe B", ">=", "")),
    ("teneur inférieure à 1,5 g/l", (1.5, "g/l", "<=", "")),
    ("rien de chiffré", None),
])
def test_quantities(text: str, expected: tuple[float, str, str, str] | None) -> None:
    quantity = quantity_in(text, 0, len(text))
    assert (None if quantity is None else (quantity.value, quantity.unit, quantity.comparator, quantity.of)) == expected
