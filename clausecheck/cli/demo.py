"""`clausecheck demo`: the main job on the tender that comes with the program."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from clausecheck.cli.check import run_check, with_options
from clausecheck.cli.output import note

__all__ = ["demo", "demo_files"]

_SUFFIXES = (".docx", ".pdf", ".xlsx", ".odt")


def demo_files() -> list[Path]:
    """The pieces of the demo tender: inside the installed package, else corpus/demo beside it (a checkout). Raises ClickException when absent."""
    package = Path(str(files("clausecheck")))
    for folder in (package / "demo", package.parent / "corpus" / "demo"):
        found = sorted(path for path in folder.glob("*") if path.suffix in _SUFFIXES) if folder.is_dir() else []
        if found:
            return found
    raise click.ClickException("Le marché de démonstration est introuvable : réinstallez clausecheck.")


@click.command(short_help="Contrôle un marché de démonstration.")
@with_options
@click.pass_context
def demo(ctx: click.Context, /, **options: object) -> None:
    """Contrôle un petit marché écrit pour la démonstration, livré avec clausecheck. Mêmes options que « check »."""
    pieces = demo_files()
    note(f"Marché de démonstration : {pieces[0].parent}")
    if options["annotate"] == "":
        options["annotate"] = "."  # the pieces stand in the installed program: no place to write
    ctx.exit(run_check([str(path) for path in pieces], **options))  # type: ignore[arg-type]
