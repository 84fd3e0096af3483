"""`clausecheck export`: what public forms and open data ask for, in their official formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausecheck.cli.output import chosen_form, colour_wanted, deliver, note, refuse_overwrite, text_width
from clausecheck.cli.purchases import column_option, vat_option
from clausecheck.cli.sources import many_tenders, open_tenders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clausecheck.indicators.source import Source
    from clausecheck.model import Contract, Counted

__all__ = ["export"]

_Command = Callable[..., None]
_output: Callable[[_Command], _Command] = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FICHIER", help="Écrit l'export dans un fichier.")
_siret: Callable[[_Command], _Command] = click.option(
    "--siret", default="", metavar="SIRET", help="SIRET de l'acheteur, pour les marchés dont il n'est pas connu.")


@click.group(short_help="Exporte vers les formats officiels : DECP, labels, eForms, OCDS, AGEC 58.")
def export() -> None:
    """Exporte ce que les marchés demandent vers les formats officiels.

    Codes de sortie : 0 exporté ; 2 commande mal écrite ou fichier inutilisable ; 3 rien à exporter ; 4 exporté, mais des marchés, des pièces ou des
    lignes manquent, et sont dits.
    """


@contextmanager
def _counted(files: tuple[str, ...], store: Path | None, one: bool, year: int | None) -> Iterator[tuple[Source, list[tuple[Contract, Counted]]]]:
    """The source and its contracts with all that is counted of them."""
    from clausecheck.indicators.source import WithCounted

    with open_tenders(files, store=store, one=one) as source:
        if not isinstance(source, WithCounted):
            raise click.UsageError("Ce magasin ne garde pas les considérations des marchés : remplissez-le à nouveau avec clausecheck batch.")
        yield source, list(source.counted(year=year))


def _siret_given(siret: str) -> str:
    from clausecheck.indicators.decp_ids import siret_problem

    bare = "".join(siret.split())
    if bare and (problem := siret_problem(bare)):
        if len(bare) != 14 or not bare.isdigit():
            raise click.BadParameter(problem, param_hint="--siret")
        note(problem)
    return bare


def _end(ctx: click.Context, source: Source | None, done: int, notes: Sequence[str], output: Path | None, *, told: bool = False) -> None:
    """Say what is missing, then leave with the export's code. `told`: the answer itself says that something is missing."""
    gaps = _gaps(source)
    for text in (*notes, *gaps):
        note(text)
    if output is not None:
        note(f"Export écrit dans {output}.")
    ctx.exit(3 if not done else 4 if notes or gaps or told else 0)


def _gaps(source: Source | None) -> list[str]:
    from clausecheck.indicators.source import WithGaps

    found: Iterable[object] = source.gaps() if isinstance(source, WithGaps) else ()
    return [f"« {getattr(gap, 'key', '')} » : {getattr(gap, 'message', '')}" for gap in found]


@export.command(short_help="Considérations environnementales et sociales des données essentielles (DECP 2.0.3).")
@many_tenders
@_siret
@click.option("--patch", "existing", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FICHIER.json",
              help="Fichier DECP existant à compléter ; rien d'autre n'y change.")
@click.option("--replace", is_flag=True, help="Avec --patch, remplace les considérations déclarées au lieu de les compléter.")
@_output
@click.pass_context
def decp(
    ctx: click.Context, /, files: tuple[str, ...], store: Path | None, one: bool, year: int | None, siret: str, existing: Path | None, replace: bool,
    output: Path | None,
) -> None:
    """Renseigne considerationsEnvironnementales et considerationsSociales de chaque marché, en champs nouveaux ou dans un fichier DECP existant.

    Un marché se rapproche du fichier par son identifiant et le SIRET de l'acheteur. Rien n'est affirmé que les pièces lues ne disent.
    """
    from clausecheck.indicators.decp import DecpError, new_fields, patch
    from clausecheck.indicators.decp_text import decoded

    refuse_overwrite(output, (*files, store, existing))
    if replace and existing is None:
        raise click.UsageError("--replace ne va qu'avec --patch FICHIER.json.")
    siret = _siret_given(siret)
    text = ""
    if existing is not None:
        try:
            text = decoded(existing.read_bytes(), existing.name)
        except (DecpError, OSError) as error:
            raise click.UsageError(str(error)) from error
    with _counted(files, store, one, year) as (source, pairs):
        if existing is None:
            found = new_fields(pairs, siret=siret, reference_first=store is None)
            deliver(found.text, output, machine=True)
            _end(ctx, source, found.written, found.left_out, output)
            return
        try:
            result = patch(text, pairs, siret=siret, replace=replace)
        except DecpError as error:
            raise click.UsageError(f"« {existing.name} » : {error}") from error
        deliver(result.text.encode(), output, machine=True)
        for line in result.changed:
            note(line)
        matched = len(pairs) - len(result.unmatched)
        note(f"Marchés rapprochés : {matched} ; entrées déjà à jour ou inchangées : {result.same} ; entrées sans marché lu : {result.others}.")
        _end(ctx, source, matched, (*result.silent, *result.differences, *result.unmatched), output)


