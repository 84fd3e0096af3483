"""`clausecheck query`: ready questions to a store, raw SQL, and the export to Parquet."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausecheck.cli.output import chosen_form, colour_wanted, deliver, note, refuse_overwrite, text_width

if TYPE_CHECKING:
    from clausecheck.store.questions import Answer

__all__ = ["query"]

_SHOWN = 50
_FORMS = ("text", "csv", "json")


@click.command(short_help="Interroge un magasin de marchés contrôlés.")
@click.argument("store", type=click.Path(path_type=Path), metavar="MAGASIN")
@click.argument("question", required=False, metavar="[QUESTION]")
@click.option("--year", type=click.IntRange(1990, 2100), metavar="AAAA", help="Marchés de cette année (notification, à défaut lancement).")
@click.option("--buyer", default="", metavar="NOM", help="Marchés de cet acheteur : un mot de son nom, ou son SIRET.")
@click.option("--sector", default="", metavar="CODE", help="Marchés de ce secteur.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help=f"Nombre de lignes (par défaut {_SHOWN} en texte, toutes sinon).")
@click.option("--format", "form", type=click.Choice(_FORMS), show_default="d'après -o, sinon text", help="Forme de la réponse.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FICHIER", help="Écrit la réponse dans un fichier.")
@click.option("--sql", metavar="REQUÊTE", help="Une requête SELECT, au lieu d'une question prête.")
@click.option("--export", "place", metavar="DOSSIER", help="Écrit les tables en Parquet dans un dossier, ou à une adresse (s3://…).")
@click.pass_context
def query(
    ctx: click.Context, store: Path, question: str | None, year: int | None, buyer: str, sector: str, limit: int | None,
    form: str | None, output: Path | None, sql: str | None, place: str | None,
) -> None:
    """Répond à une question sur les marchés qu'un « clausecheck batch » a contrôlés. Sans QUESTION, liste les questions prêtes.

    Les tables et la lecture des fichiers Parquet par DuckDB ou pandas sont décrites dans docs/store.md.
    """
    form = chosen_form(form, output, _FORMS)
    refuse_overwrite(output, (store,))
    from clausecheck.store.errors import StoreError

    if sum(bool(given) for given in (question, sql, place)) > 1:
        raise click.UsageError("Donnez une seule chose à faire : une question, --sql ou --export.")
    if (year or buyer or sector) and not question:
        raise click.UsageError("--year, --buyer et --sector accompagnent une question prête.")
    try:
        if place is not None:
            _export(store, place)
        elif sql is not None:
            _sql(store, sql, limit, form, output)
        elif question is None:
            _list(store, output)
        else:
            _ask(store, question, year, buyer, sector, limit, form, output)
    except StoreError as error:
        raise click.UsageError(str(error)) from error


def _list(store: Path, output: Path | None) -> None:
    from clausecheck.store.answers import list_questions
    from clausecheck.store.store import Store

    Store.open(store, create=False, readonly=True).close()
    deliver(list_questions(width=text_width(output), colour=colour_wanted(output)), output)


def _ask(store: Path, question: str, year: int | None, buyer: str, sector: str, limit: int | None, form: str, output: Path | None) -> None:
    from clausecheck.store.filters import chosen
    from clausecheck.store.questions import QUESTIONS, ask
    from clausecheck.store.store import Store

    if question not in QUESTIONS:
        raise click.UsageError(f"« {question} » n'est pas une question prête ; les questions : {', '.join(QUESTIONS)}.")
    with Store.open(store, create=False, readonly=True) as base:
        filters = chosen(base, year=year, buyer=buyer, sector=sector)
        told: dict[str, object] = {"year": year, "buyer": list(filters.buyers) or filters.siret or None, "sector": filters.sector, "limit": limit}
        if len(filters.buyers) > 1:
            note(f"« {buyer} » désigne {len(filters.buyers)} acheteurs : {' ; '.join(filters.buyers[:5])}{' …' if len(filters.buyers) > 5 else ''}.")
        shown = limit or _SHOWN
        answer = ask(base, question, filters, limit=shown + 1 if form == "text" else limit)
        _give(answer, question, QUESTIONS[question].title, told, shown, form, output)


def _sql(store: Path, sql: str, limit: int | None, form: str, output: Path | None) -> None:
    from itertools import islice

    from clausecheck.store.questions import Answer
    from clausecheck.store.sql import run_sql

    base, answer = run_sql(store, sql)
    with base:
        shown = limit or _SHOWN
        rows = answer.rows if limit is None or form == "text" else islice(answer.rows, limit)
        _give(Answer(answer.columns, rows), "sql", "", {"sql": sql, "limit": limit}, shown, form, output)


def _give(answer: Answer, name: str, title: str, told: dict[str, object], shown: int, form: str, output: Path | None) -> None:
    from clausecheck.store.answers import as_csv, as_json, as_text

    if form == "json":
        deliver(as_json(answer, question=name, filters=told), output, machine=True)
    elif form == "csv":
        deliver(as_csv(answer), output, machine=True)
    else:
        deliver(as_text(answer, title=title, limit=shown, width=text_width(output), colour=colour_wanted(output)), output)


def _export(store: Path, place: str) -> None:
    from clausecheck.batch.item import BatchError
    from clausecheck.batch.remote import UNREACHABLE, local_path, send

    folder = local_path(place)
    if folder is not None:
        _told(_written(store, folder), str(folder))
        return
    with tempfile.TemporaryDirectory(prefix="clausecheck-") as name:
        found = _written(store, Path(name))
        try:
            send(Path(name), place)
        except BatchError as error:
            raise click.UsageError(str(error)) from error
        except UNREACHABLE as error:
            raise click.UsageError(f"« {place} » ne peut pas être écrit ({error}) : vérifiez l'adresse et vos droits.") from error
    _told(found, place.rstrip("/"))


def _written(store: Path, folder: Path) -> dict[str, int]:
    from clausecheck.store.export import export
    from clausecheck.store.store import Store

    with Store.open(store, create=False, readonly=True) as base:
        return export(base, folder)


def _told(found: dict[str, int], place: str) -> None:
    for table, rows in found.items():
        note(f"{place}/{table}.parquet : {rows} ligne{'s' if rows > 1 else ''}")
