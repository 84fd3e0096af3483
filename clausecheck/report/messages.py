"""The words of the interface: French in the code, other languages from the catalogues in locale/ (gettext).

`clausecheck/report/locale/<lang>/LC_MESSAGES/clausecheck.po` is edited by hand; `python -m clausecheck.report.catalogue` compiles it.
"""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

__all__ = ["LANGUAGES", "LOCALE", "Translator", "mark", "mark_plural", "translator"]

LANGUAGES = ("fr", "en")
LOCALE = Path(__file__).parent / "locale"


def mark(text: str) -> str:
    """Mark a text of a table for translation; it is translated where it is shown."""
    return text


def mark_plural(one: str, many: str) -> tuple[str, str]:
    """Mark the two forms of a text of a table for translation."""
    return one, many


class Translator:
    """`t("Pièces lues")` is that text in the language asked for; `{names}` in it are filled with the values given."""

    def __init__(self, lang: str, catalogue: gettext.NullTranslations) -> None:
        self.lang = lang
        self._catalogue = catalogue

    def __call__(self, text: str, **values: object) -> str:
        """The translation of `text`, `text` itself when there is none."""
        found = self._catalogue.gettext(text) if text else ""
        return found.format(**values) if values else found

    def plural(self, one: str, many: str, count: int, **values: object) -> str:
        """`one` or `many` by `count`, which fills {n}. In French 0 is singular, in English plural."""
        found = (one if count < 2 else many) if self.lang == "fr" else self._catalogue.ngettext(one, many, count)
        return found.format(n=count, **values)

    def number(self, value: float, digits: int = 1) -> str:
        """A number as written in the language: 1 234,5 in French; no decimals when there are none."""
        text = f"{value:,.{digits}f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        if self.lang == "fr":
            return text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
        return text


@cache
def translator(lang: str = "fr") -> Translator:
    """The translator for one of LANGUAGES. Raises ValueError for another."""
    if lang not in LANGUAGES:
        raise ValueError(f"langue inconnue : {lang}")
    catalogue = gettext.NullTranslations() if lang == "fr" else gettext.translation("clausecheck", LOCALE, [lang])
    return Translator(lang, catalogue)
