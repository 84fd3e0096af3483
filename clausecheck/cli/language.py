"""The language of what click itself says: French by default, English with --lang en."""

from __future__ import annotations

import gettext
import os
from collections.abc import Sequence

from clausecheck.report.messages import LANGUAGES, LOCALE

__all__ = ["chosen_language", "speak"]

_DOMAIN = "clausecheck-cli"


def chosen_language(arguments: Sequence[str]) -> str:
    """The language that a command line asks for, before it is parsed: usage errors must be said in it too."""
    for index, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else ""
        if argument == "--lang" and index + 1 < len(arguments):
            value = arguments[index + 1]
        if value in LANGUAGES:
            return value
    return "fr"


def speak(lang: str) -> None:
    """Make click say its own messages in `lang`. click asks gettext's global domain, and gettext the environment, for the language."""
    os.environ["LANGUAGE"] = lang
    gettext.bindtextdomain(_DOMAIN, str(LOCALE))
    gettext.textdomain(_DOMAIN)
