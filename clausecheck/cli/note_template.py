"""`clausecheck note-template`: the template of the Word note, for a buyer to change."""

from __future__ import annotations

from pathlib import Path

import click

from clausecheck.cli.output import deliver, note
from clausecheck.report.messages import LANGUAGES

__all__ = ["note_template"]


@click.command("note-template", short_help="Écrit le modèle de la note Word, à adapter.")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path), metavar="MODÈLE.docx")
@click.option("--lang", type=click.Choice(LANGUAGES), default="fr", show_default=True, help="Langue des titres du modèle.")
def note_template(target: Path, lang: str) -> None:
    """Écrit le modèle de la note : ouvrez-le dans Word, changez titres, logo et colonnes, puis donnez-le avec --note-template.

    Les repères {{ … }} et {% … %} sont décrits dans docs/guide/note.md. Un fichier existant n'est pas écrasé.
    """
    if target.exists():
        raise click.UsageError(f"« {target} » existe déjà : indiquez un autre nom, ou déplacez ce fichier.")
    from clausecheck.report.note_template import build

    deliver(build(lang), target)
    note(f"Modèle écrit dans {target}. Adaptez-le dans Word, puis : clausecheck check … --format note --note-template {target} -o note.docx")
