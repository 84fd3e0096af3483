"""`clausecheck rules`: try, list, look over, measure and document the rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausecheck.cli.output import note

if TYPE_CHECKING:
    from clausecheck.rulebook.book import Rulebook

__all__ = ["rules"]

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_pack = click.option("--pack", type=_FOLDER, metavar="DOSSIER", help="Le dossier des règles (celui du logiciel par défaut).")


@click.group(short_help="Essaie, liste et documente les règles.")
def rules() -> None:
    """Les règles sont des fichiers YAML ; chacune porte ses exemples."""


_own = click.option("--local", type=_FOLDER, metavar="DOSSIER", help="Vos propres règles (clauses/ et labels/), ajoutées à celles du logiciel.")


def _book(pack: Path | None, local: Path | None = None) -> Rulebook:
    from clausecheck.rulebook.book import load
    from clausecheck.rulebook.local import load_local, with_local
    from clausecheck.rulebook.source import RuleError

    try:
        book = load(pack, cached=False)
        return book if local is None else with_local(book, load_local(local, book))
    except (RuleError, ValueError) as error:
        raise click.UsageError(str(error)) from error


@rules.command("test", short_help="Passe tous les exemples des règles.")
@click.argument("ids", nargs=-1, metavar="[RÈGLE]…")
@_pack
@_own
@click.pass_context
def test(ctx: click.Context, ids: tuple[str, ...], pack: Path | None, local: Path | None) -> None:
    """Passe les exemples et contre-exemples de toutes les règles, ou de celles qui sont nommées. Code 1 si l'un d'eux ne tient pas."""
    from clausecheck.evaluate.rules import test_rules

    book = _book(pack, local)
    unknown = set(ids) - set(book.by_id)
    if unknown:
        raise click.UsageError(f"règle inconnue : {', '.join(sorted(unknown))} ; « clausecheck rules list » les donne toutes.")
    failures = test_rules(book, ids)
    for failure in failures:
        click.echo(f"{failure.path}, ligne {failure.line} : {failure.message}")
    tried = len(ids) or len(book.clauses)
    several = len(failures) > 1
    click.echo(f"{tried} {'règles essayées' if tried > 1 else 'règle essayée'}, {len(failures)} exemple{'s' if several else ''} "
               f"ne {'tiennent' if several else 'tient'} pas.")
    ctx.exit(1 if failures else 0)


@rules.command("lint", short_help="Cherche doublons, motifs inutiles et manques.")
@_pack
@_own
@click.pass_context
def lint(ctx: click.Context, pack: Path | None, local: Path | None) -> None:
    """Relit les règles, ou les vôtres seules avec --local : doublons, motifs qui ne peuvent aboutir, ce qui manque. Code 1 pour une faute."""
    from clausecheck.evaluate.lint import lint as look_over

    remarks = look_over(_book(pack, local))
    if local is not None:  # the shipped rules are not the buyer's to mend
        remarks = [remark for remark in remarks if Path(remark.path).resolve().is_relative_to(local.resolve())]
    for remark in remarks:
        click.echo(f"{'faute' if remark.grave else 'avis '} {remark.path}, ligne {remark.line} : {remark.message}")
    grave = sum(remark.grave for remark in remarks)
    click.echo(f"{grave} fautes, {len(remarks) - grave} avis.")
    ctx.exit(1 if grave else 0)


@rules.command("list", short_help="Liste les règles.")
@click.option("--family", metavar="FAMILLE", help="Une seule famille.")
@_pack
@_own
def list_(family: str | None, pack: Path | None, local: Path | None) -> None:
    """Une ligne par règle : famille, identifiant, titre. Avec --local, vos règles sont marquées « (locale) »."""
    for rule in _book(pack, local).clauses:
        own = " (locale)" if local is not None and rule.path.resolve().is_relative_to(local.resolve()) else ""
        if family is None or rule.family.value == family:
            click.echo(f"{rule.family.value:14} {rule.id:28} {rule.title}{own}")


@rules.command("show", short_help="Montre une règle.")
@click.argument("rule_id", metavar="RÈGLE")
@_pack
@_own
def show(rule_id: str, pack: Path | None, local: Path | None) -> None:
    """La page d'une règle : ce qu'elle cherche, ses exemples, ce qu'elle refuse."""
    from clausecheck.evaluate.pages import rule_page

    rule = _book(pack, local).by_id.get(rule_id)
    if rule is None:
        raise click.UsageError(f"règle inconnue : {rule_id} ; « clausecheck rules list » les donne toutes.")
    click.echo(rule_page(rule, {}) + f"\nFichier : {rule.path}")


