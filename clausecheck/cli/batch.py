"""`clausecheck batch`: many tenders into a store."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from clausecheck.batch.item import Settings

__all__ = ["batch"]


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    if not value:
        return ""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise click.BadParameter(f"« {value} » n'est pas une date ; écrivez année-mois-jour, par exemple 2026-09-01.", ctx, param) from None


@click.command(short_help="Contrôle des marchés par milliers et garde les résultats.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option("--store", type=click.Path(dir_okay=False, path_type=Path), required=True, metavar="FICHIER",
              help="Fichier des résultats (SQLite) ; créé au besoin, complété ensuite.")
@click.option("--jobs", type=click.IntRange(1, 512), default=None, metavar="N", help="Processus de travail (par défaut un par cœur).")
@click.option("--limit", type=click.IntRange(1), default=None, metavar="N", help="Ne traite que les N premiers marchés.")
@click.option("--dry-run", is_flag=True, help="Dit ce qui serait fait, sans rien faire.")
@click.option("--refresh", is_flag=True, help="Contrôle aussi ce qui n'a pas changé.")
@click.option("--on", callback=_day, metavar="AAAA-MM-JJ", help="Jour dont le droit est appliqué à tous (par défaut le lancement de chacun).")
@click.option("--policy", "policies", multiple=True, metavar="NOM", help="Compare à la politique d'un acheteur ; option répétable.")
@click.option("--config", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FICHIER", help="Réglages de l'acheteur, pour tous.")
@click.option("--no-ocr", is_flag=True, help="Ne lit pas les pages scannées : elles sont signalées.")
@click.option("--time-limit", type=click.FloatRange(1), default=900, show_default=True, metavar="S", help="Secondes par marché, puis par document.")
@click.option("--memory-limit", type=click.IntRange(256), default=1536, show_default=True, metavar="MO", help="Mémoire d'un processus de travail.")
@click.option("--scheduler", default="", metavar="tcp://…", help="Travaille sur le cluster Dask de cet ordonnanceur.")
@click.pass_context
def batch(
    ctx: click.Context, /, sources: tuple[str, ...], store: Path, jobs: int | None, limit: int | None, dry_run: bool, refresh: bool, on: str,
    policies: tuple[str, ...], config: Path | None, no_ocr: bool, time_limit: float, memory_limit: int, scheduler: str,
) -> None:
    """Contrôle beaucoup de marchés et garde les résultats dans un fichier.

    SOURCE : un dossier (chaque sous-dossier qui contient des documents, chaque ZIP et chaque fichier du premier niveau est un marché), une
    archive ZIP, un manifeste CSV ou Parquet, un motif entre guillemets, ou l'adresse de l'un d'eux. Interrompu, même brutalement, le lot reprend
    par la même commande.

    Codes de sortie : 0 tout est contrôlé ; 2 commande ou source inutilisable ; 3 rien n'a pu l'être ; 4 des échecs ou des lectures partielles ;
    130 interrompu.
    """
    from clausecheck.batch.item import BatchError, Settings
    from clausecheck.batch.run import prepared
    from clausecheck.rulebook.source import RuleError
    from clausecheck.store.errors import StoreError

    wanted = Settings(
        on=on, policies=tuple(sorted(set(policies))), config=str(config.resolve()) if config else "", time_limit=time_limit,
        memory_limit=memory_limit, ocr=not no_ocr, refresh=refresh)
    try:
        settings = prepared(wanted)
        code = _dry(sources, store, settings, limit) if dry_run else _run(sources, store, settings, jobs or os.cpu_count() or 1, limit, scheduler)
    except (BatchError, StoreError, RuleError) as error:
        raise click.UsageError(str(error)) from error
    ctx.exit(code)


def _run(sources: tuple[str, ...], store: Path, settings: Settings, jobs: int, limit: int | None, scheduler: str) -> int:
    from clausecheck.batch.progress import summary_lines, teller
    from clausecheck.batch.run import run_batch

    with teller() as told:
        summary = run_batch(sources, store, settings, jobs=jobs, told=told, limit=limit, scheduler=scheduler)
    for line in summary_lines(summary):
        click.echo(line, err=True)
    return summary.exit_code()


def _dry(sources: tuple[str, ...], store: Path, settings: Settings, limit: int | None) -> int:
    from clausecheck.batch.dry import dry_run
    from clausecheck.batch.progress import teller

    with teller() as told:
        for line in dry_run(sources, store, settings, limit=limit, told=told):
            click.echo(line)
    return 0
