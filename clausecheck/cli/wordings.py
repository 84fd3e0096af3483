"""`clausecheck wordings`: the catalogue of clauses to paste."""

from __future__ import annotations

import click

from clausecheck.cli.output import deliver

__all__ = ["wordings"]


@click.group(short_help="Liste et montre les formulations à coller.")
def wordings() -> None:
    """Des clauses prêtes à coller, par famille, secteur, pièce et niveau."""


@wordings.command("list", short_help="Liste les formulations.")
@click.option("--family", metavar="FAMILLE", help="Une seule famille (reuse, packaging…).")
def list_(family: str | None) -> None:
    """Une ligne par formulation."""
    from clausecheck.assess.wordings import load_wordings
    from clausecheck.report.wordings import list_text
    from clausecheck.rulebook.pack import pack_root

    deliver(list_text(w for w in load_wordings(pack_root()) if family in (None, w.family.value)), None)


@wordings.command("show", short_help="Montre une formulation.")
@click.argument("wording_id", metavar="FORMULATION")
def show(wording_id: str) -> None:
    """Le texte à coller, ses variables, la preuve, la pénalité, les points de vigilance."""
    from clausecheck.assess.wordings import load_wordings
    from clausecheck.report.wordings import wording_text
    from clausecheck.rulebook.pack import pack_root

    found = [w for w in load_wordings(pack_root()) if w.id == wording_id]
    if not found:
        raise click.UsageError(f"formulation inconnue : {wording_id} ; « clausecheck wordings list » les donne toutes.")
    deliver(wording_text(found[0]), None)
