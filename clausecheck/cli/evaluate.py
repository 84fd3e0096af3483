"""`clausecheck evaluate`: the measure."""

from __future__ import annotations

import json
import time
from pathlib import Path

import click

from clausecheck.cli.output import deliver, note

__all__ = ["evaluate"]

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(short_help="Mesure les rapports face à des annotations.")
@click.argument("gold", type=_FOLDER, metavar="ANNOTATIONS")
@click.argument("files", type=_FOLDER, metavar="FICHIERS")
@click.option("--show", type=click.Choice(["misses", "false", "all"]), help="Liste aussi les écarts : manqués, faux, ou tous.")
@click.option("--ids", is_flag=True, help="Liste les écarts par identifiant, un par ligne : la forme de la liste des échecs connus.")
@click.option("--json", "as_json", is_flag=True, help="Rend les chiffres en JSON.")
@click.option("--only", multiple=True, metavar="NOM", help="Ce document seulement ; option répétable.")
@click.option("--reports", type=_FOLDER, metavar="DOSSIER", help="Mesure des rapports JSON déjà faits au lieu de contrôler les fichiers.")
@click.pass_context
def evaluate(ctx: click.Context, gold: Path, files: Path, show: str | None, as_json: bool, only: tuple[str, ...], reports: Path | None,
             ids: bool) -> None:
    """Contrôle chaque document de FICHIERS et compare son rapport à son annotation, par les définitions de docs/annotation.md.

    ANNOTATIONS contient un fichier nom.json par document nom.* de FICHIERS. Code de sortie 1 si un document n'a pas de rapport.
    """
    from clausecheck.evaluate.run import GoldError, load_gold, measure_files, measure_reports
    from clausecheck.evaluate.show import render_differences, render_measure

    start = time.monotonic()
    try:
        golds = load_gold(gold, only)
    except GoldError as error:
        raise click.UsageError(str(error)) from error
    if reports is not None:
        measure = measure_reports(golds, reports)
    else:
        for number, (name, so_far) in enumerate(measure_files(golds, files), start=1):
            note(f"{number}/{len(golds)} {name}")
            measure = so_far
    note(f"{time.monotonic() - start:.1f} s")
    if ids:
        deliver("".join(f"{name}\n" for name in sorted({difference.id for difference in measure.differences})), None, machine=True)
    elif as_json:
        deliver(json.dumps(measure.as_dict(), ensure_ascii=False, indent=1) + "\n", None, machine=True)
    else:
        deliver(render_measure(measure), None)
    if show:
        deliver(render_differences(measure, show), None) if not as_json else note(render_differences(measure, show))
    ctx.exit(1 if measure.failed else 0)
