"""The measure as a table for the terminal."""

from __future__ import annotations

from clausecheck.evaluate.measure import CORE_VIEW, CRITERIA, FAMILY_VIEW, Measure, Share, Tally

__all__ = ["render_differences", "render_measure"]

_TALLIES = {
    "label demanded": "labels demandés",
    "label named": "labels nommés",
    "environmental demand": "demandes environnementales",
    FAMILY_VIEW: "… avec la bonne famille",
    CORE_VIEW: "familles centrales",
    "social and accessibility demand": "social et accessibilité",
    CRITERIA: "critères d'attribution",
}
_SHARES = {
    "kind": "nature de la pièce",
    "equivalent": "équivalents acceptés ou non",
    "force": "force",
    "stage": "stade",
    "silent documents": "documents sans demande restés muets",
    "criterion environmental flag": "critère environnemental ou non",
}
_SHOWN = {"misses": "missed", "false": "false"}


def render_measure(measure: Measure) -> str:
    """One line a figure."""
    lines = [f"{measure.documents} documents" + (f", dont {len(measure.failed)} sans rapport" if measure.failed else "")]
    lines += [f"  {name} : {reason}" for name, reason in measure.failed]
    lines.append(f"{'':37}précision  rappel      F1   trouvés manqués   faux")
    lines += [_tally(_TALLIES[name], tally) for name, tally in measure.tallies.items()]
    lines.append("")
    lines += [_share(_SHARES[name], share) for name, share in measure.shares.items()]
    lines.append(f"{'fausses demandes sur les documents muets':42}{measure.false_on_silent:>6}   pour {measure.words_of_silent} mots")
    lines += ["", f"{'par famille':37}précision  rappel      F1   trouvés manqués   faux"]
    lines += [_tally(name, measure.families[name]) for name in sorted(measure.families)]
    confused = sorted(((n, g, f) for (g, f), n in measure.confusion.items() if g != f), reverse=True)
    if confused:
        lines += ["", "forces confondues", *(f"  {gold} lu {found} : {n}" for n, gold, found in confused)]
    return "\n".join(lines) + "\n"


def render_differences(measure: Measure, show: str) -> str:
    """The rows that differ: "misses", "false" or "all"."""
    rows = [d for d in measure.differences if show == "all" or d.kind == _SHOWN[show]]
    words = {"missed": "manqué", "false": "faux"}
    return "".join(f"{d.doc}  {words[d.kind]:6}  {d.view[:24]:24}  {d.value}  | {d.quote[:220]}\n" for d in rows)


def _tally(title: str, tally: Tally) -> str:
    rates = "  ".join(_rate(value) for value in (tally.precision, tally.recall, tally.f1))
    return f"{title:37}    {rates}   {tally.hit:>7} {tally.missed:>7} {tally.false:>6}"


def _share(title: str, share: Share) -> str:
    return f"{title:42}{_rate(share.share)}   {share.right} sur {share.of}"


def _rate(value: float | None) -> str:
    return "     -" if value is None else f"{value:6.3f}"
