"""Rules put to the proof by their own examples."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clausecheck.model import Block, BlockKind, ClauseFinding, Document, Outline, Part, Section
from clausecheck.qualify.analyse import Analyser
from clausecheck.rulebook.book import Rulebook
from clausecheck.rulebook.clauses import ClauseRule, Example

__all__ = ["Failure", "example_document", "rule_failures", "test_rules"]


@dataclass(frozen=True, slots=True)
class Failure:
    """One example that does not hold: the rule, the line of the example in its file, what happened (French)."""

    rule: str
    path: str
    line: int
    message: str


def example_document(example: Example) -> tuple[Document, Outline]:
    """A document of up to three blocks: section title, list opening, the example; with the piece and section role that the example states."""
    parts: list[tuple[BlockKind, str]] = []
    if example.title or example.role:
        parts.append((BlockKind.HEADING, example.title or example.role.value))
    if example.lead:
        parts.append((BlockKind.PARAGRAPH, example.lead))
    parts.append((BlockKind.LIST_ITEM if example.lead else BlockKind.PARAGRAPH, example.text))
    blocks: list[Block] = []
    offset = 0
    for index, (kind, text) in enumerate(parts):
        blocks.append(Block(index, kind, offset, offset + len(text), level=1 if kind is not BlockKind.PARAGRAPH else None))
        offset += len(text) + 1
    document = Document("exemple", "exemple", "txt", "\n".join(text for _, text in parts), tuple(blocks))
    titled = parts[0][0] is BlockKind.HEADING
    sections = (Section(0, parts[0][1], "", 1, None, 0, len(parts) - 1, example.role),) if titled else ()
    outline = Outline(example.piece, 1.0, (Part(example.piece, 0, len(parts) - 1, 1.0),), sections, (0 if titled else -1,) * len(parts))
    return document, outline


def test_rules(book: Rulebook, only: Iterable[str] = ()) -> list[Failure]:
    """Run every example and counter-example of the book (or of the rules named); an empty list means that all hold."""
    wanted = set(only)
    analyser = Analyser(book)
    return [f for rule in book.clauses if not wanted or rule.id in wanted for f in rule_failures(rule, analyser)]


def rule_failures(rule: ClauseRule, analyser: Analyser) -> list[Failure]:
    """The examples of one rule that do not hold."""
    out: list[Failure] = []
    for example in rule.examples:
        rows = _rows(example, rule, analyser)
        message = _example_message(example, rows, fired=rule.id in _candidates(example, analyser))
        if message:
            out.append(Failure(rule.id, str(rule.path), example.line, message))
    for example in rule.counter_examples:
        fired = [c for c in _candidates(example, analyser) if c == rule.id]
        if fired:
            out.append(Failure(rule.id, str(rule.path), example.line, f"la règle se déclenche sur un contre-exemple : « {example.text} »"))
    return out


def _rows(example: Example, rule: ClauseRule, analyser: Analyser) -> list[ClauseFinding]:
    document, outline = example_document(example)
    _, clauses = analyser.analyse(document, outline)
    return [c for c in clauses if c.family is rule.family and document.text[c.quote_start : c.quote_end].strip() in example.text]


def _candidates(example: Example, analyser: Analyser) -> list[str]:
    document, outline = example_document(example)
    return analyser.fired(document, outline)


def _example_message(example: Example, rows: list[ClauseFinding], *, fired: bool) -> str:
    if not fired:
        return f"la règle ne se déclenche pas sur « {example.text} »"
    if not rows:
        return f"rien n'est trouvé pour « {example.text} »"
    if example.force and all(row.force is not example.force for row in rows):
        return f"force {rows[0].force} au lieu de {example.force} ({'; '.join(rows[0].why)}) : « {example.text} »"
    if example.stage and all(row.stage is not example.stage for row in rows):
        return f"stade {rows[0].stage} au lieu de {example.stage} : « {example.text} »"
    return ""