@export.command(short_help="Fichier des labels demandés, rapproché des données essentielles.")
@many_tenders
@_siret
@click.option("--format", "form", type=click.Choice(["csv", "parquet"]), show_default="d'après -o, sinon csv", help="CSV ou Parquet (avec -o).")
@click.option("--schema", is_flag=True, help="Donne le Table Schema du fichier au lieu des labels.")
@_output
@click.pass_context
def labels(
    ctx: click.Context, /, files: tuple[str, ...], store: Path | None, one: bool, year: int | None, siret: str, form: str | None, schema: bool,
    output: Path | None,
) -> None:
    """Une ligne par label exigé ou noté et par marché ; les simples mentions et les labels refusés n'y sont pas."""
    from clausecheck.indicators.label_file import LabelFileError, label_rows, render_csv, render_parquet, schema_path

    form = "csv" if schema else chosen_form(form, output, ("csv", "parquet"), default="csv")
    refuse_overwrite(output, (*files, store))
    if schema:
        deliver(schema_path().read_text("utf-8"), output, machine=True)
        return
    if form == "parquet" and output is None:
        raise click.UsageError("Un fichier Parquet ne s'affiche pas dans un terminal : indiquez un fichier avec -o, par exemple -o labels.parquet.")
    siret = _siret_given(siret)
    with open_tenders(files, store=store, one=one) as source:
        rows, notes = label_rows(source.labels(year=year), siret=siret, reference_first=store is None)
        try:
            deliver(render_csv(rows) if form == "csv" else render_parquet(rows), output, machine=True)
        except LabelFileError as error:
            raise click.UsageError(str(error)) from error
        _end(ctx, source, sum(1 for _ in source.contracts(year=year)), notes, output)


@export.command(short_help="Propositions pour les champs BT-06, BT-774, BT-805, BT-775, BT-754, BT-717 et BT-735 des avis européens.")
@many_tenders
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), show_default="d'après -o, sinon text", help="Forme de l'export.")
@_output
@click.pass_context
def eforms(
    ctx: click.Context, /, files: tuple[str, ...], store: Path | None, one: bool, year: int | None, form: str | None, output: Path | None,
) -> None:
    """Propose des codes pour les avis européens, chacun avec sa phrase, sa confiance et son motif : une proposition n'est pas un fait."""
    form = chosen_form(form, output, ("text", "csv", "json"))
    refuse_overwrite(output, (*files, store))
    from clausecheck.indicators.eforms import candidates
    from clausecheck.indicators.eforms_out import render_csv, render_json, render_text

    with _counted(files, store, one, year) as (source, pairs):
        found = [(contract, candidates(contract, counted)) for contract, counted in pairs]
        if form == "text":
            deliver(render_text(found, width=text_width(output), colour=colour_wanted(output)), output)
        else:
            deliver(render_csv(found) if form == "csv" else render_json(found), output, machine=True)
        _end(ctx, source, len(found), (), output)


@export.command(short_help="Objet sustainability de l'extension OCDS.")
@many_tenders
@_siret
@_output
@click.pass_context
def ocds(
    ctx: click.Context, /, files: tuple[str, ...], store: Path | None, one: bool, year: int | None, siret: str, output: Path | None,
) -> None:
    """Écrit hasSustainability et sustainability[] de chaque marché et de ses lots, en fragments à fusionner avec vos publications OCDS."""
    from clausecheck.indicators.ocds import render

    siret = _siret_given(siret)
    refuse_overwrite(output, (*files, store))
    with _counted(files, store, one, year) as (source, pairs):
        text, notes = render(pairs, siret=siret)
        deliver(text, output, machine=True)
        _end(ctx, source, len(pairs), notes, output)


@export.command(short_help="Déclaration annuelle de l'article 58 de la loi AGEC (data.gouv.fr).")
@click.argument("files", nargs=-1, required=True, metavar="FICHIERS…")
@click.option("--year", type=int, required=True, metavar="AAAA", help="Année civile des dépenses.")
@click.option("--siret", required=True, metavar="SIRET", help="SIRET de l'acheteur.")
@click.option("--name", required=True, metavar="NOM", help="Raison sociale de l'acheteur.")
@column_option
@vat_option
@click.option("--format", "form", type=click.Choice(["csv", "text"]), show_default="d'après -o, sinon csv",
              help="Déclaration au format officiel, ou comparaison aux paliers du décret.")
@_output
@click.pass_context
def agec58(
    ctx: click.Context, /, files: tuple[str, ...], year: int, siret: str, name: str, columns: tuple[str, ...], vat: float | None,
    form: str | None, output: Path | None,
) -> None:
    """Fait la déclaration des biens issus du réemploi, de la réutilisation ou intégrant des matières recyclées, depuis des lignes d'achat."""
    form = chosen_form(form, output, ("csv", "text"), default="csv")
    refuse_overwrite(output, files)
    from clausecheck.indicators.agec58 import AgecError, declare, left_out, render_csv, render_text
    from clausecheck.indicators.purchases import read_purchases
    from clausecheck.indicators.purchases_columns import ColumnError, parse_mapping

    try:
        found = read_purchases(files, columns=parse_mapping(columns), vat=vat, said=lambda path: note(f"Lecture de {path}…"))
        declaration = declare(found.lines, year=year, siret=siret, name=name)
    except (AgecError, ColumnError) as error:
        raise click.UsageError(str(error)) from error
    if form == "text":
        deliver(render_text(declaration, width=text_width(output), colour=colour_wanted(output)), output)
        _end(ctx, None, len(declaration.rows), found.failed, output, told=bool(left_out(declaration)))
    else:
        deliver(render_csv(declaration), output, machine=True)
        _end(ctx, None, len(declaration.rows), (*found.failed, *left_out(declaration)), output)
