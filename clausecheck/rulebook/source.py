"""YAML with its line numbers, so that a mistake in a rule is shown where it stands.

`load_yaml(path)` gives a `Source`; reading a key through it checks the type and raises `RuleError` that quotes the faulty line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

__all__ = ["RuleError", "Source", "load_yaml"]

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class RuleError(ValueError):
    """A rule file that cannot be used. `str()` is French, names the file and line and quotes the line."""

    def __init__(self, path: Path, line: int, message: str, *, text: str = "") -> None:
        self.path, self.line, self.message = path, line, message
        quoted = f"\n    {line} | {text.rstrip()}" if text.strip() else ""
        super().__init__(f"{path}, ligne {line} : {message}{quoted}")


@dataclass(frozen=True, slots=True)
class Source:
    """One YAML node of `path`. `lines` are the file's lines, for messages."""

    path: Path
    node: yaml.Node
    lines: tuple[str, ...]

    @property
    def line(self) -> int:
        """Line of the node in its file, from 1."""
        return int(self.node.start_mark.line) + 1

    def error(self, message: str) -> RuleError:
        """A RuleError that points at this node."""
        text = self.lines[self.line - 1] if self.line <= len(self.lines) else ""
        return RuleError(self.path, self.line, message, text=text)

    def keys(self, allowed: Iterable[str] | None = None, required: Iterable[str] = ()) -> dict[str, Source]:
        """The node as a mapping; refuses keys outside `allowed`, doubles, and missing `required` keys."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.error("des clés sont attendues ici")
        known = None if allowed is None else set(allowed)
        found: dict[str, Source] = {}
        for key_node, value_node in self.node.value:
            key = str(key_node.value)
            here = Source(self.path, key_node, self.lines)
            if known is not None and key not in known:
                raise here.error(f"clé inconnue « {key} » ; clés admises : {', '.join(sorted(known))}")
            if key in found:
                raise here.error(f"clé « {key} » écrite deux fois")
            found[key] = Source(self.path, value_node, self.lines)
        for key in required:
            if key not in found:
                raise self.error(f"il manque la clé « {key} »")
        return found

    def items(self) -> Iterator[Source]:
        """The elements of a list; a single scalar or mapping counts as a list of one; an empty value as none."""
        if isinstance(self.node, yaml.SequenceNode):
            for child in self.node.value:
                yield Source(self.path, child, self.lines)
        elif not self.is_null():
            yield self

    def is_null(self) -> bool:
        """True for an empty value."""
        return isinstance(self.node, yaml.ScalarNode) and self.node.tag == "tag:yaml.org,2002:null"

    def is_mapping(self) -> bool:
        """True when the node holds keys."""
        return isinstance(self.node, yaml.MappingNode)

    def is_list(self) -> bool:
        """True when the node is a list."""
        return isinstance(self.node, yaml.SequenceNode)

    def text(self) -> str:
        """The node as text (numbers and dates as written)."""
        if not isinstance(self.node, yaml.ScalarNode) or self.is_null():
            raise self.error("un texte est attendu ici")
        return str(self.node.value).strip()

    def texts(self) -> tuple[str, ...]:
        """The node as a tuple of texts."""
        return tuple(item.text() for item in self.items())

    def number(self) -> float:
        """The node as a number."""
        try:
            return float(self.text().replace(",", "."))
        except ValueError:
            raise self.error("un nombre est attendu ici") from None

    def boolean(self) -> bool:
        """The node as true or false (oui/non are accepted)."""
        value = self.text().lower()
        if value in ("true", "oui", "yes"):
            return True
        if value in ("false", "non", "no"):
            return False
        raise self.error("« oui » ou « non » est attendu ici")

    def choice(self, values: Iterable[str]) -> str:
        """The node as one of `values`."""
        value, allowed = self.text(), list(values)
        if value not in allowed:
            raise self.error(f"valeur inconnue « {value} » ; valeurs admises : {', '.join(allowed)}")
        return value


def load_yaml(path: Path) -> Source:
    """Read one YAML file. Raises RuleError when it cannot be read or parsed."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(path, 1, f"fichier illisible ({error.__class__.__name__})") from error
    lines = tuple(text.splitlines())
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        quoted = lines[line - 1] if line <= len(lines) else ""
        raise RuleError(path, line, f"YAML incorrect : {error.problem}", text=quoted) from error
    if node is None:
        raise RuleError(path, 1, "fichier vide")
    return Source(path, node, lines)
