"""Old formats (.doc, .rtf, .xls, .ppt…) turned into their successors by LibreOffice, in a private profile and under a time limit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from clausecheck.isolate import beat
from clausecheck.isolate.kill import kill_tree
from clausecheck.isolate.limits import unlimited_memory
from clausecheck.read.messages import ReadError, say
from clausecheck.read.sniff import Kind

__all__ = ["LIMIT_S", "convert", "converter"]

LIMIT_S = 90.0
"""A first start of LibreOffice in a new profile takes 3 to 10 s on a slow machine; the rest is for the file."""

_TARGET = {Kind.DOC: "docx", Kind.RTF: "docx", Kind.XLS: "xlsx", Kind.XLSB: "xlsx", Kind.PPT: "pptx", Kind.ODP: "pptx", Kind.XML_OFFICE: "docx"}
_SPOKEN = {
    Kind.DOC: "Word 97-2003", Kind.RTF: "RTF", Kind.XLS: "Excel 97-2003", Kind.XLSB: "Excel binaire", Kind.PPT: "PowerPoint 97-2003",
    Kind.ODP: "présentation OpenDocument", Kind.XML_OFFICE: "document XML d'un seul tenant",
}
_USUAL_PLACES = (
    "/usr/bin/soffice", "/usr/lib/libreoffice/program/soffice", "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe", r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""
"""No macro is run and no link followed while a stranger's file is converted."""


def converter() -> str | None:
    """The LibreOffice program, from CLAUSECHECK_SOFFICE, the search path or its usual places; None when there is none."""
    stated = os.environ.get("CLAUSECHECK_SOFFICE")
    if stated is not None:
        return stated if Path(stated).is_file() else None
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def convert(path: Path, kind: Kind, folder: Path, *, name: str, limit_s: float = LIMIT_S) -> Path:
    """Convert `path` into `folder` and return the new file. Raises ReadError: needs-converter, damaged, timeout."""
    program = converter()
    if program is None:
        raise ReadError(say("converter", name, why=_SPOKEN.get(kind, kind.value)))
    profile, out = folder / "profile", folder / "out"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    out.mkdir()
    # A neutral name: LibreOffice goes by the extension when the content leaves it in doubt, and options may not be smuggled in by a name.
    source = folder / f"source.{'xml' if kind is Kind.XML_OFFICE else kind.value}"
    shutil.copyfile(path, source)
    _run(program, source, profile, out, _TARGET[kind], name=name, limit_s=limit_s)
    made = next(iter(sorted(out.iterdir())), None)
    if made is None or made.stat().st_size == 0:
        raise ReadError(say("conversion", name, why="fichier endommagé ou protégé par un mot de passe"))
    return made


def _run(program: str, source: Path, profile: Path, out: Path, target: str, *, name: str, limit_s: float) -> None:
    command = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault",
        "--nofirststartwizard", "--convert-to", target, "--outdir", str(out), str(source),
    ]
    beat(allow_s=limit_s)
    # Its own group only when this process is not itself a supervised child, whose group is killed as a whole.
    alone = sys.platform != "win32" and os.getpgrp() != os.getpid()
    with unlimited_memory():
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=source.parent, start_new_session=alone,
        )
    try:
        code = process.wait(timeout=limit_s)
    except subprocess.TimeoutExpired as error:
        raise ReadError(say("timeout", name, seconds=round(limit_s), read="la conversion n'a pas abouti")) from error
    finally:
        kill_tree(process)
    if code != 0:
        raise ReadError(say("conversion", name, why=f"code {code}"))
