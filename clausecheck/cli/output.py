"""Where a command's answer goes: standard output or the file of -o; messages go to standard error."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

import click

__all__ = ["chosen_form", "colour_wanted", "deliver", "leave_own_outputs", "note", "refuse_overwrite", "text_width"]

_WIDEST = 110
"""Longer lines are tiring to read."""
_PLAIN = 80
_SUFFIXES = (
    (".txt", "text"), (".html", "html"), (".htm", "html"), (".md", "md"), (".json", "json"), (".xlsx", "xlsx"), (".csv", "csv"), (".sarif", "sarif"),
    (".xml", "junit"), (".docx", "note"), (".docx", "docx"), (".png", "png"), (".svg", "svg"), (".parquet", "parquet"),
)
"""Ends of names and the form they say."""
_PLAIN_SIGNS = str.maketrans({
    "✓": "+", "✗": "x", "→": "->", "•": "-", "─": "-", "█": "#", "░": ".", "›": ">", "…": "...", "≥": ">=", "≤": "<=",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
})


def note(message: str) -> None:
    """One line of progress or advice on standard error, at once."""
    click.echo(message, err=True)
    sys.stderr.flush()


def chosen_form(form: str | None, target: Path | None, forms: Iterable[str], default: str = "text") -> str:
    """The form of an answer: the one asked for, else the one that the name of the file of -o says, else `default` (standard output, or a name
    without suffix). UsageError for a suffix of no form among `forms`."""
    if form is not None:
        return form
    if target is None or not target.suffix:
        return default
    known = {suffix: name for suffix, name in _SUFFIXES if name in (*forms, default)}
    found = known.get(target.suffix.lower())
    if found is None:
        raise click.UsageError(f"« {target.name} » : aucune réponse ne s'écrit en « {target.suffix} » ici. Noms possibles avec -o : "
                               f"{', '.join(known)} ; ou dites la forme avec --format.")
    return found


def text_width(target: Path | None) -> int:
    """Width of a text answer: the terminal's, within reason; 80 for a file or a pipe."""
    if target is not None or not sys.stdout.isatty():
        return _PLAIN
    return max(_PLAIN // 2, min(_WIDEST, shutil.get_terminal_size((_PLAIN, 24)).columns))


def colour_wanted(target: Path | None) -> bool:
    """Colour on a terminal only, and never against the NO_COLOR convention (no-color.org)."""
    return target is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ


def refuse_overwrite(target: Path | None, given: Iterable[str | Path | None]) -> None:
    """Never write an answer over what was given: UsageError when `target` is one of the `given` files, or a file already there in one of the
    `given` folders that clausecheck did not write."""
    if target is None or not target.exists():
        return
    from clausecheck.read.own import own_output

    place = target.resolve()
    for path in (Path(one) for one in given if one):
        if path.is_dir():
            if place.is_relative_to(path.resolve()) and not own_output(target):
                raise click.UsageError(f"« {target} » existe déjà dans « {path} » et n'est pas un rapport de clausecheck : rien n'a été écrit, "
                                       "indiquez un autre fichier avec -o.")
        elif path.exists() and path.samefile(place):
            raise click.UsageError(f"« {target} » est un des fichiers donnés : la réponse l'aurait remplacé. Rien n'a été écrit, indiquez un autre "
                                   "fichier avec -o.")


def leave_own_outputs(files: Iterable[str | Path]) -> None:
    """Say which files of the folders given are clausecheck's own and are left out. UsageError for such a file given by its name."""
    from clausecheck.read.collect import own_outputs
    from clausecheck.read.own import own_output

    for path in (Path(one) for one in files):
        if path.is_dir():
            for found in own_outputs(path):
                note(f"« {found.relative_to(path).as_posix()} » est un rapport de clausecheck : laissé de côté.")
        elif own_output(path):
            raise click.UsageError(f"« {path} » est un rapport de clausecheck, pas une pièce de marché : donnez les pièces elles-mêmes.")


def deliver(answer: str | bytes, target: Path | None, *, machine: bool = False) -> None:
    """Write an answer. `machine`: JSON and the like, always UTF-8 with line feeds, whatever the console; so are bytes, which are written as they are.
    Exits with code 2 when a file refuses."""
    data = answer if isinstance(answer, bytes) else answer.encode()
    if target is not None:
        try:
            target.write_bytes(data)
        except OSError as error:
            reason = error.strerror or "erreur inconnue"
            raise click.UsageError(f"« {target} » ne peut pas être écrit ({reason}) : indiquez un autre fichier avec -o.") from error
        return
    if isinstance(answer, bytes) or (machine and hasattr(sys.stdout, "buffer")):
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    click.echo(_writable(answer), nl=False)


def _writable(text: str) -> str:
    """The text with plain signs in place of those that the output cannot hold (a redirection under Windows, an old terminal)."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return text.translate(_PLAIN_SIGNS)
    return text
