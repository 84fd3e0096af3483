"""A copy of a ZIP package with some members replaced or added; every other member keeps its bytes as they are stored, its place and its dates."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from clausecheck.read.zipsafe import ZIP_ERRORS

__all__ = ["PackageProblem", "patched"]

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
"""Local header, central directory entry and end record (PKWARE APPNOTE 4.3.7, 4.3.12, 4.3.16)."""
_DESCRIPTOR = 0x0008
_DOS_EPOCH = 0x0021
"""1 January 1980: new members carry no clock, so that the same report gives the same bytes."""
_MOST = 0xFFFFFFFF


class PackageProblem(Exception):
    """The package cannot be copied. The message is one French sentence about the file, without its name."""


def patched(source: Path, changes: Mapping[str, bytes]) -> bytes:
    """The package at `source` with the members named in `changes` holding those bytes; names that it lacks are added at the end.

    Members that are not named are copied as stored, without being inflated. Raises PackageProblem.
    """
    out = BytesIO()
    central: list[bytes] = []
    left = dict(changes)
    try:
        with zipfile.ZipFile(source) as archive, source.open("rb") as raw:
            for info in archive.infolist():
                raw.seek(info.header_offset)
                local = _LOCAL.unpack(raw.read(_LOCAL.size))
                name, extra = raw.read(local[9]), raw.read(local[10])
                data = left.pop(info.filename, None)
                stored = raw.read(info.compress_size) if data is None else None
                _member(out, central, info, name, extra, data, stored)
            comment = archive.comment
    except (*ZIP_ERRORS, KeyError) as error:
        raise PackageProblem("l'archive Word ne peut pas être recopiée") from error
    for added, data in left.items():
        info = zipfile.ZipInfo(added)
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0
        _member(out, central, info, added.encode(), b"", data, None)
    start = out.tell()
    out.write(b"".join(central))
    if out.tell() > _MOST or len(central) > 0xFFFF:
        raise PackageProblem("l'archive Word est trop grande pour être recopiée")
    out.write(_END.pack(b"PK\5\6", 0, 0, len(central), len(central), out.tell() - start, start, len(comment)))
    out.write(comment)
    return out.getvalue()


def _member(out: BytesIO, central: list[bytes], info: zipfile.ZipInfo, name: bytes, extra: bytes, data: bytes | None, stored: bytes | None) -> None:
    """Write one member and note its directory entry: `stored` as it is, else `data` compressed as the member was."""
    flags, method = info.flag_bits & ~_DESCRIPTOR, info.compress_type
    if data is None:
        crc, size = info.CRC, info.file_size
    else:
        crc, size = zlib.crc32(data), len(data)
        method = zipfile.ZIP_STORED if method == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
        stored = _deflated(data) if method == zipfile.ZIP_DEFLATED else data
        extra = b""
    body = stored or b""
    when, day = _dos_time(info)
    offset = out.tell()
    out.write(_LOCAL.pack(b"PK\3\4", max(info.extract_version, 20), flags, method, when, day, crc, len(body), size, len(name), len(extra)))
    out.write(name + extra + body)
    made = max(info.create_version, 20) | info.create_system << 8
    central.append(_CENTRAL.pack(
        b"PK\1\2", made, max(info.extract_version, 20), flags, method, when, day, crc, len(body), size, len(name), 0, len(info.comment), 0,
        info.internal_attr, info.external_attr, offset) + name + info.comment)


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def _dos_time(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    if year < 1980:
        return 0, _DOS_EPOCH
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day
