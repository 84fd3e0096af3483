"""`clausecheck coverage`: what the data at hand can support."""

from __future__ import annotations

from pathlib import Path

import click

from clausecheck.cli.output import chosen_form, colour_wanted, deliver, refuse_overwrite, text_width
from clausecheck.cli.sources import many_tenders, open_tenders

__all__ = ["coverage"]

_FORMS = ("text", "md", "csv", "json")


@click.command(short_help="Dit quels indicateurs les données permettent.")
@many_tenders
@click.option("--policy", "policies", multiple=True, metavar="NOM", help="Confronte les marchés à une politique ; option répétable.")
@click.option("--format", "form", type=click.Choice(_FORMS), show_default="d'après -o, sinon text", help="Forme de la réponse.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FICHIER", help="Écrit la réponse dans un fichier.")
@click.pass_context
def coverage(
    ctx: click.Context, files: tuple[str, ...], store: Path | None, one: bool, year: int | None, policies: tuple[str, ...], form: str | None,
    output: Path | None,
) -> None:
    """Pour chaque indicateur : pour combien de marchés les données suffisent, ce qui manque aux autres, et quoi faire.

    Codes de sortie : 0 ; 2 commande mal écrite ; 3 aucun marché lu.
    """
    form = chosen_form(form, output, _FORMS)
    refuse_overwrite(output, (*files, store))
    from clausecheck.indicators import coverage as room

    with open_tenders(files, store=store, one=one, policies=policies) as source:
        found = room.cover(source, year=year)
    if form == "text":
        deliver(room.render_text(found, width=text_width(output), colour=colour_wanted(output)), output)
    else:
        render = {"md": room.render_markdown, "csv": room.render_csv, "json": room.as_json}[form]
        deliver(render(found), output, machine=True)
    ctx.exit(0 if found.contracts else 3)
