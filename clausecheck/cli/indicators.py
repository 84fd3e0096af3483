"""`clausecheck indicators`: number and nature of the ecolabels that many tenders ask for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausecheck.cli.output import chosen_form, colour_wanted, deliver, note, refuse_overwrite, text_width
from clausecheck.cli.sources import many_tenders, open_tenders

if TYPE_CHECKING:
    from clausecheck.indicators.counting import Indicators

__all__ = ["indicators"]

_AXES = ("nature", "label", "year", "buyer", "department", "sector", "division", "lot", "force", "stage", "equivalent")
_USUAL = ("nature", "label", "year", "equivalent")
_FORMS = ("text", "csv", "xlsx", "json", "html", "md", "png", "svg")
_BINARY = {"xlsx": "Un classeur Excel", "png": "Une image"}


@click.command(short_help="Compte les écolabels demandés dans des marchés.")
@many_tenders
@click.option("--by", "axes", type=click.Choice((*_AXES, "all", "none")), multiple=True, help="Ventilation ; option répétable (all : toutes).")
@click.option("--format", "form", type=click.Choice(_FORMS), show_default="d'après -o, sinon text", help="Forme de la réponse.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FICHIER", help="Écrit la réponse dans un fichier.")
@click.option("--detail", is_flag=True, help="Montre les marchés et les phrases derrière chaque chiffre (texte, Markdown, CSV).")
@click.pass_context
def indicators(
    ctx: click.Context, files: tuple[str, ...], store: Path | None, one: bool, year: int | None, axes: tuple[str, ...],
    form: str | None, output: Path | None, detail: bool,
) -> None:
    """Nombre et nature des écolabels demandés, aux sens strict et large, avec la définition de chaque chiffre, ses marchés et ses phrases.

    Chaque sous-dossier ou archive ZIP d'un dossier est un marché ; des fichiers donnés un à un sont chacun un marché, sauf avec --one.

    Codes de sortie : 0 compté ; 2 commande mal écrite ; 3 aucun marché lu ; 4 compté, mais des pièces n'ont pas été lues.
    """
    form = chosen_form(form, output, _FORMS)
    refuse_overwrite(output, (*files, store))
    if form in _BINARY and output is None:
        raise click.UsageError(f"{_BINARY[form]} ne s'affiche pas dans un terminal : indiquez un fichier avec -o.")
    from clausecheck.indicators.counting import count
    from clausecheck.indicators.fast import count_quickly

    with open_tenders(files, store=store, one=one) as source:
        keep = detail or form in ("xlsx", "json", "html")
        by = _chosen(axes, form)
        found = count(source, year=year, by=by) if keep else count_quickly(source, year=year, by=by)
    deliver(_written(found, form, output, detail), output, machine=form != "text")
    if output is not None:
        note(f"Indicateurs écrits dans {output}.")
    if not found.figure("contracts").value():
        ctx.exit(3)
    ctx.exit(4 if found.gaps and store is None else 0)


def _chosen(axes: tuple[str, ...], form: str) -> tuple[str, ...]:
    """The axes asked for; by default the usual ones, and all of them where there is room."""
    if "all" in axes or (not axes and form in ("xlsx", "json", "html")):
        return _AXES
    if "none" in axes:
        return ()
    return axes or _USUAL


def _written(found: Indicators, form: str, output: Path | None, detail: bool) -> str | bytes:
    if form == "text":
        from clausecheck.indicators.text import render as text

        return text(found, width=text_width(output), colour=colour_wanted(output), detail=detail)
    if form == "md":
        from clausecheck.indicators.markdown import render as markdown

        return markdown(found, detail=detail)
    if form == "csv":
        from clausecheck.indicators.csv import render as csv

        return csv(found, detail=detail)
    if form in ("png", "svg"):
        return _image(found, form)
    if form == "json":
        from clausecheck.indicators.json import render as as_json

        return as_json(found)
    if form == "xlsx":
        from clausecheck.indicators.xlsx import render as xlsx

        return xlsx(found)
    from clausecheck.indicators.html import render as html

    return html(found)


def _image(found: Indicators, form: str) -> str | bytes:
    """All charts of the answer, one under the other."""
    from clausecheck.indicators import png, svg
    from clausecheck.indicators.charts import charts_of
    from clausecheck.indicators.shapes import stacked

    charts = charts_of(found)
    if not charts:
        raise click.UsageError("Aucune demande de label à dessiner dans ces marchés : choisissez --format text pour les chiffres.")
    if form == "svg":
        return svg.render(stacked(charts))
    try:
        return png.render(stacked(charts))
    except png.MissingLibraryError as error:
        raise click.UsageError(str(error)) from error
