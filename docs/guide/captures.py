"""Makes the screenshots of the officer's guide from the product itself: `python docs/guide/captures.py` writes docs/guide/images/*.png.

Needs Chromium, LibreOffice (soffice) and pdftoppm, and the demo tender; names on the command line make these alone. To run again when a report
changes.
"""

from __future__ import annotations

import html
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageChops

ROOT = Path(__file__).resolve().parents[2]
IMAGES = Path(__file__).parent / "images"
LARGEST = 200_000
"""Bytes of a picture, at most."""


_COMMENTS = 6
_WORD_PAGE = """<!DOCTYPE html><meta charset="utf-8"><style>
body {{ margin: 0; background: #e9ecef; font: 12.5px/1.35 Arial, sans-serif; display: flex; gap: 14px; padding: 10px }}
div {{ position: relative; width: 760px; flex: none; align-self: flex-start }} img {{ width: 100%; display: block }}
b {{ position: absolute; background: #8c1616; color: #fff; border-radius: 9px; padding: 0 5px; font-size: 11px }}
ol {{ margin: 0; padding: 0; list-style: none; counter-reset: n }}
li {{ counter-increment: n; background: #fff; border-left: 4px solid #8c1616; margin: 0 0 8px; padding: 6px 8px }}
li::before {{ content: counter(n) " \\2013  clausecheck"; font-weight: bold; color: #8c1616; display: block }}
</style><div><img src="{picture}">{marks}</div><ol>{sides}</ol>"""


def clausecheck(*arguments: str, cwd: Path = ROOT) -> str:
    """What the command prints; messages are left out. Codes 0 and 4 (a piece is missing) are both an answer."""
    done = subprocess.run(
        [sys.executable, "-m", "clausecheck.cli.main", *arguments], capture_output=True, text=True, encoding="utf-8", cwd=cwd, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"})
    if done.returncode not in (0, 4):
        raise SystemExit(f"clausecheck {' '.join(arguments)} : {done.returncode}\n{done.stderr}")
    return done.stdout


def program(*names: str) -> str:
    """The path of the first of these programs that is there."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise SystemExit(f"needed for the screenshots: {' or '.join(names)}")
    return found


def browser(url: str, target: Path, width: int, height: int) -> None:
    """A screenshot of a page by headless Chromium."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [program("chromium", "chromium-browser", "google-chrome"), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--disable-dev-shm-usage", f"--user-data-dir={profile}", f"--window-size={width},{height}", "--virtual-time-budget=5000",
             f"--screenshot={target}", url],
            capture_output=True, timeout=90, check=True, env={**os.environ, "HOME": profile})


def keep(source: Path, name: str, *, crop: tuple[float, float, float, float] | None = None, colours: int = 64, width: int | None = None) -> None:
    """Cut (shares of width and height), trim the blank margin at the bottom, take few colours, and store as images/<name>.png."""
    with Image.open(source) as opened:
        image = opened.convert("RGB")
    if crop is not None:
        image = image.crop(tuple(round(share * side) for share, side in zip(crop, (image.width, image.height) * 2, strict=True)))
    blank = Image.new("RGB", image.size, image.getpixel((image.width - 1, image.height - 1)))
    box = ImageChops.difference(image, blank).getbbox()
    if box:
        image = image.crop((0, 0, image.width, min(image.height, box[3] + 16)))
    if width is not None and image.width > width:
        image = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    while colours >= 8:
        out = io.BytesIO()
        image.quantize(colours).save(out, "PNG", optimize=True)
        if len(out.getvalue()) <= LARGEST:
            break
        colours //= 2
    IMAGES.mkdir(exist_ok=True)
    (IMAGES / f"{name}.png").write_bytes(out.getvalue())
    print(f"{name}.png  {len(out.getvalue()) // 1024} Ko, {image.width} × {image.height}")


def terminal(folder: Path, name: str, command: str, output: str, *, lines: int) -> None:
    """A terminal with a command and the head of what it answers, drawn by rich."""
    from rich.console import Console
    from rich.terminal_theme import MONOKAI
    from rich.text import Text

    console = Console(record=True, width=84, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text(f"> {command}", style="bold"))
    for line in output.splitlines()[:lines]:
        console.print(Text.from_ansi(line))
    page = folder / f"{name}.svg"
    console.save_svg(str(page), title="Invite de commandes", theme=MONOKAI, font_aspect_ratio=0.61)
    text = page.read_text("utf-8").replace("Fira Code, monospace", "DejaVu Sans Mono, monospace")
    style = "body { margin: 0; background: #fff } svg { width: 1000px; height: auto }"
    page.write_text(f'<!DOCTYPE html><meta charset="utf-8"><style>{style}</style>{text}', "utf-8")
    page = page.rename(page.with_suffix(".html"))
    shot = folder / f"{name}.png"
    browser(page.as_uri(), shot, 1000, 60 + 24 * (lines + 4))
    keep(shot, name, colours=48)


