"""What the commands over many tenders share: the options that name them, and opening them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausecheck.cli.check import refuse_stdin
from clausecheck.cli.output import leave_own_outputs, note

if TYPE_CHECKING:
    from clausecheck.indicators.source import Source

__all__ = ["many_tenders", "open_tenders"]

_OPTIONS = (
    click.argument("files", nargs=-1, metavar="[FICHIERS OU DOSSIERS]…"),
    click.option("--store", type=click.Path(dir_okay=False, path_type=Path), metavar="FICHIER",
                 help="Magasin rempli par clausecheck batch, au lieu de fichiers."),
    click.option("--one", is_flag=True, help="Tout ce qui est donné forme un seul marché."),
    click.option("--year", type=click.IntRange(1990, 2100), metavar="AAAA", help="Marchés de cette année (notification, à défaut lancement)."),
)


def many_tenders(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options that name the tenders: files, --store, --one, --year."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@contextmanager
def open_tenders(files: Sequence[str], *, store: Path | None, one: bool, policies: Sequence[str] = ()) -> Iterator[Source]:
    """The source that the options name. A store or a file beside the pieces that cannot be used is a usage error in French."""
    refuse_stdin(tuple(files))
    leave_own_outputs(files)
    from clausecheck.indicators.opening import opened
    from clausecheck.indicators.tenders import SourceError
    from clausecheck.pipeline import SettingsError, SidecarError, UnknownPolicyError
    from clausecheck.rulebook.source import RuleError

    try:
        with opened(files, store=store, one=one, policies=policies, said=lambda key: note(f"Lecture de {key}…"), told=note) as source:
            yield source
    except (SourceError, RuleError, SettingsError, SidecarError, UnknownPolicyError) as error:
        raise click.UsageError(str(error)) from error
