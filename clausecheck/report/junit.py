"""The report as JUnit XML, as build servers read it: a check is a test case.

An obligation that is missing or met in part is a failure; what is to verify, does not apply, was set aside by an officer, or is a recommendation not
followed is skipped, with its reason. A piece that was not read, or in part, is an error of its own suite: nothing is called missing in silence.
The shape is that of junit-10.xsd of the Jenkins xUnit plugin: testsuites, testsuite, testcase, one of failure, error, skipped, then system-out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

from clausecheck.model import Check, CheckedDocument, Report, Severity, Status, Verdict
from clausecheck.report.phrases import decision_words, set_aside, verdict_word, where

__all__ = ["render"]

_SUITES = ((Severity.OBLIGATION, "obligations"), (Severity.RECOMMENDATION, "recommandations"), (Severity.GOOD_PRACTICE, "bonnes pratiques"))
_FAULTS = (Verdict.MISSING, Verdict.PARTIAL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 cannot hold."""


@dataclass(frozen=True, slots=True)
class _Case:
    """One test case: what came of it is "", failure, error or skipped."""

    name: str
    outcome: str = ""
    kind: str = ""
    message: str = ""
    detail: str = ""
    out: str = ""


def render(report: Report) -> str:
    """The report as XML text in UTF-8; the same report gives the same text (no hour, no duration)."""
    suites = [("lecture", [_reading(item) for item in report.documents])]
    suites += [(name, [_case(check) for check in report.checks if check.severity is severity]) for severity, name in _SUITES]
    root = ElementTree.Element("testsuites", {"name": "clausecheck", **_totals(case for _, cases in suites for case in cases)})
    for name, cases in suites:
        if cases:
            _suite(root, report, name, cases)
    ElementTree.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _totals(cases: Iterable[_Case]) -> dict[str, str]:
    outcomes = [case.outcome for case in cases]
    counts = {name: outcomes.count(outcome) for name, outcome in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))}
    return {"tests": str(len(outcomes)), **{name: str(n) for name, n in counts.items()}, "time": "0"}


def _suite(root: ElementTree.Element, report: Report, name: str, cases: list[_Case]) -> None:
    suite = ElementTree.SubElement(root, "testsuite", {"name": f"clausecheck.{name}", **_totals(cases)})
    properties = ElementTree.SubElement(suite, "properties")
    score = report.score
    facts = {
        "version": report.tool.version, "rules": report.tool.rules_version, "on": report.tool.on, "on_source": report.tool.on_source,
        "conformity": _figure(score.conformity), "ambition": _figure(score.ambition),
    }
    for key, value in facts.items():
        ElementTree.SubElement(properties, "property", {"name": key, "value": _clean(value)})
    for case in cases:
        element = ElementTree.SubElement(suite, "testcase", {"classname": f"clausecheck.{name}", "name": _clean(case.name), "time": "0"})
        if case.outcome:
            attributes = {"message": _clean(case.message)}
            if case.outcome != "skipped":
                attributes = {"type": case.kind, **attributes}
            outcome = ElementTree.SubElement(element, case.outcome, attributes)
            outcome.text = _clean(case.detail) or None
        if case.out:
            ElementTree.SubElement(element, "system-out").text = _clean(case.out)


def _reading(item: CheckedDocument) -> _Case:
    reading = item.document.reading
    messages = [issue.message + ("" if issue.page is None else f" (page {issue.page})") for issue in reading.issues]
    name = f"{item.document.name} est lu en entier"
    if reading.status is Status.COMPLETE:
        return _Case(name, out="\n".join(messages))
    message = "La pièce n'a pas été lue." if reading.status is Status.FAILED else "La pièce n'a été lue qu'en partie."
    return _Case(name, "error", reading.status.value, message, "\n".join(messages))


def _case(check: Check) -> _Case:
    name = f"{check.id} {check.title}"
    told = f"{verdict_word(check)} : {check.reason}" if check.reason else verdict_word(check)
    detail = _detail(check)
    if set_aside(check):
        return _Case(name, "skipped", message=f"{decision_words(check.decision)} ({told})", detail=detail)
    if check.verdict is Verdict.MET:
        return _Case(name, out=detail)
    if check.verdict in _FAULTS and check.severity is Severity.OBLIGATION:
        return _Case(name, "failure", check.verdict.value, told, detail)
    return _Case(name, "skipped", message=told, detail=detail)


def _detail(check: Check) -> str:
    lines = [check.reason, *(f"« {' '.join(row.quote.split())} » ({where(row.document, row.page)})" for row in check.evidence if row.quote)]
    if check.nearest is not None:
        near = check.nearest
        lines.append(f"Le plus proche : « {' '.join(near.quote.split())} » ({where(near.document, near.page)}). {near.why}")
    if check.verdict is not Verdict.MET:
        lines.append(f"À faire : {check.advice}" if check.advice else "")
        lines.append(f"Texte à reprendre : {' '.join(check.wording.split())}" if check.wording else "")
    lines += [f"Base : {basis.text}, {basis.article}".rstrip(", ") for basis in check.basis]
    if check.decision is not None:
        lines.append(f"Décision : {decision_words(check.decision)}")
    return "\n".join(line for line in lines if line)


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text)
