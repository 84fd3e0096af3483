"""Every text of the interface has an English form, and the compiled catalogues are those of their sources."""

from __future__ import annotations

import ast
import gettext
import io
import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

import clausecheck
from clausecheck.model import Family, Force, Nature, PieceKind, Stage, Verdict
from clausecheck.report import words
from clausecheck.report.catalogue import compile_catalogue, read_catalogue
from clausecheck.report.messages import LOCALE, translator

PACKAGE = Path(clausecheck.__file__).parent
CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))


def texts_in_code() -> Iterator[tuple[str, str | None, str]]:
    """Texts given to t(…), t.plural(…), mark(…) and mark_plural(…), with the file they stand in."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            function = node.func
            name = function.id if isinstance(function, ast.Name) else ""
            if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "t":
                name = function.attr
            texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if name in ("t", "mark") and texts:
                yield texts[0], None, path.name
            elif name in ("plural", "mark_plural") and len(texts) >= 2:
                yield texts[0], texts[1], path.name


def texts_in_templates() -> Iterator[tuple[str, str | None, str]]:
    """Texts given to t(…) and t.plural(…) in the templates of the reports."""
    for path in sorted((PACKAGE / "report" / "templates").glob("*.j2")):
        for call in jinja2.Environment().parse(path.read_text("utf-8")).find_all(nodes.Call):
            texts = [a.value for a in call.args if isinstance(a, nodes.Const)]
            if isinstance(call.node, nodes.Name) and call.node.name == "t" and texts:
                yield texts[0], None, path.name
            elif isinstance(call.node, nodes.Getattr) and call.node.attr == "plural":
                yield texts[0], texts[1], path.name


def test_every_text_has_an_english_form() -> None:
    known = read_catalogue((LOCALE / "en" / "LC_MESSAGES" / "clausecheck.po").read_text("utf-8"))
    found = [*texts_in_code(), *texts_in_templates()]
    assert {name for _, _, name in found} >= {"report.html.j2", "macros.html.j2", "markdown.py", "rows.py"}
    assert len(found) > 100
    wanted = {one if many is None else f"{one}\0{many}" for one, many, _ in found}
    assert sorted(wanted - set(known)) == []
    assert sorted(set(known) - wanted - {""}) == [], "texts that the code no longer has"


def test_translations_keep_their_blanks() -> None:
    for path in CATALOGUES:
        for key, value in read_catalogue(path.read_text("utf-8")).items():
            if key:
                names = re.findall(r"\{(\w+)", key.split("\0")[0])
                for form in value.split("\0"):
                    assert set(re.findall(r"\{(\w+)", form)) <= set(re.findall(r"\{(\w+)", key)), (path.name, key)
                    assert len(names) == 0 or re.search(r"\{", form) or "number_type" in names, (path.name, key)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda p: f"{p.parts[-3]}-{p.stem}")
def test_compiled_catalogue_is_up_to_date(path: Path) -> None:
    messages = read_catalogue(path.read_text("utf-8"))
    assert path.with_suffix(".mo").read_bytes() == compile_catalogue(messages), "run: python -m clausecheck.report.catalogue"
    catalogue = gettext.GNUTranslations(io.BytesIO(path.with_suffix(".mo").read_bytes()))
    for key, value in messages.items():
        if key and "\0" not in key:
            assert catalogue.gettext(key) == value


def test_every_value_has_a_name() -> None:
    for enum, names in ((Family, words.FAMILIES), (Force, words.FORCES), (Nature, words.NATURES), (PieceKind, words.PIECES), (Stage, words.STAGES),
                        (Verdict, words.VERDICTS)):
        assert set(names) == set(enum)


def test_plurals_and_numbers() -> None:
    french, english = translator("fr"), translator("en")
    assert [french.plural("{n} page", "{n} pages", n) for n in (0, 1, 2)] == ["0 page", "1 page", "2 pages"]
    assert [english.plural("{n} page", "{n} pages", n) for n in (0, 1, 2)] == ["0 pages", "1 page", "2 pages"]
    assert french.number(1234.5) == "1\N{NO-BREAK SPACE}234,5" and french.number(20) == "20"
    assert english.number(1234.5) == "1,234.5"


def test_dates() -> None:
    assert words.long_date("2026-09-01", translator("fr")) == "1er septembre 2026"
    assert words.long_date("2026-12-24T10:00", translator("en")) == "24 December 2026"
    assert words.long_date("bientôt", translator("fr")) == "bientôt"


def test_a_faulty_catalogue_names_its_line() -> None:
    with pytest.raises(ValueError, match="ligne 2"):
        read_catalogue('msgid "a"\nnonsense\n')
