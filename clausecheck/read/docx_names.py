"""XML names of WordprocessingML (ECMA-376 part 1), in lxml's {namespace}name form."""

from __future__ import annotations

from typing import Final

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V: Final = "{urn:schemas-microsoft-com:vml}"
O: Final = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741
C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DGM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
PR: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"

VAL: Final = W + "val"
P: Final = W + "p"
RUN: Final = W + "r"
T: Final = W + "t"
DEL_TEXT: Final = W + "delText"
PPR: Final = W + "pPr"
RPR: Final = W + "rPr"
TBL: Final = W + "tbl"
TR: Final = W + "tr"
TC: Final = W + "tc"
SDT: Final = W + "sdt"
SDT_CONTENT: Final = W + "sdtContent"
TXBX: Final = W + "txbxContent"
ALTERNATE: Final = MC + "AlternateContent"
CHOICE: Final = MC + "Choice"
FALLBACK: Final = MC + "Fallback"
INSERTED: Final = frozenset({W + "ins", W + "moveTo"})
DELETED: Final = frozenset({W + "del", W + "moveFrom"})
