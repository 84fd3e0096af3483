"""The parts of a Word file: opened under the ZIP and XML guards, found through their relationships and not by guessing names."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from clausecheck.model import ReadingIssue
from clausecheck.read.docx_names import PR
from clausecheck.read.messages import ReadError, say
from clausecheck.read.xmlsafe import parse_xml
from clausecheck.read.zipsafe import check_sizes, open_zip, read_member

__all__ = ["Package", "Relation"]


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part: the last word of its type ("header", "footnotes"…), the part or address it names."""

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """An Office Open XML package, read part by part. Closing it closes the file. `problems`: side parts that could not be read."""

    def __init__(self, path: Path, name: str) -> None:
        """Open and check sizes. Raises ReadError."""
        self.name = name
        self._zip: zipfile.ZipFile = open_zip(path, name)
        self._names = {n.lower(): n for n in self._zip.namelist()}
        self._relations: dict[str, dict[str, Relation]] = {}
        self.problems: list[ReadingIssue] = []
        try:
            check_sizes(self._zip, name)
        except ReadError:
            self._zip.close()
            raise

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def has(self, part: str) -> bool:
        """Whether the package holds this part; names of parts are case-insensitive."""
        return part.lower() in self._names

    def parts(self) -> list[str]:
        """The names of all parts."""
        return list(self._names.values())

    def data(self, part: str) -> bytes:
        """The bytes of a part. Raises ReadError when it is absent or unreadable."""
        real = self._names.get(part.lower())
        if real is None:
            raise ReadError(say("damaged", self.name, why=f"partie « {part} » absente"))
        return read_member(self._zip, real, self.name)

    def root(self, part: str) -> etree._Element:
        """The root element of an XML part. Raises ReadError."""
        return parse_xml(self.data(part), self.name, part)

    def relations(self, part: str) -> dict[str, Relation]:
        """The relationships of a part by id ("" for the package itself); empty when it has none or they cannot be read."""
        if part not in self._relations:
            self._relations[part] = self._read_relations(part)
        return self._relations[part]

    def _read_relations(self, part: str) -> dict[str, Relation]:
        folder, base = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if not self.has(rels):
            return {}
        out: dict[str, Relation] = {}
        try:
            root = self.root(rels)
        except ReadError:
            self.problems.append(say("part-missing", self.name, why=rels))
            return out
        for item in root.iter(PR + "Relationship"):
            target, external = item.get("Target", ""), item.get("TargetMode") == "External"
            if not external:
                target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            kind = item.get("Type", "").rsplit("/", 1)[-1]
            out[item.get("Id", "")] = Relation(id=item.get("Id", ""), kind=kind, target=target, external=external)
        return out

    def related(self, part: str, kind: str) -> str | None:
        """The first internal part related to `part` by a relationship of this kind that exists, else None."""
        for relation in self.relations(part).values():
            if relation.kind == kind and not relation.external and self.has(relation.target):
                return relation.target
        return None

    def main(self, *, default: str) -> str:
        """The main part of the package. Raises ReadError when there is none."""
        found = self.related("", "officeDocument")
        if found is None and self.has(default):
            found = default
        if found is None:
            raise ReadError(say("damaged", self.name, why=f"partie « {default} » absente"))
        return found
