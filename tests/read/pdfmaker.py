"""Small PDFs for the tests, built from content streams with the base-14 fonts: what is expected in them is known to the letter."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf

_FONTS = {"F1": "/Helvetica", "F2": "/Helvetica-Bold", "F3": "/Courier"}


def _escaped(text: str) -> bytes:
    raw = text.encode("cp1252")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


@dataclass
class Page:
    """One page being drawn. Coordinates are points from the top left, as the reader gives them."""

    width: float = 595.0
    height: float = 842.0
    rotate: int = 0
    out: list[bytes] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, *, size: float = 11, font: str = "F1", turned: bool = False) -> Page:
        """Write one line with its baseline at y; `turned`: upwards, as on a landscape page put upright."""
        place = f"0 1 -1 0 {x:.2f} {self.height - y:.2f} Tm" if turned else f"1 0 0 1 {x:.2f} {self.height - y:.2f} Tm"
        self.out.append(f"BT /{font} {size} Tf {place} (".encode() + _escaped(text) + b") Tj ET")
        return self

    def lines(self, x: float, y: float, lines: list[str], *, leading: float = 14, size: float = 11, font: str = "F1") -> float:
        """Write lines one under another; returns the baseline after the last."""
        for line in lines:
            self.text(x, y, line, size=size, font=font)
            y += leading
        return y

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Page:
        """Draw a straight line."""
        self.out.append(f"0.5 w {x0:.2f} {self.height - y0:.2f} m {x1:.2f} {self.height - y1:.2f} l S".encode())
        return self

    def grid(self, xs: list[float], ys: list[float]) -> Page:
        """Draw a full grid of rulings."""
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        return self

    def raw(self, operators: str) -> Page:
        """Add operators as they are, in PDF user space."""
        self.out.append(operators.encode("latin-1"))
        return self


@dataclass(frozen=True)
class Grey:
    """A grey image, one byte a pixel, top row first."""

    width: int
    height: int
    pixels: bytes


def build(pages: list[Page], *, fonts: dict[str, pikepdf.Dictionary] | None = None, images: dict[str, Grey] | None = None) -> pikepdf.Pdf:
    """The document of these pages. `fonts` and `images` add resources by name."""
    pdf = pikepdf.new()
    table = pikepdf.Dictionary()
    for name, base in _FONTS.items():
        table[f"/{name}"] = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name(base),
                                               Encoding=pikepdf.Name.WinAnsiEncoding)
    for name, font in (fonts or {}).items():
        table[f"/{name}"] = pdf.make_indirect(font)
    for page in pages:
        resources = pikepdf.Dictionary(Font=table)
        if images:
            resources.XObject = pikepdf.Dictionary({f"/{name}": pdf.make_indirect(_image(pdf, image)) for name, image in images.items()})
        added = pdf.make_indirect(pikepdf.Dictionary(
            Type=pikepdf.Name.Page, MediaBox=[0, 0, page.width, page.height], Rotate=page.rotate, Resources=resources,
            Contents=pdf.make_stream(b"\n".join(page.out)),
        ))
        pdf.pages.append(pikepdf.Page(added))
    return pdf


def _image(pdf: pikepdf.Pdf, image: Grey) -> pikepdf.Stream:
    stream = pdf.make_stream(image.pixels)
    stream.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=image.width, Height=image.height, ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
    )
    return stream


def saved(pages: list[Page], path: Path, **options: object) -> Path:
    """Build and save; `options` go to pikepdf's save."""
    build(pages).save(path, **options)
    return path


def as_bytes(pdf: pikepdf.Pdf) -> bytes:
    """The file's bytes."""
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()