def first_steps(folder: Path) -> None:
    """`clausecheck` alone."""
    terminal(folder, "premiers-pas", "clausecheck", clausecheck(), lines=8)


def demo(folder: Path) -> None:
    """The head of `clausecheck demo`."""
    coloured = (
        "import sys; from clausecheck.pipeline import check; from clausecheck.cli.demo import demo_files; "
        "from clausecheck.report.text import render; sys.stdout.reconfigure(encoding='utf-8'); "
        "print(render(check([str(p) for p in demo_files()]), colour=True, width=80))")
    output = subprocess.run([sys.executable, "-c", coloured], capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=True).stdout
    terminal(folder, "demo", "clausecheck demo", output, lines=36)


def page(folder: Path) -> None:
    """The page: its head, then one part at a time, the others hidden (which its own policy would refuse)."""
    report = folder / "rapport.html"
    clausecheck("demo", "--format", "html", "-o", str(report))
    whole = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", report.read_text("utf-8"))
    for name, part, height in (("page-verdict", "", 760), ("page-obligation", "obligations", 640), ("page-score", "score", 900),
                               ("page-labels", "demandes", 760), ("page-criteres", "criteres", 620)):
        shot, own = folder / f"{name}.png", folder / f"{name}.html"
        hidden = f'main > section:not([aria-labelledby="{part}"]), header, footer {{ display: none }}' if part else ""
        own.write_text(whole.replace("</head>", f"<style>{hidden}</style></head>"), "utf-8")
        browser(own.as_uri(), shot, 1100, height)
        keep(shot, name)


def note(folder: Path) -> None:
    """Both pages of the Word note, side by side."""
    clausecheck("demo", "--format", "note", "-o", str(folder / "note.docx"))
    pages = pictures(folder, "note.docx", resolution=70)
    sheets = [Image.open(path) for path in pages]
    both = Image.new("RGB", (sum(sheet.width for sheet in sheets) + 20 * (len(sheets) - 1), sheets[0].height), "#8a949c")
    left = 0
    for sheet in sheets:
        both.paste(sheet, (left, 0))
        left += sheet.width + 20
    both.save(folder / "both.png")
    keep(folder / "both.png", "note", colours=32)


def annotated(folder: Path) -> None:
    """The annotated Word copy: a page as LibreOffice sets it, its comments beside it, numbered where they are anchored.

    LibreOffice without a screen does not print comments in the margin; it hands them on as notes of the PDF, which are drawn here.
    """
    import pikepdf

    copies = folder / "copies"
    clausecheck("demo", "--annotate", str(copies))
    word = next(path for path in sorted(copies.iterdir()) if path.suffix == ".docx" and path.name.startswith("cctp"))
    pages = pictures(copies, word.name, resolution=100)
    with pikepdf.open(copies / f"{word.stem}.pdf") as pdf:
        notes = [[note for note in page.get("/Annots", []) if note.get("/Contents") and note.get("/Subtype") == "/Text"] for page in pdf.pages]
        number = max(range(len(notes)), key=lambda index: len(notes[index]))
        tall = float(pdf.pages[number].mediabox[3])
        shown = sorted(((tall - float(note.Rect[3])) / tall, float(note.Rect[0]), str(note.Contents)) for note in notes[number])[:_COMMENTS]
        wide = float(pdf.pages[number].mediabox[2])
    marks = "".join(f'<b style="top:{100 * top:.2f}%;left:{100 * left / wide:.2f}%">{n}</b>' for n, (top, left, _) in enumerate(shown, start=1))
    sides = "".join(f"<li>{'<br>'.join(html.escape(line) for line in text.split(chr(10)))}</li>" for _, _, text in shown)
    drawn = folder / "word.html"
    drawn.write_text(_WORD_PAGE.format(picture=pages[number].as_uri(), marks=marks, sides=sides), "utf-8")
    browser(drawn.as_uri(), folder / "word.png", 1240, 820)
    keep(folder / "word.png", "word-commentaires", colours=48)


def pictures(folder: Path, name: str, *, resolution: int) -> list[Path]:
    """The pages of a Word file as PNG files, by LibreOffice; notes are left out of the pictures and kept in the PDF."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    wanted = 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}'
    subprocess.run(
        [program("soffice"), profile, "--headless", "--convert-to", wanted, "--outdir", str(folder), str(folder / name)],
        capture_output=True, timeout=120, check=True)
    stem = Path(name).stem
    subprocess.run(
        [program("pdftoppm"), "-hide-annotations", "-r", str(resolution), "-png", str(folder / f"{stem}.pdf"), str(folder / stem)],
        capture_output=True, check=True)
    return sorted(folder.glob(f"{stem}-*.png"))


SHOTS: dict[str, Callable[[Path], None]] = {"premiers-pas": first_steps, "demo": demo, "page": page, "note": note, "word": annotated}


def main(names: list[str]) -> None:
    """Make the pictures named, all of them when none is."""
    for name in names or list(SHOTS):
        with tempfile.TemporaryDirectory() as folder:
            SHOTS[name](Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
