"""What reading a PDF has to say: one French sentence a case, naming the file, what happened and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from clausecheck.model import IssueCode, ReadingIssue

__all__ = ["page_ranges", "pdf_issue"]

_C = IssueCode
_MESSAGES: dict[str, tuple[IssueCode, str]] = {
    "too-many-pages": (_C.TOO_LARGE, "« {name} » compte {count} pages : seules les {limit} premières ont été lues ; découpez-le, "
                                     "ou augmentez --max-pages."),
    "repaired": (_C.REPAIRED, "« {name} » était endommagé et a été réparé à l'ouverture : {why} ; comparez avec l'original."),
    "page-damaged": (_C.DAMAGED, "« {name} » : {pages} endommagée{s} et non lue{s} : ouvrez le fichier ailleurs, enregistrez-en une copie."),
    "scanned": (_C.SCANNED_NO_OCR, "« {name} » : {pages} sans texte, faite{s} d'images, et non lue{s} ({why}) : {what}."),
    "ocr": (_C.OCR, "« {name} » : {pages} lue{s} par reconnaissance de caractères (confiance moyenne {confidence} %) : "
                    "vérifiez sur l'original."),
    "ocr-doubtful": (_C.OCR, "« {name} » : {pages} mal reconnue{s} (confiance inférieure à {limit} %) : des phrases ont pu échapper à la lecture, "
                             "vérifiez sur l'original."),
    "garbled": (_C.GARBLED_TEXT, "« {name} » : {pages} dans une police dont les caractères ne peuvent être retrouvés, non lue{s} ({why}) : {what}."),
    "xfa": (_C.UNSUPPORTED, "« {name} » est un formulaire dynamique (XFA) dont le contenu n'est pas dans ses pages : imprimez-le en PDF, "
                            "puis relancez."),
    "attached": (_C.TRUNCATED, "« {name} » porte {count} pièce(s) jointe(s) non lue(s) ({names}) : enregistrez-les et lisez-les à part."),
    "garbled-ocr": (_C.GARBLED_TEXT, "« {name} » : {pages} dans une police dont les caractères ne peuvent être retrouvés : le texte a été relu sur "
                                     "l'image de la page."),
    "garbled-part": (_C.GARBLED_TEXT, "« {name} » : {pages}, une partie du texte est dans une police illisible : vérifiez sur l'original."),
}


def page_ranges(pages: Iterable[int]) -> str:
    """"page 4" or "pages 1 à 3, 7": 1-based page numbers as a French reader writes them."""
    numbers = sorted(set(pages))
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    shown = [str(p[0]) if len(p) == 1 else f"{p[0]} à {p[-1]}" if len(p) > 2 else f"{p[0]} et {p[1]}" for p in parts]
    return f"{'page' if len(numbers) == 1 else 'pages'} {', '.join(shown)}"


def pdf_issue(key: str, name: str, pages: Iterable[int] = (), **values: object) -> ReadingIssue:
    """The issue `key` for the file `name`, about some of its pages (1-based) or the whole. Raises KeyError for an unknown key or a missing value."""
    code, sentence = _MESSAGES[key]
    numbers = sorted(set(pages))
    plural = "s" if len(numbers) > 1 else ""
    return ReadingIssue(code, sentence.format(name=name, pages=page_ranges(numbers), s=plural, **values), numbers[0] if numbers else None)
