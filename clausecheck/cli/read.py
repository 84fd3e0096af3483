"""`clausecheck read`: the text as the checker sees it."""

from __future__ import annotations

import click

from clausecheck.cli.check import refuse_stdin
from clausecheck.cli.output import deliver, note

__all__ = ["read"]


@click.command(short_help="Affiche le texte d'un fichier tel qu'il est lu.")
@click.argument("file", metavar="FICHIER")
@click.option("--blocks", is_flag=True, help="Montre chaque bloc avec son numéro, sa nature et sa place.")
@click.option("--revisions", type=click.Choice(["accepted", "original"]), default="accepted", show_default=True,
              help="Modifications suivies de Word : acceptées, ou texte d'origine.")
@click.option("--pdf-engine", type=click.Choice(["pdfium", "pdfplumber"]), default="pdfium", show_default=True, help="Lecteur de PDF.")
@click.pass_context
def read(ctx: click.Context, file: str, blocks: bool, revisions: str, pdf_engine: str) -> None:
    """Affiche le texte d'un fichier tel que clausecheck le comprend, pour vérifier ce qui a été contrôlé.

    Codes de sortie : 0 lu en entier ; 3 rien n'a pu être lu ; 4 lu en partie.
    """
    refuse_stdin((file,))
    from clausecheck.read import collect
    from clausecheck.report.exit import reading_code
    from clausecheck.report.reading import render_reading

    documents = collect([file], revisions=revisions, pdf_engine=pdf_engine)
    for document in documents:
        for issue in document.reading.issues:
            note(issue.message)
        deliver(render_reading(document, blocks=blocks, titled=len(documents) > 1), None)
    ctx.exit(reading_code(documents))
