"""The `clausecheck` command. Each command lives in its own module and is imported when it is called."""

from __future__ import annotations

import difflib
import importlib
import importlib.util
import sys
from collections.abc import Sequence
from gettext import gettext
from pathlib import Path

import click

from clausecheck import __version__
from clausecheck.cli.language import chosen_language, speak

__all__ = ["cli", "main"]

_COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("clausecheck.cli.check", "Contrôle les pièces d'un marché et rend un rapport."),
    "demo": ("clausecheck.cli.demo", "Contrôle un marché de démonstration."),
    "read": ("clausecheck.cli.read", "Affiche le texte d'un fichier tel qu'il est lu."),
    "outline": ("clausecheck.cli.outline", "Affiche les articles, lots, critères et données d'un marché."),
    "explain": ("clausecheck.cli.explain", "Explique pourquoi un label ou une clause a été relevé."),
    "review": ("clausecheck.cli.review", "Accepte ou écarte des constats et des contrôles."),
    "compare": ("clausecheck.cli.compare", "Compare deux versions d'un marché."),
    "note-template": ("clausecheck.cli.note_template", "Écrit le modèle de la note Word, à adapter."),
    "suggest": ("clausecheck.cli.suggest", "Propose des formulations pour ce qui manque."),
    "wordings": ("clausecheck.cli.wordings", "Liste et montre les formulations à coller."),
    "rules": ("clausecheck.cli.rules", "Essaie, liste et documente les règles."),
    "purchases": ("clausecheck.cli.purchases", "Mesure la part des produits recyclés, reconditionnés et réparables."),
    "indicators": ("clausecheck.cli.indicators", "Compte les écolabels demandés dans des marchés."),
    "coverage": ("clausecheck.cli.coverage", "Dit quels indicateurs les données permettent."),
    "batch": ("clausecheck.cli.batch", "Contrôle des marchés par milliers et garde les résultats."),
    "query": ("clausecheck.cli.query", "Interroge un magasin de marchés contrôlés."),
    "show": ("clausecheck.cli.show", "Réaffiche le rapport d'un marché gardé dans un magasin."),
    "review-year": ("clausecheck.cli.review_year", "Écrit le bilan annuel d'une politique."),
    "export": ("clausecheck.cli.export", "Exporte vers les formats officiels : DECP, labels, eForms, OCDS, AGEC 58."),
    "evaluate": ("clausecheck.cli.evaluate", "Mesure les rapports face à des annotations."),
}
"""Name of a command: its module, whose function of the same name (hyphens as underscores) is the click command, and its line of help."""

_FIRST_STEPS = """\
clausecheck lit les pièces d'un marché public et dit ce qu'elles demandent pour l'environnement.
Pour voir un exemple :              clausecheck demo
Pour contrôler un projet :          clausecheck check rc.docx ccap.docx cctp.pdf
Pour un dossier de consultation :   clausecheck check mon-marche/
Toutes les commandes :              clausecheck --help"""


class Commands(click.Group):
    """A group whose commands are imported when called; the list of commands needs no import."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands that are there, in the order of the table."""
        return [name for name in _COMMANDS if _present(name)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module; None for an unknown name."""
        if cmd_name not in _COMMANDS or not _present(cmd_name):
            return None
        module = importlib.import_module(_COMMANDS[cmd_name][0])
        command = getattr(module, cmd_name.replace("-", "_"))
        return command if isinstance(command, click.Command) else None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does; a file in place of a command, or a command misspelt, is answered with the command to type."""
        name = str(args[0])
        if not name.startswith("-") and self.get_command(ctx, name) is None and not ctx.resilient_parsing:
            near = difflib.get_close_matches(name, self.list_commands(ctx), n=1)
            if Path(name).exists():
                quoted = f'"{name}"' if " " in name else name
                raise click.UsageError(f"« {name} » est un fichier ou un dossier : pour le contrôler, tapez  clausecheck check {quoted}", ctx)
            told = f"Vouliez-vous dire « {near[0]} » ?" if near else "Les commandes possibles sont dans  clausecheck --help"
            raise click.UsageError(f"La commande « {name} » n'existe pas. {told}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of commands, without importing them."""
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, _COMMANDS[name][1]) for name in self.list_commands(ctx)])


def _present(name: str) -> bool:
    return importlib.util.find_spec(_COMMANDS[name][0]) is not None


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="clausecheck", help="Affiche la version.")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Lit les pièces d'un marché public français et dit ce qu'elles demandent pour l'environnement : labels, clauses, critères, obligations."""
    if ctx.invoked_subcommand is None:
        click.echo(_FIRST_STEPS)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    speak(chosen_language(given))
    for stream in (sys.stdout, sys.stderr):
        # a console that lacks a character shows "?" rather than ending the run
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    cli.main(args=given, prog_name="clausecheck")


if __name__ == "__main__":
    main()
