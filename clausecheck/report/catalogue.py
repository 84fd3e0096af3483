"""Compiles the message catalogues: `python -m clausecheck.report.catalogue` writes a .mo file beside each .po file of locale/.

Reads the part of the .po format that the catalogues use: comments, msgid, msgid_plural, msgstr, msgstr[n], and strings over several lines.
"""

from __future__ import annotations

import ast
import re
import struct
import sys
from pathlib import Path

from clausecheck.report.messages import LOCALE

__all__ = ["compile_catalogue", "main", "read_catalogue"]

_MAGIC = 0x950412DE
_KEYWORD = re.compile(r'(msgid_plural|msgid|msgstr(?:\[(\d)\])?)\s+(".*")$')


def read_catalogue(text: str) -> dict[str, str]:
    """The messages of a .po file as gettext keys them: plural forms are joined by NUL. Raises ValueError with the number of a line it cannot read."""
    entries: list[dict[str, str]] = []
    slot = ""
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        match = _KEYWORD.match(line)
        if match:
            slot = match[1]
            if slot == "msgid":
                entries.append({})
            if not entries or slot in entries[-1]:
                raise ValueError(f"ligne {number} : {line}")
            entries[-1][slot] = str(ast.literal_eval(match[3]))
        elif line.startswith('"') and entries and slot:
            entries[-1][slot] += str(ast.literal_eval(line))
        else:
            raise ValueError(f"ligne {number} : {line}")
    return dict(_message(entry) for entry in entries if any(entry.get(k) for k in ("msgstr", "msgstr[0]")))


def _message(entry: dict[str, str]) -> tuple[str, str]:
    if "msgid_plural" not in entry:
        return entry["msgid"], entry["msgstr"]
    forms = [entry[key] for key in sorted(k for k in entry if k.startswith("msgstr["))]
    return f"{entry['msgid']}\0{entry['msgid_plural']}", "\0".join(forms)


def compile_catalogue(messages: dict[str, str]) -> bytes:
    """The bytes of a .mo file: header, table of keys, table of values, then the strings, keys in order."""
    keys = sorted(messages, key=_encoded)
    pool = bytearray()
    tables: list[tuple[int, int]] = []
    base = 28 + 16 * len(keys)
    for text in [*keys, *(messages[key] for key in keys)]:
        data = text.encode()
        tables.append((len(data), base + len(pool)))
        pool += data + b"\0"
    header = struct.pack("<7I", _MAGIC, 0, len(keys), 28, 28 + 8 * len(keys), 0, 0)
    return header + b"".join(struct.pack("<2I", *row) for row in tables) + bytes(pool)


def _encoded(text: str) -> bytes:
    return text.encode()


def main(root: Path = LOCALE) -> int:
    """Compile every catalogue; returns the exit code."""
    for path in sorted(root.glob("*/LC_MESSAGES/*.po")):
        try:
            messages = read_catalogue(path.read_text("utf-8"))
        except ValueError as error:
            print(f"{path}: {error}", file=sys.stderr)
            return 1
        path.with_suffix(".mo").write_bytes(compile_catalogue(messages))
    return 0


if __name__ == "__main__":
    sys.exit(main())
