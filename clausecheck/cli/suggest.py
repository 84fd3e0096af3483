"""`clausecheck suggest`: wordings that fill the gaps of a tender."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from clausecheck.cli.check import _day, refuse_stdin
from clausecheck.cli.output import deliver, leave_own_outputs, note, refuse_overwrite

__all__ = ["suggest"]


@click.command(short_help="Propose des formulations pour ce qui manque.")
@click.argument("files", nargs=-1, required=True, metavar="FICHIERS…")
@click.option("--on", callback=_day, metavar="AAAA-MM-JJ", help="Jour du lancement : le droit de ce jour est appliqué.")
@click.option("--level", type=click.Choice(["socle", "ambitieux", "exemplaire"]), help="Niveau d'exigence voulu.")
@click.option("--piece", type=click.Choice(["rc", "ccap", "cctp", "bpu"]), help="Une seule pièce à compléter.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FICHIER", help="Écrit la réponse dans un fichier.")
@click.pass_context
def suggest(ctx: click.Context, files: tuple[str, ...], on: date | None, level: str | None, piece: str | None, output: Path | None) -> None:
    """Contrôle les pièces, puis propose des clauses à coller là où quelque chose manque ou reste faible."""
    refuse_stdin(files)
    refuse_overwrite(output, files)
    leave_own_outputs(files)
    note(f"Lecture de {Path(files[0]).name or files[0]}…")
    from clausecheck.assess.suggest import suggest as choose
    from clausecheck.model import PieceKind
    from clausecheck.pipeline import SettingsError, SidecarError, check
    from clausecheck.report.exit import NOTHING_READ, exit_code
    from clausecheck.report.wordings import suggestions_text
    from clausecheck.rulebook.source import RuleError

    try:
        report = check(files, on=on)
    except (RuleError, SettingsError, SidecarError) as error:
        raise click.UsageError(str(error)) from error
    for item in report.documents:
        for issue in item.document.reading.issues:
            note(issue.message)
    if exit_code(report) == NOTHING_READ:
        ctx.exit(NOTHING_READ)
    chosen = choose(report.checks, report.score, sectors=report.tender.sectors, level=level, piece=PieceKind(piece) if piece else None)
    deliver(suggestions_text(chosen), output)
    ctx.exit(exit_code(report))
