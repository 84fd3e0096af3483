"""Findings of all pieces -> demands, coherence between pieces, dated law checks, policies, strength, score, suggestions."""

from clausecheck.assess.assessment import Assessment, assess
from clausecheck.assess.bench import OwnWeights
from clausecheck.assess.policies import UnknownPolicyError

__all__ = ["Assessment", "OwnWeights", "UnknownPolicyError", "assess"]
