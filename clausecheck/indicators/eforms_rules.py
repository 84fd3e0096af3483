"""rules/indicators/eforms.yaml: codes of the European forms, and the words and families that propose them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from clausecheck.model import CountedClause, CountedLabel, Family, Nature
from clausecheck.rulebook.pack import pack_root
from clausecheck.rulebook.source import Source, load_yaml
from clausecheck.structure.cues import Cues, compile_cues
from clausecheck.text import fold

__all__ = ["EformsField", "EformsRules", "load_eforms_rules"]

_KEYS = ("champs", "codes", "effets", "criteres_verts", "objectifs_sociaux", "vehicules")
Worded = tuple[tuple[str, Cues], ...]


@dataclass(frozen=True, slots=True)
class EformsField:
    """A business term: its id, French name and codelist."""

    id: str
    name: str
    list: str


@dataclass(frozen=True, slots=True)
class EformsRules:
    """`codes` gives the French label of each code of each list. `worded_families`: families whose words decide before the family does;
    `sure_families`: those whose effect is hardly in doubt."""

    fields: dict[str, EformsField]
    codes: dict[str, dict[str, str]]
    worded_families: frozenset[Family]
    sure_families: frozenset[Family]
    effect_words: Worded
    effects: dict[Family, str]
    label_effects: dict[Nature, str]
    gpp_words: Worded
    social_words: Worded
    vehicle_codes: tuple[tuple[str, str], ...]
    vehicle_sectors: dict[str, str]

    def effect(self, row: CountedClause | CountedLabel) -> tuple[str, str]:
        """(code of BT-774, the words that decided, "" when the family or the kind of label did)."""
        if isinstance(row, CountedLabel):
            return self.label_effects.get(row.nature, "other"), ""
        if row.family in self.worded_families:
            code, words = _first(self.effect_words, row.quote)
            if code:
                return code, words
        return self.effects.get(row.family, "other"), ""

    def gpp(self, quote: str) -> tuple[str, str]:
        """(code of BT-805, words), empty when the sentence names no criteria."""
        return _first(self.gpp_words, quote)

    def social(self, quote: str) -> tuple[str, str]:
        """(code of BT-775, words), « other » without words."""
        code, words = _first(self.social_words, quote)
        return code or "other", words

    def vehicle(self, cpv: tuple[str, ...], sectors: tuple[str, ...]) -> tuple[str, str, bool]:
        """(code of BT-735, why in French, whether a CPV code says so), empty when nothing points to vehicles."""
        for given in cpv:
            for prefix, code in self.vehicle_codes:
                if given.startswith(prefix):
                    return code, f"code CPV {given}", True
        sector = next((s for s in sectors if s in self.vehicle_sectors), "")
        return (self.vehicle_sectors[sector], f"secteur « {sector} »", False) if sector else ("", "", False)


def _first(groups: Worded, quote: str) -> tuple[str, str]:
    folded = fold(quote)
    for code, cues in groups:
        hit = cues.find(folded)
        if hit:
            return code, quote[hit.start() : hit.end()]
    return "", ""


def load_eforms_rules(root: Path | None = None) -> EformsRules:
    """The rules of a pack. Raises RuleError, which points at the faulty line, for a code that its list does not hold."""
    return _load(root or pack_root())


@lru_cache(maxsize=4)
def _load(root: Path) -> EformsRules:
    k = load_yaml(root / "indicators" / "eforms.yaml").keys(_KEYS, required=_KEYS)
    codes = {name: {code: label.text() for code, label in item.keys().items()} for name, item in k["codes"].keys().items()}
    fields = {}
    for name, item in k["champs"].keys().items():
        own = item.keys(("nom", "liste"), required=("nom", "liste"))
        fields[name] = EformsField(name, own["nom"].text(), own["liste"].choice(codes))
    parts = ("familles_a_mots", "mots", "familles", "familles_sures", "natures")
    effects = k["effets"].keys(parts, required=parts)
    impacts = codes["environmental-impact"]
    vehicles = k["vehicules"].keys(("source", "cpv", "secteurs"), required=("source", "cpv", "secteurs"))
    prefixes = [(text, code) for code, item in _coded(vehicles["cpv"], codes["cvd-contract-type"]).items() for text in item.texts()]
    return EformsRules(
        fields=fields, codes=codes,
        worded_families=_family_set(effects["familles_a_mots"]), sure_families=_family_set(effects["familles_sures"]),
        effect_words=_worded(effects["mots"], impacts),
        effects={Family(name): item.choice(impacts) for name, item in effects["familles"].keys([f.value for f in Family]).items()},
        label_effects={Nature(name): item.choice(impacts) for name, item in effects["natures"].keys([n.value for n in Nature]).items()},
        gpp_words=_worded(k["criteres_verts"], codes["gpp-criteria"]), social_words=_worded(k["objectifs_sociaux"], codes["social-objective"]),
        vehicle_codes=tuple(sorted(prefixes, key=lambda pair: (-len(pair[0]), pair))),
        vehicle_sectors={name: item.choice(codes["cvd-contract-type"]) for name, item in vehicles["secteurs"].keys().items()},
    )


def _family_set(node: Source) -> frozenset[Family]:
    return frozenset(Family(item.choice([family.value for family in Family])) for item in node.items())


def _coded(node: Source, codes: dict[str, str]) -> dict[str, Source]:
    return node.keys(codes)


def _worded(node: Source, codes: dict[str, str]) -> Worded:
    return tuple((code, compile_cues(item.texts())) for code, item in _coded(node, codes).items())
