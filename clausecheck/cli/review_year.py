"""`clausecheck review-year`: the yearly review of a policy."""

from __future__ import annotations

from pathlib import Path

import click

from clausecheck.cli.output import chosen_form, deliver, note, refuse_overwrite
from clausecheck.cli.sources import many_tenders, open_tenders

__all__ = ["review_year"]

_FORMS = ("html", "docx", "md")


@click.command(name="review-year", short_help="Écrit le bilan annuel d'une politique.")
@many_tenders
@click.option("--policy", required=True, metavar="NOM", help="La politique : reen, arras, poitiers, strasbourg, nantes, ou celle de l'acheteur.")
@click.option("--format", "form", type=click.Choice(_FORMS), help="Forme du bilan (par défaut d'après le nom du fichier, sinon md).")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FICHIER", help="Écrit le bilan dans un fichier.")
@click.pass_context
def review_year(
    ctx: click.Context, files: tuple[str, ...], store: Path | None, one: bool, year: int | None, policy: str, form: str | None, output: Path | None,
) -> None:
    """Bilan d'une politique sur les marchés d'une année : engagements, indicateurs, évolution, meilleures clauses, manques, méthode et limites.

    Donnez toutes les années disponibles : l'évolution les montre, le bilan porte sur celle de --year.

    Codes de sortie : 0 ; 2 commande mal écrite ; 3 aucun marché de cette année.
    """
    if year is None:
        raise click.UsageError("Indiquez l'année du bilan, par exemple --year 2026.")
    chosen = chosen_form(form, output, _FORMS, default="md")
    refuse_overwrite(output, (*files, store))
    if chosen == "docx" and output is None:
        raise click.UsageError("Un fichier Word ne s'affiche pas dans un terminal : indiquez un fichier avec -o, par exemple -o bilan.docx.")
    from clausecheck.indicators.review import review

    with open_tenders(files, store=store, one=one, policies=(policy,)) as source:
        found = review(source, policy, year=year)
    if chosen == "docx":
        from clausecheck.indicators.review_docx import render as word

        deliver(word(found), output)
    elif chosen == "html":
        from clausecheck.indicators.review_html import render as page

        deliver(page(found), output, machine=True)
    else:
        from clausecheck.indicators.review_markdown import render as markdown

        deliver(markdown(found), output, machine=True)
    if output is not None:
        note(f"Bilan écrit dans {output}.")
    ctx.exit(0 if found.found.figure("contracts").value() else 3)
