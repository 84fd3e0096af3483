"""`clausecheck explain`: why a finding is there."""

from __future__ import annotations

import click

from clausecheck.cli.check import refuse_stdin
from clausecheck.cli.output import colour_wanted, deliver, leave_own_outputs, note, text_width

__all__ = ["explain"]


@click.command(short_help="Explique pourquoi un label ou une clause a été relevé.")
@click.argument("file", metavar="FICHIER")
@click.argument("finding", metavar="[REPÈRE]", required=False)
@click.pass_context
def explain(ctx: click.Context, file: str, finding: str | None) -> None:
    """Montre la règle, les mots et les indices qui ont produit un constat de ce fichier.

    REPÈRE est celui du rapport (« c0012 » pour une clause, « l0003 » pour un label) ; sans lui, tous les constats du fichier sont listés.
    """
    refuse_stdin((file,))
    leave_own_outputs((file,))
    note(f"Lecture de {file}…")
    from clausecheck.pipeline import check
    from clausecheck.report.exit import NOTHING_READ, exit_code
    from clausecheck.report.explain import explain_finding, list_findings

    report = check([file])
    for item in report.documents:
        for issue in item.document.reading.issues:
            note(issue.message)
    if exit_code(report) == NOTHING_READ:
        ctx.exit(NOTHING_READ)
    width, colour = text_width(None), colour_wanted(None)
    if finding is None:
        deliver(list_findings(report, width=width, colour=colour), None)
        return
    answer = explain_finding(report, finding, width=width, colour=colour)
    if answer is None:
        raise click.UsageError(f"« {finding} » n'est pas un constat de ce fichier : « clausecheck explain {file} » les liste.")
    deliver(answer, None)
