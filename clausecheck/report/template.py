"""A report in a form of one's own: a Jinja2 template over the JSON report.

The template runs in a sandbox and reads other templates of its own folder only. Values are escaped when the template's name ends with .html, .htm,
.xhtml or .xml (before .j2). Variables and filters are documented in docs/pipelines.md.
"""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

from clausecheck.model import Report
from clausecheck.report import words
from clausecheck.report.json import Boxes, report_dict
from clausecheck.report.messages import translator
from clausecheck.report.rows import nothing_read

__all__ = ["TemplateProblem", "render"]

_T = translator("fr")
_ESCAPED = (".html", ".htm", ".xhtml", ".xml")
_WORDS: dict[str, dict[Any, str]] = {
    "force": words.FORCES, "stage": words.STAGES, "family": words.FAMILIES, "nature": words.NATURES, "verdict": words.VERDICTS,
    "severity": words.SEVERITIES, "kind": words.PIECES, "status": words.STATUSES, "on_source": words.ON_SOURCES, "commitment": words.COMMITMENTS,
}


class TemplateProblem(ValueError):
    """A template that cannot be used; `str()` is French, names file and line and says what is wrong."""


def render(report: Report, path: Path, *, boxes: Boxes | None = None) -> str:
    """The report through the template `path`. Raises TemplateProblem for a template that is absent, ill written, or asks for what is not there."""
    import jinja2
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(path.parent), autoescape=_escaped, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True)
    environment.filters.update(nombre=_number, jour=_day, plat=_flat, mot=_word)
    context = report_dict(report, boxes=boxes)
    try:
        return environment.get_template(path.name).render(
            **context, rapport=context, rien_lu=nothing_read(report), constats=_findings(context), a_faire=_to_do(context))
    except jinja2.TemplateNotFound as error:
        if error.name == path.name:
            raise TemplateProblem(f"« {path} » est introuvable : vérifiez le chemin du modèle donné avec --template.") from error
        raise TemplateProblem(f"« {path} », ligne {_line(error, path)} : le modèle « {error.name} » est introuvable dans {path.parent}.") from error
    except jinja2.TemplateSyntaxError as error:
        name = error.filename or path
        raise TemplateProblem(f"« {name} », ligne {error.lineno} : le modèle est mal écrit ({error.message}).") from error
    except jinja2.UndefinedError as error:
        told = "n'existe pas dans le rapport ; les variables sont décrites dans docs/pipelines.md"
        raise TemplateProblem(f"« {path} », ligne {_line(error, path)} : une variable {told} ({error.message}).") from error
    except SecurityError as error:
        raise TemplateProblem(f"« {path} », ligne {_line(error, path)} : cette opération est interdite dans un modèle ({error}).") from error
    except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RecursionError, jinja2.TemplateError) as error:
        raise TemplateProblem(f"« {path} », ligne {_line(error, path)} : le modèle a échoué ({error}).") from error
    except OSError as error:
        raise TemplateProblem(f"« {path} » n'a pas pu être lu ({error.strerror or error}).") from error


def _escaped(name: str | None) -> bool:
    stem = (name or "").lower()
    for ending in (".j2", ".jinja2", ".jinja"):
        stem = stem.removesuffix(ending)
    return stem.endswith(_ESCAPED)


def _line(error: BaseException, path: Path) -> int | str:
    """The line of the template that was running; Jinja2 writes template lines into the traceback."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).name == path.name and frame.lineno]
    return lines[-1] if lines else "?"


def _findings(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Every label and clause in one list, each with `type` and `document`."""
    return [
        {"type": kind, "document": document["name"], **row}
        for document in context["documents"] for kind, rows in (("label", "labels"), ("clause", "clauses")) for row in document[rows]
    ]


def _to_do(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Checks that are missing, met in part or to verify and that nobody has set aside, obligations first."""
    order = ["obligation", "recommendation", "good-practice"]
    rows = [
        check for check in context["checks"]
        if check["verdict"] in ("missing", "partial", "to-verify") and (check["decision"] or {}).get("status") != "dismissed"]
    return sorted(rows, key=lambda check: order.index(check["severity"]))


def _number(value: float | None, absent: str = "") -> str:
    return absent if value is None else _T.number(value, 2)


def _day(value: str | None) -> str:
    return words.long_date(value, _T) if value else ""


def _flat(value: str | None) -> str:
    return " ".join((value or "").split())


def _word(value: object, kind: str) -> str:
    """A code of the report in French: {{ row.force | mot("force") }}."""
    if kind not in _WORDS:
        raise ValueError(f"le filtre mot attend {', '.join(_WORDS)}, et non « {kind} »")
    return next((text for key, text in _WORDS[kind].items() if str(key) == str(value)), str(value))
