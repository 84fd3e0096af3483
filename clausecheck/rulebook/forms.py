"""The surface forms of a word, folded: what a rule must accept when it names one of them.

Forms come from the French lemma table of spacy-lookups-data. Those of the words of the shipped pack are in forms.json beside this file, written by
`python -m clausecheck.rulebook.forms_table`; the big table is opened only for a word that is not there, such as one of a buyer's own rules. Regular
endings are added for words the table does not know; short grammatical words stand for their small closed sets.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from functools import cache
from importlib.resources import files

from clausecheck.text.fold import fold

__all__ = ["FUNCTION_WORDS", "TABLE", "inflect", "looked_up", "table_forms"]

TABLE = "forms.json"
"""Word of the shipped pack -> the other forms of its lemmas, separated by blanks."""

FUNCTION_WORDS: dict[str, tuple[str, ...]] = {
    "de": ("de", "d'", "des", "du"),
    "le": ("le", "la", "les", "l'"),
    "un": ("un", "une"),
    "a": ("a", "au", "aux"),
    "ce": ("ce", "cet", "cette", "ces"),
    "son": ("son", "sa", "ses", "leur", "leurs"),
    "ne": ("ne", "n'"),
    "que": ("que", "qu'"),
    "se": ("se", "s'"),
    "an": ("an", "ans", "annee", "annees"),
    "tout": ("tout", "toute", "tous", "toutes"),
    "devoir": ("doit", "doivent", "devra", "devront", "devrait", "devraient"),
    "doit": ("doit", "doivent", "devra", "devront", "devrait", "devraient"),
    "pouvoir": ("peut", "peuvent", "pourra", "pourront", "pourrait", "pourraient"),
    "peut": ("peut", "peuvent", "pourra", "pourront", "pourrait", "pourraient"),
    "etre": ("est", "sont", "sera", "seront", "soit", "soient", "etre", "etant"),
    "est": ("est", "sont", "sera", "seront", "soit", "soient", "etre", "etant"),
    "avoir": ("a", "ont", "aura", "auront", "ait", "aient", "avoir", "ayant"),
    "faire": ("fait", "font", "fera", "feront", "fasse", "fassent", "faire"),
    "fait": ("fait", "font", "fera", "feront", "fasse", "fassent", "faire"),
}
_EXACT = frozenset((
    "en", "et", "ou", "sur", "par", "pour", "dans", "avec", "sans", "pas", "il", "elle", "ils", "elles", "qui", "dont", "au", "aux", "du", "des",
    "la", "les", "l'", "d'", "n'", "qu'", "s'", "une", "plus", "moins", "non", "y", "vers", "sous", "entre", "ni", "si", "mais", "afin", "lors",
    "hors", "tres", "bien", "deja",
))
_PREFIXES = ("re", "eco", "bio", "geo", "auto", "multi", "mono", "sur", "anti", "post")
_PARTICIPLES = (("prendre", "pris"), ("mettre", "mis"), ("uire", "uit"), ("cevoir", "cu"), ("eindre", "eint"), ("enir", "enu"), ("clure", "clu"),
                ("ndre", "ndu"), ("scrire", "scrit"), ("crire", "crit"), ("ir", "i"))
"""Infinitive endings and their past participles, the longest first: the lemma table gives participles a lemma of their own."""


@cache
def inflect(word: str) -> frozenset[str]:
    """All folded forms of `word` (folded or not), with hyphened and œ spellings."""
    key = fold(word).replace("\x9c", "oe")
    if key in FUNCTION_WORDS:
        return frozenset(FUNCTION_WORDS[key])
    if key in _EXACT or not key[:1].isalpha() or len(key) < 3:
        return frozenset((key,))
    base = table_forms(key)
    return frozenset(variant for form in base | _regular(key, participle=word.endswith(("é", "ée"))) for variant in _spellings(form))


def table_forms(word: str) -> frozenset[str]:
    """Forms that share a lemma with `word`; `word` alone when the table does not know it."""
    shipped = _shipped().get(word)
    return looked_up(word) if shipped is None else frozenset((word, *shipped.split()))


def looked_up(word: str) -> frozenset[str]:
    """The same from the big table."""
    lemmas, forms = _lookup()
    found = {word}
    for lemma in lemmas.get(word, ()):
        found.update(forms[lemma])
    return frozenset(found)


@cache
def _shipped() -> dict[str, str]:
    path = files("clausecheck.rulebook").joinpath(TABLE)
    if not path.is_file():
        return {}
    table: dict[str, str] = json.loads(path.read_text("utf-8"))
    return table


@cache
def _lookup() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    path = files("spacy_lookups_data") / "data" / "fr_lemma_lookup.json.gz"
    raw: dict[str, list[str] | str] = json.loads(gzip.decompress(path.read_bytes()))
    lemmas: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, set[str]] = defaultdict(set)
    for form, value in raw.items():
        for lemma in (value if isinstance(value, list) else [value]):
            key, base = fold(form), fold(lemma)
            lemmas[key].add(base)
            forms[base].update((key, base))
    for base in list(forms):
        lemmas[base].add(base)
    return dict(lemmas), dict(forms)


def _regular(word: str, *, participle: bool) -> set[str]:
    """Regular plurals and feminines, for words that the table lacks."""
    out = {word, *_verb(word)}
    if word.endswith(("s", "x")):
        out.add(word[:-1])
    else:
        out.add(word + "s")
    stem = word.rstrip("s")
    if stem.endswith("al"):
        out.add(stem[:-1] + "ux")
    if stem.endswith(("eau", "eu")):
        out.add(stem + "x")
    if stem.endswith("ee") and participle:
        out.update((stem[:-1], stem[:-1] + "s", stem + "s"))
    elif participle:
        out.update((stem + "e", stem + "es"))
    elif stem.endswith(("if", "eur")):
        out.update((stem[:-1] + "ve", stem[:-1] + "ves") if stem.endswith("if") else ())
    elif stem.endswith(("ant", "ent", "it", "is", "al", "el", "ain", "er", "i", "u", "ert")):
        out.update((stem + "e", stem + "es"))
    return out


def _verb(word: str) -> set[str]:
    """Present, future and participles of a folded infinitive; empty for another word."""
    if word.endswith("er") and len(word) > 4:
        stem = word[:-2]
        return {stem + x for x in ("e", "es", "ent", "ee", "ees", "era", "eront", "ant", "er")}
    for ending, participle in _PARTICIPLES:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            base = word.removesuffix(ending) + participle
            plural = {base, base + "e", base + "es", base if base.endswith("s") else base + "s"}
            stem = word[:-2]
            return plural | ({stem + x for x in ("it", "issent", "ira", "iront", "issant")} if ending == "ir" else set())
    return set()


def _spellings(form: str) -> set[str]:
    out = {form}
    for prefix in _PREFIXES:
        if form.startswith(prefix) and len(form) > len(prefix) + 3 and "-" not in form:
            out.add(f"{prefix}-{form[len(prefix):]}")
    if "-" in form and form.count("-") == 1:
        out.add(form.replace("-", ""))
    if "oe" in form:
        out.update(x.replace("oe", "\x9c") for x in tuple(out))
    if "\x9c" in form:
        out.update(x.replace("\x9c", "oe") for x in tuple(out))
    return out
