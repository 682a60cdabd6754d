"""Small pages with a table, set for a test and read as a document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipelines.extraction.grid import Page
from pipelines.extraction.pdf.reader import read_pages

FONT_FILE = Path(__file__).parents[2] / "typesetting" / "fonts" / "YusuanTestSans.ttf"
CELL = (60.0, 640.0, 90.0, 20.0)


def font(name: str) -> str:
    """The test font under a name."""
    pdfmetrics.registerFont(TTFont(name, FONT_FILE))
    return name


def set_page(path: Path, columns: int, write: Callable[[Canvas], None], name: str | None = "plain") -> Page:
    """A page with a table of two empty rows and some columns, and what is written on it; read as a document."""
    initial = font(name) if name else None
    canvas = Canvas(str(path), pagesize=(500, 700), invariant=1, initialFontName=initial)  # pyright: ignore[reportArgumentType]
    x, y, width, height = CELL
    for column in range(columns):
        for row in range(2):
            canvas.rect(x + column * width, y - row * height, width, height)
    if name:
        canvas.setFont(name, 10)
    write(canvas)
    canvas.save()
    (read,) = read_pages(path)
    return read


def page(path: Path, text: str, name: str, content: str = "", after: str = "") -> Page:
    """A page with a table of one row: a label, the text, an empty cell; then content as it stands in the file."""

    def write(canvas: Canvas) -> None:
        x, y, width, _ = CELL
        canvas.drawString(x + 4, y + 6, "合计")
        canvas.drawString(x + width + 4, y + 6, text)
        canvas._code.append(content)  # pyright: ignore[reportAttributeAccessIssue]
        canvas.setFillGray(1)
        canvas._code.append(after)  # pyright: ignore[reportAttributeAccessIssue]

    return set_page(path, 3, write, name)


def cell(read: Page, column: int) -> tuple[str, str]:
    found = read.grids[0].at(0, column)
    return found.text, found.doubt
