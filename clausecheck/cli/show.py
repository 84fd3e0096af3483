"""`clausecheck show`: a stored report, printed again."""

from __future__ import annotations

from pathlib import Path

import click

from clausecheck.cli.output import chosen_form, colour_wanted, deliver, refuse_overwrite, text_width

__all__ = ["show"]


@click.command(short_help="Réaffiche le rapport d'un marché gardé dans un magasin.")
@click.argument("store", type=click.Path(path_type=Path), metavar="MAGASIN")
@click.argument("tender", metavar="MARCHÉ")
@click.option("--format", "form", type=click.Choice(["text", "json"]), show_default="d'après -o, sinon text", help="Forme de la réponse.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FICHIER", help="Écrit la réponse dans un fichier.")
def show(store: Path, tender: str, form: str | None, output: Path | None) -> None:
    """Réaffiche le rapport d'un marché contrôlé par « clausecheck batch », et le situe parmi ceux du même secteur et de la même année.

    MARCHÉ : son identifiant dans le manifeste, ou son dossier. En JSON, le rapport gardé, tel quel.
    """
    form = chosen_form(form, output, ("text", "json"))
    refuse_overwrite(output, (store,))
    from clausecheck.store.shown import as_json, as_text
    from clausecheck.store.store import Store, StoreError

    try:
        with Store.open(store, create=False, readonly=True) as base:
            machine = form == "json"
            answer = as_json(base, tender) if machine else as_text(base, tender, width=text_width(output), colour=colour_wanted(output))
    except StoreError as error:
        raise click.UsageError(str(error)) from error
    deliver(answer, output, machine=machine)
