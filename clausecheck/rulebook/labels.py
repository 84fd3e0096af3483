"""The catalogue of labels: one scheme, one file under rules/labels/, read with its line numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from clausecheck.model import Nature
from clausecheck.rulebook.labels_phrases import PhraseError, phrase_regex
from clausecheck.rulebook.pack import pack_files, pack_root
from clausecheck.rulebook.source import RuleError, Source, load_yaml

__all__ = [
    "Alias",
    "LabelCues",
    "LabelExample",
    "LabelRole",
    "LabelRule",
    "LabelState",
    "LabelTier",
    "check_together",
    "checked_phrases",
    "load_label",
    "load_label_cues",
    "load_labels",
    "product_families",
    "rollup",
]

_KEYS = (
    "id", "nom", "nom_court", "role", "nature", "strict", "r2111_14", "titulaire", "pays", "produits", "produits_libelle", "niveaux", "etat",
    "regroupe_sous", "mots_de_portee", "alias", "motifs", "alias_avec_contexte", "mots_de_contexte", "contre_contextes", "declencheurs", "flou",
    "confirmation", "ambiguite", "sources", "exemples", "contre_exemples",
)
_REQUIRED = ("id", "nom", "role", "nature", "strict", "r2111_14", "etat", "confirmation")
_ALIAS_KEYS = ("ecrit", "avec", "mots", "declencheurs", "sauf", "casse")
_CUE_KEYS = ("declencheurs", "declencheurs_mots", "flou_declencheurs", "annonces", "autres", "niveau_mots", "portee_mots")


class LabelRole(StrEnum):
    """What a row of the catalogue is for: reported as a label, a hint for the clauses of its family, or a look-alike to refuse."""

    LABEL = "label"
    CLAUSE_ONLY = "clause-only"
    HARD_NEGATIVE = "hard-negative"


@dataclass(frozen=True, slots=True)
class Alias:
    """One way of writing a label.

    `needs`: accepted only in company. `context` are its own phrases (empty: those of the label); `within` the most words between them and the alias
    (0: anywhere in the window). `triggers`: a word such as « label » or « certifié » close by is enough. `unless`: phrases that must not stand
    directly before it. `exact`: capitals and small letters as written. `pattern`: `text` is a phrase with gaps, not a name.
    """

    text: str
    line: int
    needs: bool = False
    context: tuple[str, ...] = ()
    within: int = 0
    triggers: bool = True
    unless: tuple[str, ...] = ()
    exact: bool = False
    pattern: bool = False


@dataclass(frozen=True, slots=True)
class LabelTier:
    """A level of a scheme and the ways it is written after, in or before the name."""

    name: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelState:
    """`status` is active, renamed or retired; `since` and `until` are years or ISO dates, "" when not known; `sure` is false when to be confirmed."""

    status: str = "active"
    since: str = ""
    until: str = ""
    replaced_by: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class LabelExample:
    """A sentence and the ids it must give."""

    text: str
    expected: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class LabelRule:
    """One row of the catalogue. `strict`: an ecolabel of type I; `r2111_14`: yes, no or unknown; `parent`: the id it is counted under."""

    id: str
    name: str
    short: str
    path: Path
    line: int
    role: LabelRole
    nature: Nature
    strict: bool
    r2111_14: str
    aliases: tuple[Alias, ...]
    owner: str = ""
    country: str = ""
    products: tuple[str, ...] = ()
    products_text: tuple[str, ...] = ()
    tiers: tuple[LabelTier, ...] = ()
    state: LabelState = LabelState()
    parent: str = ""
    scope_words: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    counter: tuple[str, ...] = ()
    fuzzy: bool = True
    confirmation: str = ""
    ambiguity: str = ""
    sources: tuple[str, ...] = ()
    examples: tuple[LabelExample, ...] = ()
    counter_examples: tuple[LabelExample, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelCues:
    """Words shared by the whole catalogue, from rules/context/labels.yaml; each field is a tuple of phrases."""

    triggers: tuple[str, ...]
    trigger_distance: int
    fuzzy_triggers: tuple[str, ...]
    announces: tuple[str, ...]
    others: tuple[str, ...]
    tier_words: tuple[str, ...]
    scope_fillers: tuple[str, ...]


def load_labels(root: Path | None = None) -> tuple[LabelRule, ...]:
    """The catalogue of a rule pack (the shipped one by default), in the order of its files. Raises RuleError at the first faulty line."""
    folder = root or pack_root()
    families = product_families(folder)
    rules = tuple(load_label(path, families) for path in pack_files(folder, "labels"))
    check_together(rules)
    return rules


def load_label(path: Path, families: Iterable[str] = ()) -> LabelRule:
    """One file. `families` are the known product families; empty: any is accepted. Raises RuleError that points at the faulty line."""
    source = load_yaml(path)
    keys = source.keys(_KEYS, required=_REQUIRED)
    ident = keys["id"].text()
    if path.stem != ident.replace(":", "-"):
        raise keys["id"].error(f"le fichier doit s'appeler {ident.replace(':', '-')}.yaml")
    role = LabelRole(keys["role"].choice(LabelRole))
    parent = _text(keys, "regroupe_sous")
    rule = LabelRule(
        id=ident, name=keys["nom"].text(), short=_text(keys, "nom_court") or keys["nom"].text(), path=path, line=source.line, role=role,
        nature=Nature(keys["nature"].choice(Nature)), strict=keys["strict"].boolean(), r2111_14=keys["r2111_14"].choice(("yes", "no", "unknown")),
        aliases=_aliases(keys), owner=_text(keys, "titulaire"), country=_text(keys, "pays"), products=_products(keys.get("produits"), set(families)),
        products_text=_texts(keys, "produits_libelle"), tiers=_tiers(keys.get("niveaux")), state=_state(keys["etat"]), parent=parent,
        scope_words=_phrases(keys, "mots_de_portee"), context=_phrases(keys, "mots_de_contexte"), counter=_phrases(keys, "contre_contextes"),
        fuzzy=keys["flou"].boolean() if "flou" in keys else True, confirmation=keys["confirmation"].choice(("sourcée", "partielle", "à confirmer")),
        ambiguity=_text(keys, "ambiguite"), sources=_texts(keys, "sources"), examples=_examples(keys.get("exemples"), (ident,)),
        counter_examples=_examples(keys.get("contre_exemples"), ()),
    )
    _check(rule, source)
    return rule


def load_label_cues(root: Path | None = None) -> LabelCues:
    """The shared cues of rules/context/labels.yaml. Raises RuleError."""
    keys = load_yaml((root or pack_root()) / "context" / "labels.yaml").keys(_CUE_KEYS, required=_CUE_KEYS)
    return LabelCues(
        triggers=_phrases(keys, "declencheurs"), trigger_distance=int(keys["declencheurs_mots"].number()),
        fuzzy_triggers=_phrases(keys, "flou_declencheurs"), announces=_phrases(keys, "annonces"), others=_phrases(keys, "autres"),
        tier_words=_phrases(keys, "niveau_mots"), scope_fillers=_phrases(keys, "portee_mots"),
    )


def rollup(label_id: str, labels: Iterable[LabelRule]) -> str:
    """The id a label is counted under: its parent for a sub-scope (eu-ecolabel-tourist: eu-ecolabel), itself otherwise or when unknown.

    "Un écolabel de type I", "un label recommandé par l'ADEME" and "un écolabel" stay apart: each is an ask without a name.
    """
    parents = {rule.id: rule.parent for rule in labels if rule.parent}
    return parents.get(label_id, label_id)


def _text(keys: Mapping[str, Source], name: str) -> str:
    return keys[name].text() if name in keys and not keys[name].is_null() else ""


def _texts(keys: Mapping[str, Source], name: str) -> tuple[str, ...]:
    return keys[name].texts() if name in keys else ()


def _phrases(keys: Mapping[str, Source], name: str) -> tuple[str, ...]:
    return checked_phrases(keys[name]) if name in keys else ()


def checked_phrases(source: Source) -> tuple[str, ...]:
    """Phrases, each tried; a bad one is a RuleError at its line."""
    out = []
    for item in source.items():
        try:
            phrase_regex(item.text())
        except PhraseError as error:
            raise item.error(str(error)) from error
        out.append(item.text())
    return tuple(out)


def _aliases(keys: Mapping[str, Source]) -> tuple[Alias, ...]:
    triggers = keys["declencheurs"].boolean() if "declencheurs" in keys else True
    plain = [Alias(item.text(), item.line) for item in (keys["alias"].items() if "alias" in keys else ())]
    patterns = [Alias(text, keys["motifs"].line, pattern=True) for text in _phrases(keys, "motifs")]
    company = [_alias(item, triggers) for item in (keys["alias_avec_contexte"].items() if "alias_avec_contexte" in keys else ())]
    return (*plain, *patterns, *company)


def _alias(source: Source, triggers: bool) -> Alias:
    if not source.is_mapping():
        return Alias(source.text(), source.line, needs=True, triggers=triggers)
    keys = source.keys(_ALIAS_KEYS, required=("ecrit",))
    return Alias(
        keys["ecrit"].text(), source.line, needs=True, context=_phrases(keys, "avec"), within=int(keys["mots"].number()) if "mots" in keys else 0,
        triggers=keys["declencheurs"].boolean() if "declencheurs" in keys else triggers, unless=_phrases(keys, "sauf"),
        exact="casse" in keys and keys["casse"].choice(("exacte", "libre")) == "exacte",
    )


def _products(source: Source | None, families: set[str]) -> tuple[str, ...]:
    out = []
    for item in source.items() if source else ():
        if families and item.text() not in families:
            raise item.error(f"famille de produits inconnue « {item.text()} » ; voir familles_produits dans rules/sectors/")
        out.append(item.text())
    return tuple(out)


def product_families(root: Path) -> set[str]:
    """Ids of the product families of a pack's sectors."""
    found: set[str] = set()
    for path in pack_files(root, "sectors"):
        keys = load_yaml(path).keys()
        for item in keys["familles_produits"].items() if "familles_produits" in keys else ():
            found.add(item.keys()["id"].text())
    return found


