"""Files that an officer may give by mistake, made on the spot."""

from __future__ import annotations

import shutil
import struct
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "corpus" / "demo"
GOOD = DEMO / "cctp.docx"


def copy_demo(folder: Path) -> Path:
    """The pieces of the demo tender alone in a folder named "marche"."""
    target = folder / "marche"
    target.mkdir()
    for path in sorted(DEMO.glob("*.*")):
        shutil.copy(path, target / path.name)
    return target


def png() -> bytes:
    """A white picture of 8 × 8 pixels."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xff" * 8 for _ in range(8))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def bad_files(folder: Path) -> dict[str, Path]:
    """One file of each bad kind, by kind; "missing" is not there."""
    import pikepdf

    paths = {
        "missing": folder / "absent.docx", "empty": folder / "vide.docx", "picture": folder / "image.pdf", "encrypted": folder / "protege.pdf",
        "truncated": folder / "tronque.docx",
    }
    paths["empty"].write_bytes(b"")
    paths["picture"].write_bytes(png())
    with pikepdf.open(DEMO / "ccap.pdf") as pdf:
        pdf.save(paths["encrypted"], encryption=pikepdf.Encryption(user="secret", owner="secret"))
    data = GOOD.read_bytes()
    paths["truncated"].write_bytes(data[: len(data) * 2 // 3])
    return paths