@rules.command("new", short_help="Écrit le squelette d'une règle.")
@click.argument("rule_id", metavar="RÈGLE")
@click.option("--family", required=True, metavar="FAMILLE", help="Sa famille (reuse, packaging…).")
@click.option("--pack", type=click.Path(file_okay=False, path_type=Path), metavar="DOSSIER",
              help="Le dossier de vos règles, créé au besoin (celui des règles du logiciel par défaut).")
def new(rule_id: str, family: str, pack: Path | None) -> None:
    """Écrit rules/clauses/FAMILLE/RÈGLE.yaml, à compléter, puis à essayer par « clausecheck rules test RÈGLE »."""
    from clausecheck.model import Family
    from clausecheck.rulebook.pack import pack_root
    from clausecheck.rulebook.skeleton import skeleton

    if family not in set(Family):
        raise click.UsageError(f"famille inconnue : {family} ; familles admises : {', '.join(Family)}.")
    path = (pack or pack_root()) / "clauses" / family / f"{rule_id}.yaml"
    if path.exists():
        raise click.UsageError(f"« {path} » existe déjà : choisissez un autre identifiant.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(skeleton(rule_id, Family(family)), "utf-8")
    except OSError as error:
        raise click.UsageError(f"« {path} » ne peut pas être écrit ({error.strerror or error}) : indiquez un autre dossier avec --pack.") from error
    local = f" --local {pack}" if pack is not None and pack.resolve() != pack_root().resolve() else ""
    click.echo(f"{path} est écrit : complétez-le, puis lancez « clausecheck rules test {rule_id}{local} ».")


@rules.command("coverage", short_help="Dit quelles règles servent sur des fichiers.")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FICHIERS…")
@_pack
def coverage(files: tuple[Path, ...], pack: Path | None) -> None:
    """Sur ces fichiers ou dossiers : les règles jamais utilisées, celles qui le sont partout, celles qui ne le sont qu'avec une autre."""
    from clausecheck.evaluate.coverage import coverage as measure
    from clausecheck.qualify.analyse import Analyser

    paths = [p for f in files for p in (sorted(x for x in f.rglob("*") if x.is_file()) if f.is_dir() else [f])]
    note(f"Lecture de {len(paths)} fichiers…")
    found = measure(Analyser(_book(pack)), paths)
    click.echo(f"{found.documents} fichiers, {len(found.fired) - len(found.never)} règles sur {len(found.fired)} ont servi.")
    for head, ids in (("jamais", found.never), ("presque partout", found.everywhere)):
        click.echo(f"{head} : {', '.join(ids) or 'aucune'}")
    for rule, other in found.always_with.items():
        click.echo(f"toujours avec une autre : {rule} (avec {other})")


@rules.command("docs", short_help="Écrit les pages des règles.")
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), default=Path("docs/regles"), show_default=True, metavar="DOSSIER")
@click.option("--measure", nargs=2, multiple=True, type=_FOLDER, metavar="ANNOTATIONS FICHIERS",
              help="Ajoute la justesse de chaque règle sur ce corpus.")
@_pack
def docs(output: Path, measure: tuple[tuple[Path, Path], ...], pack: Path | None) -> None:
    """Écrit une page par règle et un sommaire, avec la justesse mesurée sur les corpus donnés."""
    from clausecheck.evaluate.coverage import rule_scores
    from clausecheck.evaluate.pages import write_pages
    from clausecheck.qualify.analyse import Analyser

    book = _book(pack)
    scores = {}
    for gold, files in measure:
        note(f"Mesure sur {files}…")
        scores[gold.name] = rule_scores(Analyser(book), gold, files)
    click.echo(f"{len(write_pages(book, output, scores))} pages écrites dans {output}.")