def _tiers(source: Source | None) -> tuple[LabelTier, ...]:
    out = []
    for item in source.items() if source else ():
        if not item.is_mapping():
            out.append(LabelTier(item.text(), (item.text(),)))
            continue
        keys = item.keys(("nom", "ecrit"), required=("nom",))
        out.append(LabelTier(keys["nom"].text(), _texts(keys, "ecrit") or (keys["nom"].text(),)))
    return tuple(out)


def _state(source: Source) -> LabelState:
    keys = source.keys(("statut", "depuis", "jusqu_a", "remplace_par", "certain"), required=("statut",))
    return LabelState(
        keys["statut"].choice(("active", "renamed", "retired")), _text(keys, "depuis"), _text(keys, "jusqu_a"), _text(keys, "remplace_par"),
        keys["certain"].boolean() if "certain" in keys else True,
    )


def _examples(source: Source | None, default: tuple[str, ...]) -> tuple[LabelExample, ...]:
    out = []
    for item in source.items() if source else ():
        if not item.is_mapping():
            out.append(LabelExample(item.text(), default, item.line))
            continue
        keys = item.keys(("phrase", "attendu"), required=("phrase", "attendu"))
        out.append(LabelExample(keys["phrase"].text(), keys["attendu"].texts(), item.line))
    return tuple(out)


