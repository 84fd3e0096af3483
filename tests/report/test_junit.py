"""JUnit XML: the shape that build servers read, each check a case, and nothing unread called missing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lxml import etree

from clausecheck.model import Report
from clausecheck.report.junit import render
from tests.report.decided import decided
from tests.report.sample import sample

XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:simpleType name="count"><xs:restriction base="xs:string"><xs:pattern value="[0-9]+"/></xs:restriction></xs:simpleType>
<xs:element name="told"><xs:complexType mixed="true"><xs:attribute name="type" type="xs:string"/><xs:attribute name="message" type="xs:string"/></xs:complexType></xs:element>
<xs:complexType name="told" mixed="true"><xs:attribute name="type" type="xs:string"/><xs:attribute name="message" type="xs:string"/></xs:complexType>
<xs:complexType name="case"><xs:sequence>
<xs:choice minOccurs="0"><xs:element name="skipped" type="told"/><xs:element name="error" type="told"/><xs:element name="failure" type="told"/></xs:choice>
<xs:element name="system-out" type="xs:string" minOccurs="0"/></xs:sequence>
<xs:attribute name="name" type="xs:string" use="required"/><xs:attribute name="classname" type="xs:string" use="required"/><xs:attribute name="time" type="xs:decimal"/>
</xs:complexType>
<xs:complexType name="suite"><xs:sequence>
<xs:element name="properties"><xs:complexType><xs:sequence><xs:element name="property" maxOccurs="unbounded"><xs:complexType>
<xs:attribute name="name" type="xs:string" use="required"/><xs:attribute name="value" type="xs:string" use="required"/></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>
<xs:element name="testcase" type="case" maxOccurs="unbounded"/></xs:sequence>
<xs:attribute name="name" type="xs:string" use="required"/><xs:attribute name="tests" type="count" use="required"/><xs:attribute name="failures" type="count" use="required"/>
<xs:attribute name="errors" type="count" use="required"/><xs:attribute name="skipped" type="count"/><xs:attribute name="time" type="xs:decimal"/>
</xs:complexType>
<xs:element name="testsuites"><xs:complexType><xs:sequence><xs:element name="testsuite" type="suite" maxOccurs="unbounded"/></xs:sequence>
<xs:attribute name="name" type="xs:string"/><xs:attribute name="tests" type="count"/><xs:attribute name="failures" type="count"/><xs:attribute name="errors" type="count"/>
<xs:attribute name="skipped" type="count"/><xs:attribute name="time" type="xs:decimal"/></xs:complexType></xs:element></xs:schema>"""
"""The shape that Jenkins, GitLab and their like read: order of elements, required attributes, one outcome a case."""


def tree(report: Report) -> Any:
    root = etree.fromstring(render(report).encode())
    etree.XMLSchema(etree.fromstring(XSD)).assertValid(root)
    return root


def outcomes(root: Any, suite: str) -> dict[str, tuple[str, str]]:
    """Id of a check, or name of a piece, to its outcome and message."""
    out = {}
    for case in root.findall(f".//testsuite[@name='clausecheck.{suite}']/testcase"):
        told = next((child for child in case if child.tag in ("failure", "error", "skipped")), None)
        out[case.get("name").split()[0]] = ("passed", "") if told is None else (told.tag, told.get("message"))
    return out


def test_checks_are_cases() -> None:
    found = outcomes(tree(sample()), "obligations")
    assert {name: outcome for name, (outcome, _) in found.items()} == {"CK-01": "passed", "CK-02": "failure", "CK-07": "skipped", "CK-11": "skipped"}
    assert "Aucune condition d'exécution" in found["CK-02"][1] and "CCAP n'a pas été fourni" in found["CK-07"][1]
    assert outcomes(tree(sample()), "recommandations") == {"CK-20": ("skipped", "en partie : Une pénalité existe, sans montant.")}


def test_unread_pieces_are_errors() -> None:
    found = outcomes(tree(sample()), "lecture")
    assert {name: outcome for name, (outcome, _) in found.items()} == {"cctp.docx": "passed", "rc.pdf": "error", "bpu.xlsx": "error"}


def test_totals_add_up() -> None:
    root = tree(sample())
    for element in (root, *root.findall("testsuite")):
        cases = element.findall(".//testcase")
        assert int(element.get("tests")) == len(cases)
        for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(element.get(attribute)) == sum(case.find(tag) is not None for case in cases)
    assert root.get("failures") == "1"


def test_a_dismissed_check_is_skipped_with_its_decision() -> None:
    found = outcomes(tree(decided()), "obligations")
    assert found["CK-02"][0] == "skipped" and "porté par un autre lot" in found["CK-02"][1]
    assert tree(decided()).get("failures") == "0"


def test_signs_that_xml_cannot_hold_or_would_read() -> None:
    report = sample()
    check = replace(report.checks[1], reason='<b>&"\x00\x0c\ud800fin')
    root = tree(replace(report, checks=(check,)))
    assert '<b>&"' in root.find(".//failure").get("message")


def test_the_same_report_gives_the_same_text() -> None:
    assert render(sample()) == render(sample())
