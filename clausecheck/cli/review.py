"""`clausecheck review`: accept or dismiss findings and checks; decisions are kept beside the pieces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausecheck.cli.check import refuse_stdin
from clausecheck.cli.output import colour_wanted, deliver, leave_own_outputs, note, text_width

if TYPE_CHECKING:
    from clausecheck.model import Decision, Report
    from clausecheck.structure.decisions import Recorded

__all__ = ["review"]

_CHOICES = {"a": "accepted", "e": "dismissed", "é": "dismissed"}
_DONE = {"accepted": "Accepté", "dismissed": "Écarté"}
_NAMES = "REPÈRE"


@click.command(short_help="Accepte ou écarte des constats et des contrôles.")
@click.argument("files", nargs=-1, required=True, metavar="FICHIERS…")
@click.option("--list", "listed", is_flag=True, help="Liste ce qui peut être décidé, avec les décisions prises.")
@click.option("--accept", multiple=True, metavar=_NAMES,
              help="Accepte ce constat, cette demande ou ce contrôle ; répétable, ou séparés par des virgules.")
@click.option("--dismiss", multiple=True, metavar=_NAMES, help="Écarte : montré dans chaque rapport, compté nulle part.")
@click.option("--forget", multiple=True, metavar=_NAMES, help="Retire la décision prise.")
@click.option("--clean", is_flag=True, help="Retire du fichier les décisions qui ne s'appliquent plus à rien.")
@click.option("--reason", metavar="TEXTE", help="Motif de la décision.")
@click.option("--by", metavar="NOM", help="Qui décide.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="AAAA-MM-JJ",
              help="Jour du lancement : le droit de ce jour est appliqué, comme pour check.")
@click.option("--all", "everything", is_flag=True, help="Sans option de décision : reprend aussi ce qui est déjà décidé ou ne demande rien.")
@click.pass_context
def review(ctx: click.Context, /, files: tuple[str, ...], **options: object) -> None:
    """Enregistre qui accepte ou écarte quoi, quand et pourquoi, dans decisions.clausecheck.toml à côté des pièces.

    REPÈRE est celui du rapport : « c0012 » ou « l0003 » (« cctp.docx:c0012 » si plusieurs pièces ont ce repère), « d004 » pour tous les endroits
    d'une demande, « CK-10 » pour un contrôle. Sans --accept, --dismiss, --forget, --clean ni --list, chaque point ouvert est proposé l'un après
    l'autre.

    Les numéros dNNN sont ceux que check et --list donnent avec les décisions déjà prises : ils changent quand une demande est écartée. Chaque
    décision enregistrée est redite avec sa phrase.

    Codes de sortie : 0 fait ; 1 questions interrompues (Ctrl+C ou fin de l'entrée), les décisions déjà prises sont gardées ; 2 commande mal écrite ;
    3 rien n'a pu être lu.
    """
    refuse_stdin(files)
    leave_own_outputs(files)
    ctx.exit(_run(list(files), **options))  # type: ignore[arg-type]


def _run(
    files: list[str], *, listed: bool, accept: tuple[str, ...], dismiss: tuple[str, ...], forget: tuple[str, ...], clean: bool, reason: str | None,
    by: str | None, day: object, everything: bool,
) -> int:
    asked = {"accepted": _split(accept), "dismissed": _split(dismiss)}
    if (accept or dismiss) and not (reason and by):
        raise click.UsageError("Une décision a un motif et un auteur : ajoutez --reason \"…\" et --by \"…\".")
    from clausecheck.report.exit import NOTHING_READ, exit_code
    from clausecheck.report.review import UnknownSubjectError, render_list
    from clausecheck.structure.decisions import DecisionFileError

    try:
        report = _checked(files, day)
        if exit_code(report) == NOTHING_READ:
            for item in report.documents:
                for issue in item.document.reading.issues:
                    note(issue.message)
            return NOTHING_READ
        if listed:
            deliver(render_list(report, width=text_width(None), colour=colour_wanted(None)), None)
        elif accept or dismiss or forget or clean:
            _decide(files, report, asked, _split(forget), clean, reason or "", by or "")
        else:
            _ask(files, report, by, everything)
    except (UnknownSubjectError, DecisionFileError) as error:
        raise click.UsageError(str(error)) from error
    return 0


def _split(names: Sequence[str]) -> list[str]:
    return [name.strip() for given in names for name in given.split(",") if name.strip()]


def _checked(files: list[str], day: object) -> Report:
    from clausecheck.pipeline import SettingsError, SidecarError, check
    from clausecheck.rulebook.source import RuleError

    note(f"Lecture de {Path(files[0]).name or files[0]}…")
    try:
        return check(files, on=day.date() if hasattr(day, "date") else None)
    except (RuleError, SettingsError, SidecarError) as error:
        raise click.UsageError(str(error)) from error


def _kept(files: list[str]) -> tuple[Path, list[Recorded]]:
    """The file that decisions on these pieces go to, and what it holds."""
    from clausecheck.structure.decisions import decisions_path, find_decisions, read_decisions

    path = next(iter(find_decisions(files)), decisions_path(files))
    return path, list(read_decisions(path)) if path.is_file() else []


def _decide(
    files: list[str], report: Report, asked: dict[str, list[str]], forget: list[str], clean: bool, reason: str, by: str,
) -> None:
    from clausecheck.report.review import find_subjects, said_recorded, said_subject, with_decision, without, without_lost
    from clausecheck.structure.decisions import concerned, write_decisions

    path, rows = _kept(files)
    chosen = {status: find_subjects(report, names) for status, names in asked.items()}
    both = {s.name for s in chosen["accepted"]} & {s.name for s in chosen["dismissed"]}
    if both:
        raise click.UsageError(f"« {min(both)} » ne peut pas être à la fois accepté et écarté.")
    forgotten, said = find_subjects(report, forget), []
    if forgotten:
        rows = without(report, rows, forgotten)
        said += [f"{'Retiré' if s.decision else 'Aucune décision à retirer'} : {said_subject(s)}" for s in forgotten]
    if clean:
        ours = concerned(path, rows, [item.document.name for item in report.documents])
        standing = without_lost(report, ours)
        removed = [row for row in rows if row in ours and row not in standing]
        rows = [row for row in rows if row not in removed]
        said += [f"Retiré : {said_recorded(row)}" for row in removed] or ["Toutes les décisions s'appliquent encore : aucune n'est retirée."]
    for status, subjects in chosen.items():
        if subjects:
            rows = with_decision(report, rows, subjects, _decision(status, by, reason))
            said += [f"{_DONE[status]} : {said_subject(s)}" for s in subjects]
    write_decisions(path, rows)
    for line in said:
        note(line)
    note(f"{len(rows)} décision{'s' if len(rows) > 1 else ''} dans {path}.")


def _decision(status: str, by: str, reason: str) -> Decision:
    from clausecheck.model import Decision

    return Decision(status, " ".join(by.split()), date.today().isoformat(), " ".join(reason.split()))


def _ask(files: list[str], report: Report, by: str | None, everything: bool) -> None:
    """One point after the other; each decision is kept at once, so that leaving early loses nothing."""
    from clausecheck.report.review import render_subject, said_subject, subjects, with_decision
    from clausecheck.structure.decisions import write_decisions

    waiting = [s for s in subjects(report) if everything or (s.pressing and s.decision is None)]
    if not waiting:
        note("Rien n'attend une décision ; --list montre tout, --all reprend ce qui est décidé.")
        return
    path, rows = _kept(files)
    for number, subject in enumerate(waiting, start=1):
        click.echo(f"\n{number} sur {len(waiting)}")
        click.echo(render_subject(subject, width=text_width(None), colour=colour_wanted(None)), nl=False)
        answer = _choice()
        if answer == "q":
            break
        if answer not in _CHOICES:
            continue
        by = by or _text("Votre nom")
        decision = _decision(_CHOICES[answer], by, _text("Motif"))
        rows = with_decision(report, rows, [subject], decision)
        write_decisions(path, rows)
        note(f"{_DONE[decision.status]} : {said_subject(subject)}")
        note(f"Enregistré dans {path}.")


def _choice() -> str:
    choices = click.Choice([*_CHOICES, "p", "q"])
    answer: str = click.prompt("[a]ccepter, [é]carter, [p]asser, [q]uitter", default="p", type=choices, show_choices=False)
    return answer


def _text(question: str) -> str:
    answer: str = click.prompt(question, value_proc=_filled)
    return answer


def _filled(value: str) -> str:
    if not value.strip():
        raise click.UsageError("une réponse est attendue")
    return value.strip()
