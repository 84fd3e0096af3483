"""`clausecheck purchases`: the second indicator."""

from __future__ import annotations

from pathlib import Path

import click

from clausecheck.cli.output import chosen_form, colour_wanted, deliver, note, refuse_overwrite, text_width

__all__ = ["column_option", "purchases", "vat_option"]

_FORMS = ("text", "csv", "json", "xlsx")

column_option = click.option(
    "--column", "columns", multiple=True, metavar="CHAMP=ENTÊTE",
    help="Colonne d'un champ, par son entête ou sa lettre : --column quantity=Qté ; option répétable.")
vat_option = click.option("--vat", type=click.FloatRange(0, 100), metavar="TAUX", help="Taux de TVA qui ramène au hors taxes des montants TTC.")


@click.command(short_help="Mesure la part des produits recyclés, reconditionnés et réparables.")
@click.argument("files", nargs=-1, required=True, metavar="FICHIERS…")
@column_option
@vat_option
@click.option("--year", type=click.IntRange(1990, 2100), metavar="AAAA", help="Laisse de côté les lignes datées d'une autre année.")
@click.option("--repair-threshold", type=click.FloatRange(0, 10), metavar="N", help="Indice à partir duquel un produit compte comme réparable.")
@click.option("--format", "form", type=click.Choice(_FORMS), show_default="d'après -o, sinon text",
              help="Forme du compte rendu : texte, lignes en CSV, JSON ou classeur Excel (avec -o).")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FICHIER", help="Écrit le compte rendu dans un fichier.")
@click.pass_context
def purchases(
    ctx: click.Context, /, files: tuple[str, ...], columns: tuple[str, ...], vat: float | None, year: int | None, repair_threshold: float | None,
    form: str | None, output: Path | None,
) -> None:
    """Part des produits recyclés, reconditionnés et réparables dans des lignes de BPU, de DQE ou de commandes (.xlsx, .ods, .csv…).

    Codes de sortie : 0 lu ; 2 commande mal écrite ; 3 rien n'a pu être lu ; 4 un fichier ou une feuille n'a pas été lu.
    """
    form = chosen_form(form, output, _FORMS)
    refuse_overwrite(output, files)
    if form == "xlsx" and output is None:
        raise click.UsageError("Un classeur Excel ne s'affiche pas dans un terminal : indiquez un fichier avec -o, par exemple -o achats.xlsx.")
    from clausecheck.indicators.purchases import read_purchases, summarise
    from clausecheck.indicators.purchases_columns import ColumnError, parse_mapping
    from clausecheck.indicators.purchases_out import render_csv, render_json, render_text, render_xlsx

    try:
        found = read_purchases(
            files, columns=parse_mapping(columns), vat=vat, year=year, repair_threshold=repair_threshold,
            said=lambda name: note(f"Lecture de {name}…"))
    except ColumnError as error:
        raise click.UsageError(str(error)) from error
    summary = summarise(found)
    for message in found.failed:
        note(message)
    if form == "text":
        deliver(render_text(found, summary, width=text_width(output), colour=colour_wanted(output)), output)
    elif form == "csv":
        deliver(render_csv(found), output, machine=True)
    elif form == "json":
        deliver(render_json(found, summary), output, machine=True)
    else:
        deliver(render_xlsx(found, summary), output, machine=True)
    if output is not None:
        note(f"Compte rendu écrit dans {output}.")
    ctx.exit(3 if not found.lines else 4 if found.failed else 0)
