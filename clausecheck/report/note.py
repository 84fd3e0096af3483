"""The note for the file: two pages of A4 in Word, for the officer's chief, from a template that a buyer can replace.

Templates run in a sandbox; every value is escaped, so that no word of a tender can change the document.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from clausecheck.model import Report
from clausecheck.report.note_template import build, steady
from clausecheck.report.note_values import note_values
from clausecheck.report.template import TemplateProblem

__all__ = ["TemplateProblem", "render"]

_NEXT = "pour partir du modèle livré : clausecheck note-template modele.docx"
_GUIDE = "les repères sont décrits dans docs/guide/note.md"


def render(report: Report, *, lang: str = "fr", template: Path | None = None) -> bytes:
    """The note as a Word file; the same report and template give the same bytes. Raises TemplateProblem for a template that cannot be used."""
    source = build(lang) if template is None else _bytes(template)
    return steady(_filled(source, note_values(report, lang=lang), "modèle livré" if template is None else str(template)))


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise TemplateProblem(f"« {path} » est introuvable : vérifiez le chemin donné avec --note-template ; {_NEXT}.") from error
    except OSError as error:
        why = error.strerror or error
        raise TemplateProblem(f"« {path} » n'a pas pu être lu ({why}) : vérifiez que c'est un fichier et qu'il est lisible.") from error
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise TemplateProblem(f"« {path} » n'est pas un document Word (.docx) : enregistrez le modèle en .docx ; {_NEXT}.") from error
    if "word/document.xml" not in names:
        raise TemplateProblem(f"« {path} » n'est pas un document Word (.docx) : enregistrez le modèle en .docx ; {_NEXT}.")
    return data


def _filled(source: bytes, values: dict[str, object], name: str) -> bytes:
    import jinja2
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from lxml.etree import LxmlError

    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined)
    out = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(source))
        document.render(values, environment, autoescape=True)
        document.docx.core_properties.identifier = "clausecheck-note-1"  # so that a note lying among the pieces is known for one
        document.save(out)
    except jinja2.TemplateSyntaxError as error:
        told = f"un repère est mal écrit ({error.message})"
        raise TemplateProblem(f"« {name} » : {told}. Vérifiez les accolades {{{{ … }}}} et {{% … %}} ; {_GUIDE}.") from error
    except jinja2.UndefinedError as error:
        told = f"un repère n'existe pas ({error.message})"
        raise TemplateProblem(f"« {name} » : {told}. Retirez-le ou corrigez-le ; {_GUIDE}.") from error
    except SecurityError as error:
        raise TemplateProblem(f"« {name} » : cette opération est interdite dans un modèle ({error}) ; {_GUIDE}.") from error
    except (PackageNotFoundError, LxmlError, zipfile.BadZipFile, jinja2.TemplateError, KeyError, ValueError, TypeError, AttributeError) as error:
        told = f"le modèle n'a pas pu être rempli ({error})"
        raise TemplateProblem(f"« {name} » : {told}. Ouvrez-le dans Word et enregistrez-le de nouveau ; {_NEXT}.") from error
    return out.getvalue()
