"""`clausecheck outline`: articles, lots, criteria and facts at a glance."""

from __future__ import annotations

import json
from pathlib import Path

import click

from clausecheck.cli.check import refuse_stdin
from clausecheck.cli.output import chosen_form, colour_wanted, deliver, leave_own_outputs, note, refuse_overwrite, text_width
from clausecheck.report.messages import LANGUAGES

__all__ = ["outline"]


@click.command(short_help="Affiche les articles, lots, critères et données d'un marché.")
@click.argument("files", nargs=-1, required=True, metavar="FICHIERS…")
@click.option("--format", "form", type=click.Choice(["text", "json"]), show_default="d'après -o, sinon text", help="Forme de la réponse.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FICHIER", help="Écrit la réponse dans un fichier.")
@click.option("--depth", type=click.IntRange(1, 9), default=3, show_default=True, metavar="N", help="Niveaux d'articles montrés.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="fr", show_default=True, help="Langue de la réponse.")
@click.pass_context
def outline(ctx: click.Context, files: tuple[str, ...], form: str | None, output: Path | None, depth: int, lang: str) -> None:
    """Montre comment clausecheck comprend un marché : données, lots, critères d'attribution et articles de chaque pièce.

    Codes de sortie : 0 tout est lu ; 3 rien n'a pu être lu ; 4 une pièce manque ou n'a pas été lue en entier.
    """
    refuse_stdin(files)
    form = chosen_form(form, output, ("text", "json"))
    refuse_overwrite(output, files)
    leave_own_outputs(files)
    note(f"Lecture de {files[0]}…")
    from clausecheck.pipeline import Checker, SidecarError
    from clausecheck.report.exit import reading_code
    from clausecheck.report.outline import outline_json, render_outline

    try:
        documents, tender = Checker().outline(files)
    except SidecarError as error:
        raise click.UsageError(str(error)) from error
    for item in documents:
        for issue in item.document.reading.issues:
            note(issue.message)
    if form == "json":
        deliver(json.dumps(outline_json(documents, tender=tender), ensure_ascii=False, indent=1) + "\n", output, machine=True)
    else:
        colour = colour_wanted(output)
        deliver(render_outline(documents, tender=tender, width=text_width(output), colour=colour, depth=depth, lang=lang), output)
    ctx.exit(reading_code([item.document for item in documents]))
