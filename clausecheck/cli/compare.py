"""`clausecheck compare`: what a new version of a tender adds, loses, strengthens or weakens."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clausecheck.cli.check import refuse_stdin
from clausecheck.cli.output import chosen_form, colour_wanted, deliver, leave_own_outputs, note, refuse_overwrite, text_width

if TYPE_CHECKING:
    from clausecheck.report.compare import Comparison

__all__ = ["compare"]

_FORMS = ("text", "json", "html", "md")
_LOSS = 1
_NOTHING_READ = 3


@click.command(short_help="Compare deux versions d'un marché.")
@click.argument("old", metavar="AVANT")
@click.argument("new", metavar="APRÈS")
@click.option("--format", "form", type=click.Choice(_FORMS), show_default="d'après -o, sinon text",
              help="Forme de la comparaison.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FICHIER", help="Écrit la comparaison dans un fichier.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="AAAA-MM-JJ",
              help="Jour du lancement : le droit de ce jour est appliqué des deux côtés.")
@click.option("--mask", is_flag=True, help="Masque les données personnelles dans les phrases citées.")
@click.option("--fail-on-loss", is_flag=True,
              help="Code de sortie 1 si une demande est perdue ou affaiblie, ou un critère environnemental retiré ou réduit.")
@click.pass_context
def compare(
    ctx: click.Context, old: str, new: str, form: str | None, output: Path | None, on: Any, mask: bool, fail_on_loss: bool,
) -> None:
    """Dit ce qui a été ajouté, perdu, renforcé, affaibli, récrit ou déplacé d'AVANT à APRÈS : labels, clauses, critères, verdicts et score.

    AVANT et APRÈS sont chacun un fichier, un dossier, une archive ZIP, ou un rapport gardé avec « clausecheck check … --format json -o
    rapport.json ».

    Codes de sortie : 0 comparé ; 1 une perte, avec --fail-on-loss ; 2 commande mal écrite ; 3 un des deux côtés n'a pas pu être lu.
    """
    refuse_stdin((old, new))
    form = chosen_form(form, output, _FORMS)
    refuse_overwrite(output, (old, new))
    day = on.date() if on is not None else None
    sides = [_report(path, day, mask) for path in (old, new)]
    for path, side in zip((old, new), sides, strict=True):
        if all(document["reading"]["status"] == "failed" for document in side["documents"]):
            note(f"« {path} » : aucune pièce n'a pu être lue, rien ne peut être comparé.")
            for document in side["documents"]:
                for issue in document["reading"]["issues"]:
                    note(issue["message"])
            ctx.exit(_NOTHING_READ)
    from clausecheck.report.compare import compare as compare_reports

    result = compare_reports(sides[0], sides[1])
    _show(result, form, output)
    ctx.exit(_LOSS if fail_on_loss and result.losses else 0)


def _report(path: str, day: date | None, mask: bool) -> dict[str, Any]:
    """A kept report, or the report of the pieces. Raises UsageError for what cannot be compared."""
    if path.lower().endswith(".json") and Path(path).is_file():
        if mask:
            raise click.UsageError(f"« {path} » est un rapport gardé : --mask ne vaut que pour des pièces ; gardez le rapport avec --mask.")
        return _kept(Path(path))
    leave_own_outputs((path,))
    from clausecheck.pipeline import SettingsError, SidecarError, check
    from clausecheck.report.json import report_dict
    from clausecheck.rulebook.source import RuleError

    note(f"Lecture de {Path(path).name or path}…")
    try:
        report = check([path], on=day)
    except (RuleError, SettingsError, SidecarError) as error:
        raise click.UsageError(str(error)) from error
    if mask:
        from clausecheck.report.mask import mask as masked

        report = masked(report)
    return report_dict(report)


def _kept(path: Path) -> dict[str, Any]:
    from clausecheck.report.json import SCHEMA

    try:
        answer = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise click.UsageError(f"« {path} » n'est pas un rapport JSON lisible ({error}).") from error
    if not isinstance(answer, dict) or answer.get("schema") != SCHEMA or not {"tool", "documents", "demands", "checks", "score"} <= set(answer):
        keep = f"clausecheck check … --format json -o {path.name}"
        raise click.UsageError(f"« {path} » n'est pas un rapport entier de clausecheck : gardez-le avec « {keep} ».")
    return answer


def _show(result: Comparison, form: str, output: Path | None) -> None:
    from clausecheck.report import compare_views as views

    if form == "text":
        deliver(views.as_text(result, width=text_width(output), colour=colour_wanted(output)), output)
    else:
        made = {"json": views.as_json, "html": views.as_html, "md": views.as_markdown}[form]
        deliver(made(result), output, machine=True)
    if output is not None:
        note(f"Comparaison écrite dans {output}.")
