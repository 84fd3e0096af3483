"""The light tokenizer: words, numbers and signs of a folded text, French elisions cut after the apostrophe.

The same function cuts the patterns of the rules and the text they are matched on, so that both always agree. `spacy_doc` wraps the tokens for
spaCy's matchers; importing this module does not import spaCy.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

__all__ = ["spacy_doc", "token_spans"]

_TOKEN = re.compile(
    r"[a-zß-ÿœ\x9c\x9e]{1,2}'(?=[a-z0-9ß-ÿ\x9c])|(?:lorsqu|jusqu|puisqu|quelqu|aujourd)'|"
    r"\d+(?:[.,]\d+)*|[a-zß-ÿ\x9c\x9e0-9]+(?:-[a-zß-ÿ\x9c\x9e0-9]+)*|[^\s]"
)


def token_spans(folded: str) -> list[tuple[int, int]]:
    """(start, end) of each token of an already folded text."""
    return [match.span() for match in _TOKEN.finditer(folded)]


def spacy_doc(vocab: Vocab, folded: str) -> tuple[Doc, list[tuple[int, int]]]:
    """A spaCy Doc over the tokens of a folded text, and the tokens' spans in it. ORTH of a token is its folded form."""
    from spacy.tokens import Doc

    spans = token_spans(folded)
    return Doc(vocab, words=[folded[start:end] for start, end in spans]), spans
