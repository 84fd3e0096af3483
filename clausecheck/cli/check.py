"""`clausecheck check`: the main job."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausecheck.cli.output import chosen_form, colour_wanted, deliver, leave_own_outputs, note, refuse_overwrite, text_width
from clausecheck.report.messages import LANGUAGES, translator

if TYPE_CHECKING:
    from clausecheck.model import Report

__all__ = ["check", "refuse_stdin", "run_check"]


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """The day of --on, or a usage error that shows how to write it."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"« {value} » n'est pas une date ; écrivez année-mois-jour, par exemple 2026-09-01.", ctx, param) from None


def _copies_folder(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The folder of --annotate, "" for none given, or a usage error when the option has taken a piece for a folder."""
    if value and Path(value).is_file():
        raise click.BadParameter(f"« {value} » est un fichier : écrivez --annotate après les pièces, ou suivi d'un dossier.", ctx, param)
    return value


_FORMS = ("text", "json", "html", "md", "note", "xlsx", "csv", "junit", "sarif")
_OPTIONS = (
    click.option("--format", "form", type=click.Choice(_FORMS), show_default="d'après -o, sinon text",
                 help="Forme du rapport : texte, JSON, page web, Markdown, note Word de deux pages ou classeur Excel (avec -o), CSV ; JUnit ou SARIF "
                      "pour un automate."),
    click.option("--note-template", type=click.Path(dir_okay=False, path_type=Path), metavar="MODÈLE.docx",
                 help="Avec --format note : votre modèle de note (docs/guide/note.md)."),
    click.option("--template", type=click.Path(dir_okay=False, path_type=Path), metavar="MODÈLE.j2",
                 help="Rapport à votre forme, par un modèle Jinja (docs/pipelines.md)."),
    click.option("--annotate", is_flag=False, flag_value="", callback=_copies_folder, is_eager=True, metavar="[DOSSIER]",
                 help="Écrit une copie annotée de chaque pièce Word ou PDF, à côté d'elle ou dans un dossier (docs/annoter.md)."),
    click.option("--suggest-changes", is_flag=True,
                 help="Avec --annotate : insère les formulations proposées dans les copies Word, en modifications suivies."),
    click.option("--mask", is_flag=True, help="Masque courriels, téléphones, noms, adresses et IBAN dans tout ce que le rapport cite."),
    click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FICHIER", help="Écrit le rapport dans un fichier."),
    click.option("--on", callback=_day, metavar="AAAA-MM-JJ", help="Jour du lancement : le droit de ce jour est appliqué."),
    click.option("--lang", type=click.Choice(LANGUAGES), default="fr", show_default=True,
                 help="Langue du rapport : texte, page web, Markdown, note ; les phrases citées restent en français."),
    click.option("--policy", "policies", multiple=True, metavar="NOM", help="Compare à la politique d'un acheteur ; option répétable."),
    click.option("--fail-under", type=click.FloatRange(0, 100), metavar="N", help="Code de sortie 1 si la conformité est inférieure à N."),
    click.option("--fail-on", type=click.Choice(["missing", "partial", "to-verify"]), multiple=True,
                 help="Code de sortie 1 si une obligation a ce verdict ; option répétable."),
    click.option("--revisions", type=click.Choice(["accepted", "original"]), default="accepted", show_default=True,
                 help="Modifications suivies de Word : acceptées, ou texte d'origine."),
    click.option("--config", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FICHIER",
                 help="Réglages de l'acheteur (par défaut clausecheck.toml à côté des pièces)."),
    click.option("--pdf-engine", type=click.Choice(["pdfium", "pdfplumber"]), default="pdfium", show_default=True,
                 help="Lecteur de PDF, pour un second avis."),
    click.option("--no-ocr", is_flag=True, help="Ne lit pas les pages scannées : elles sont signalées."),
    click.option("--no-gate", is_flag=True, help="Essaie toutes les règles sur toutes les phrases : plus lent, même résultat."),
)


def with_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options shared by `check` and `demo`."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def refuse_stdin(files: tuple[str, ...]) -> None:
    """clausecheck reads files by their names. Raises UsageError for "-"."""
    if "-" in files:
        raise click.UsageError("clausecheck ne lit pas l'entrée standard (« - ») : enregistrez la pièce dans un fichier et donnez son chemin.")


@click.command(short_help="Contrôle les pièces d'un marché et rend un rapport.")
@click.argument("files", nargs=-1, required=True, metavar="FICHIERS…")
@with_options
@click.pass_context
def check(ctx: click.Context, /, files: tuple[str, ...], **options: object) -> None:
    """Contrôle une ou plusieurs pièces d'un même marché : fichiers, dossier ou archive ZIP.

    Codes de sortie : 0 contrôlé ; 1 sous le seuil demandé ; 2 commande mal écrite ; 3 rien n'a pu être lu ; 4 contrôlé, mais une pièce manque ou
    n'a pas été lue en entier.
    """
    refuse_stdin(files)
    ctx.exit(run_check(list(files), **options))  # type: ignore[arg-type]


def run_check(
    files: list[str], *, form: str | None, output: Path | None, on: date | None, lang: str, policies: tuple[str, ...], fail_under: float | None,
    fail_on: tuple[str, ...], revisions: str, config: Path | None, pdf_engine: str, no_ocr: bool, no_gate: bool,
    template: Path | None, note_template: Path | None, mask: bool, annotate: str | None, suggest_changes: bool,
) -> int:
    """Check, write the report, and return the exit code."""
    if template is not None and form not in (None, "text"):
        raise click.UsageError("--template fait le rapport à la place de --format : donnez l'un ou l'autre.")
    form = "text" if template is not None else chosen_form(form, output, _FORMS)
    _refuse_forms(form, output, note_template)
    if annotate is not None and mask:
        raise click.UsageError("--annotate copie les pièces entières, que --mask ne peut pas masquer : donnez l'un ou l'autre.")
    if suggest_changes and annotate is None:
        raise click.UsageError("--suggest-changes écrit dans les copies annotées : ajoutez --annotate.")
    refuse_overwrite(output, (*files, template, note_template, config))
    leave_own_outputs(files)
    t = translator(lang)
    first = Path(files[0]).name or files[0]
    others = len(files) - 1
    more = t.plural(" et {n} autre", " et {n} autres", others) if others else ""
    note(t("Lecture de {name}{more}…", name=first, more=more))
    from clausecheck.model import Verdict
    from clausecheck.pipeline import Options, SettingsError, SidecarError, UnknownPolicyError
    from clausecheck.pipeline import check as check_paths
    from clausecheck.report.exit import exit_code
    from clausecheck.rulebook.source import RuleError

    options = Options(revisions=revisions, ocr=not no_ocr, pdf_engine=pdf_engine, gate=not no_gate)
    try:
        report = check_paths(files, on=on, policies=policies, config=config, options=options)
    except (RuleError, SettingsError, SidecarError, UnknownPolicyError) as error:
        raise click.UsageError(str(error)) from error
    if mask:
        from clausecheck.report.mask import mask as masked

        report = masked(report)
    if template is not None:
        _fill(report, template, output)
    else:
        _write(report, form, output, lang, note_template)
    if output is not None:
        note(t("Rapport écrit dans {name}.", name=output))
    if annotate is not None:
        _annotate(report, annotate, suggest_changes, lang)
    return exit_code(report, fail_under=fail_under, fail_on=[Verdict(v) for v in fail_on])


def _annotate(report: Report, folder: str, suggest_changes: bool, lang: str) -> None:
    """Write the annotated copies and say where they are."""
    from clausecheck.report.annotate import annotate

    t = translator(lang)
    copies = annotate(report, Path(folder) if folder else None, suggest=suggest_changes, lang=lang)
    for sentence in copies.said:
        note(sentence)
    for path in copies.written:
        note(t("Copie annotée : {name}", name=path))


def _refuse_forms(form: str, output: Path | None, note_template: Path | None) -> None:
    """Options that do not go together are told before anything is read."""
    if form == "xlsx" and output is None:
        raise click.UsageError("Un classeur Excel ne s'affiche pas dans un terminal : indiquez un fichier avec -o, par exemple -o rapport.xlsx.")
    if form == "note" and output is None:
        raise click.UsageError("Une note Word ne s'affiche pas dans un terminal : indiquez un fichier avec -o, par exemple -o note.docx.")
    if note_template is not None and form != "note":
        raise click.UsageError("--note-template est le modèle de la note : ajoutez --format note -o note.docx.")
    if note_template is not None and not note_template.is_file():
        raise click.UsageError(
            f"« {note_template} » est introuvable : vérifiez le chemin ; pour partir du modèle livré : clausecheck note-template modele.docx.")


def _fill(report: Report, template: Path, output: Path | None) -> None:
    """Make the report with the user's own template and deliver it."""
    from clausecheck.report.places import find_boxes
    from clausecheck.report.template import TemplateProblem
    from clausecheck.report.template import render as render_template

    try:
        answer = render_template(report, template, boxes=find_boxes(report))
    except TemplateProblem as error:
        raise click.UsageError(str(error)) from error
    deliver(answer, output, machine=True)


def _write(report: Report, form: str, output: Path | None, lang: str, note_template: Path | None) -> None:
    """Make the report in the form asked for and deliver it; only the module of that form is imported."""
    if form == "json":
        from clausecheck.report.json import render as render_json
        from clausecheck.report.places import find_boxes

        deliver(render_json(report, boxes=find_boxes(report)), output, machine=True)
    elif form == "text":
        from clausecheck.report.text import render as render_text

        deliver(render_text(report, lang=lang, width=text_width(output), colour=colour_wanted(output)), output)
    elif form == "note":
        from clausecheck.report.note import TemplateProblem
        from clausecheck.report.note import render as render_note

        try:
            deliver(render_note(report, lang=lang, template=note_template), output)
        except TemplateProblem as error:
            raise click.UsageError(str(error)) from error
    elif form in ("html", "md"):
        module = {"md": "markdown"}.get(form, form)
        deliver(import_module(f"clausecheck.report.{module}").render(report, lang=lang), output, machine=True)
    else:
        deliver(import_module(f"clausecheck.report.{form}").render(report), output, machine=True)