def _check(rule: LabelRule, source: Source) -> None:
    if not rule.aliases:
        raise source.error("il faut au moins une écriture : alias, motifs ou alias_avec_contexte")
    seen: set[str] = set()
    for alias in rule.aliases:
        if alias.text in seen:
            raise RuleError(rule.path, alias.line, f"« {alias.text} » est écrit deux fois")
        seen.add(alias.text)
    if rule.role is LabelRole.HARD_NEGATIVE and not rule.counter_examples:
        raise source.error("un faux ami doit avoir des contre_exemples")
    if rule.role is not LabelRole.HARD_NEGATIVE and not rule.examples:
        raise source.error("il faut au moins un exemple")


def check_together(rules: tuple[LabelRule, ...]) -> None:
    """Raises RuleError when an id is used twice, or when a label or an example names one that does not exist."""
    known: dict[str, LabelRule] = {}
    for rule in rules:
        if rule.id in known:
            raise RuleError(rule.path, rule.line, f"l'identifiant « {rule.id} » existe déjà dans {known[rule.id].path}")
        known[rule.id] = rule
    for rule in rules:
        for other, key in ((rule.parent, "regroupe_sous"), (rule.state.replaced_by, "remplace_par")):
            if other and other not in known:
                raise RuleError(rule.path, rule.line, f"{key} : le label « {other} » n'existe pas")
        for example in (*rule.examples, *rule.counter_examples):
            for ident in example.expected:
                if ident not in known:
                    raise RuleError(rule.path, example.line, f"attendu : le label « {ident} » n'existe pas")
