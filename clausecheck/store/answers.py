"""An answer for a terminal, a spreadsheet or a machine."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from clausecheck.report.csv import written
from clausecheck.report.messages import translator
from clausecheck.report.sheet import Sheet
from clausecheck.store.questions import QUESTIONS, Answer, Cell

__all__ = ["SCHEMA", "as_csv", "as_json", "as_text", "list_questions"]

SCHEMA = "clausecheck-query-1"
_LONG = {"quote": ("document", "page"), "message": ()}
"""Columns of sentences, shown under their row, with the columns that say where they stand."""
_NUMBERS = frozenset({
    "contracts", "demands", "declared", "found", "tenders", "times", "conformity", "ambition", "conformity_contracts", "ambition_contracts",
    "missing", "partial", "to-verify", "met", "page",
})


def list_questions(*, width: int = 80, colour: bool = False) -> str:
    """The ready questions by name."""
    sheet = Sheet(width=width, colour=colour)
    sheet.line(("Questions prêtes", "bold"))
    sheet.grid([((question.name, "bold"), question.title) for question in QUESTIONS.values()], flexible=1)
    sheet.blank()
    sheet.line("Par exemple : clausecheck query lot.sqlite labels-by-year --year 2026")
    sheet.line("En SQL : clausecheck query lot.sqlite --sql \"SELECT status, count(*) FROM tenders GROUP BY status\"")
    return sheet.text()


def as_text(answer: Answer, *, title: str = "", limit: int | None = None, width: int = 80, colour: bool = False) -> str:
    """A table; at most `limit` rows, and a word when there are more."""
    sheet = Sheet(width=width, colour=colour)
    rows: list[Sequence[Cell]] = []
    more = False
    for row in answer.rows:
        more = limit is not None and len(rows) >= limit
        if more:
            break
        rows.append(row)
    if title:
        sheet.line((title, "bold"))
    codes = [code for code, _ in answer.columns]
    if not rows:
        sheet.line("Rien ne répond à cette question.")
    elif any(code in _LONG for code in codes):
        _items(sheet, answer, rows)
    else:
        _table(sheet, answer, rows)
    if more:
        sheet.blank()
        sheet.line(f"Les {limit} premières lignes ; --limit en montre plus, --format csv les donne toutes.")
    return sheet.text()


def _table(sheet: Sheet, answer: Answer, rows: Sequence[Sequence[Cell]]) -> None:
    lengths = [max(len(_shown(row[index])) for row in rows) for index in range(len(answer.columns))]
    right = [index for index, (code, _) in enumerate(answer.columns) if code in _NUMBERS]
    # a title longer than what stands under it takes several lines, so that the columns of words keep their width
    titles = zip(answer.columns, lengths, strict=True)
    heads = [(title if len(title) <= length else title.replace(" ", "\n"), "bold") for (_, title), length in titles]
    sheet.grid([heads, *([_shown(value) for value in row] for row in rows)], right=right, flexible=lengths.index(max(lengths)))


def _items(sheet: Sheet, answer: Answer, rows: Iterable[Sequence[Cell]]) -> None:
    codes = [code for code, _ in answer.columns]
    long = next(code for code in codes if code in _LONG)
    aside = (long, *_LONG[long])
    for row in rows:
        values = dict(zip(codes, row, strict=True))
        head, *rest = (_shown(values[code]) for code in codes if code not in aside and values[code] not in (None, ""))
        sheet.item((head, "bold"), *(f" — {word}" for word in rest))
        if not values[long]:
            continue
        if long == "quote":
            sheet.quote(str(values[long]))
            page = f", page {values['page']}" if values["page"] is not None else ""
            sheet.line((f"{values['document']}{page}", "dim"), indent=2)
        else:
            sheet.line(str(values[long]), indent=2)


def _shown(value: Cell | bytes) -> str:
    if isinstance(value, bytes):
        return f"({len(value)} octets)"
    if isinstance(value, float):
        return translator("fr").number(value)
    return "" if value is None else str(value)


def as_csv(answer: Answer) -> str:
    """As French spreadsheets open it, under the French titles."""
    rows = ([_plain(value) for value in row] for row in answer.rows)
    return written([title for _, title in answer.columns], rows)


def as_json(answer: Answer, *, question: str, filters: dict[str, object]) -> str:
    """Rows as objects under the codes of the columns (schema clausecheck-query-1); codes are those of docs/store.md."""
    codes = [code for code, _ in answer.columns]
    rows = [dict(zip(codes, map(_plain, row), strict=True)) for row in answer.rows]
    said = {"schema": SCHEMA, "question": question, "filters": filters, "columns": codes, "rows": rows}
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _plain(value: Cell | bytes) -> Cell:
    return _shown(value) if isinstance(value, bytes) else value
