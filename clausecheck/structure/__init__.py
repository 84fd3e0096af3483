"""Document to Outline: kind of piece, article path of each block, lots, award criteria, tender facts, sectors."""

from clausecheck.structure.build import outline
from clausecheck.structure.references import resolve
from clausecheck.structure.resources import Resources, load_resources
from clausecheck.structure.sectors import AGEC_CATEGORIES, ProductFamily, Sector
from clausecheck.structure.tender import tender_facts

__all__ = ["AGEC_CATEGORIES", "ProductFamily", "Resources", "Sector", "load_resources", "outline", "resolve", "tender_facts"]
