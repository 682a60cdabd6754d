"""Draws a document on a canvas: pages, text, rulings in several manners, watermark, rotation, passwords."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.typesetting.content import Heading, Item, Line, Paragraph, Table
from tests.typesetting.layout import FONT, LEADING, PADDING, SIZE, Piece, paginate, wrap

_FONT_FILE = Path(__file__).parent / "fonts" / "YusuanTestSans.ttf"
_PORTRAIT = (A4[0], A4[1])
_LANDSCAPE = (A4[1], A4[0])
_MARGIN = 50.0
_PICTURE_SCALE = 4
_SHARE_LEFT_OF = {"left": 0.0, "centre": 0.5, "right": 1.0}


@dataclass(frozen=True)
class Style:
    """How a document is set.

    `rules`: drawn as `lines`, as thin filled `shapes`, or in a `picture`. `rotate` adds a /Rotate of that many degrees
    to landscape pages, whose content is then set sideways, so that they look the same. `sideways` sets landscape
    tables sideways on portrait pages without /Rotate.
    """

    rules: Literal["lines", "shapes", "picture"] = "lines"
    line_width: float = 0.5
    watermark: str | None = None
    rotate: Literal[0, 90, 270] = 0
    sideways: bool = False
    owner_password: str | None = None
    user_password: str | None = None


def typeset(path: Path, items: Sequence[Item], style: Style | None = None) -> Path:
    """Typeset the items into a PDF, byte by byte the same each time, and return its path."""
    pdfmetrics.registerFont(TTFont(FONT, _FONT_FILE))
    style = style or Style()
    encryption = None
    if style.owner_password or style.user_password:
        encryption = StandardEncryption(
            style.user_password or "", ownerPassword=style.owner_password, canCopy=0, canModify=0, strength=128
        )
    canvas = Canvas(
        str(path),
        pagesize=A4,
        invariant=1,
        encrypt=encryption,
        # Else reportlab names Helvetica, embedded nowhere; its stubs take the name for a number.
        initialFontName=FONT,  # pyright: ignore[reportArgumentType]
    )
    _Setter(canvas, style).set(items)
    canvas.save()
    return path


class _Setter:
    """Sets items one after another, from the top of the page down."""

    def __init__(self, canvas: Canvas, style: Style) -> None:
        self._canvas = canvas
        self._style = style
        self._number = 1
        self._landscape = False
        self._top = 0.0

    def set(self, items: Sequence[Item]) -> None:
        self._open_page(landscape=isinstance(items[0], Table) and items[0].landscape)
        for item in items:
            match item:
                case Heading():
                    if (item.level == 1 and self._top < self._height - _MARGIN) or self._landscape:
                        self._turn_page(landscape=False)
                    self._text(item.text, 14 if item.level == 1 else 11)
                case Paragraph():
                    if self._landscape:
                        self._turn_page(landscape=False)
                    self._text(item.text, 10)
                case Table():
                    self._table(item)
        self._close_page()

    @property
    def _width(self) -> float:
        return A4[1] if self._landscape else A4[0]

    @property
    def _height(self) -> float:
        return A4[0] if self._landscape else A4[1]

    def _open_page(self, *, landscape: bool) -> None:
        self._landscape = landscape
        self._top = self._height - _MARGIN
        turned = landscape and (self._style.rotate or self._style.sideways)
        if turned:
            # The canvas swaps the sides of a page that it rotates.
            self._canvas.setPageSize(_LANDSCAPE if self._style.rotate else _PORTRAIT)
            self._canvas.setPageRotation(self._style.rotate)
            if self._style.rotate == 270:
                self._canvas.translate(0, A4[1])
                self._canvas.rotate(-90)
            else:
                self._canvas.translate(A4[0], 0)
                self._canvas.rotate(90)
        else:
            self._canvas.setPageRotation(0)
            self._canvas.setPageSize((self._width, self._height))

    def _close_page(self) -> None:
        self._canvas.setFont(FONT, 9)
        self._canvas.drawCentredString(self._width / 2, 30, str(self._number))
        if self._style.watermark:
            self._canvas.saveState()
            self._canvas.setFillGray(0.8)
            self._canvas.setFont(FONT, 60)
            self._canvas.translate(self._width / 2, self._height / 2)
            self._canvas.rotate(45)
            self._canvas.drawCentredString(0, 0, self._style.watermark)
            self._canvas.restoreState()
        self._canvas.showPage()
        self._number += 1

    def _turn_page(self, *, landscape: bool) -> None:
        self._close_page()
        self._open_page(landscape=landscape)

    def _text(self, text: str, size: float) -> None:
        for line in wrap(text, self._width - 2 * _MARGIN, size):
            if self._top < _MARGIN + size:
                self._turn_page(landscape=self._landscape)
            self._top -= 1.6 * size
            self._canvas.setFont(FONT, size)
            self._canvas.drawString(_MARGIN, self._top, line)
        self._top -= 0.4 * size

    def _line(self, line: Line) -> None:
        self._top -= 1.6 * line.size
        self._canvas.setFont(FONT, line.size)
        self._canvas.drawString(_MARGIN, self._top, line.left)
        self._canvas.drawCentredString(self._width / 2, self._top, line.centre)
        self._canvas.drawRightString(self._width - _MARGIN, self._top, line.right)
        self._top -= 0.4 * line.size

    def _table(self, table: Table) -> None:
        if table.landscape != self._landscape or (table.new_page and self._top < self._height - _MARGIN):
            self._turn_page(landscape=table.landscape)
        for line in table.caption:
            if isinstance(line, Line):
                self._line(line)
            else:
                self._text(line, 10)
        room = self._height - 2 * _MARGIN
        pages = paginate(table, self._width - 2 * _MARGIN, self._top - _MARGIN, room)
        for index, pieces in enumerate(pages):
            if index:
                self._turn_page(landscape=table.landscape)
            self._draw(pieces)
            self._top -= max((piece.y + piece.height for piece in pieces), default=0.0) + 6
        if table.note:
            self._text(table.note, 9)

    def _draw(self, pieces: Sequence[Piece]) -> None:
        self._rules(pieces)
        self._canvas.setFont(FONT, SIZE)
        for piece in pieces:
            top = self._top - piece.y - (piece.height - len(piece.lines) * LEADING) / 2
            for number, line in enumerate(piece.lines):
                spare = piece.width - 2 * PADDING - stringWidth(line, FONT, SIZE)
                x = _MARGIN + piece.x + PADDING + spare * _SHARE_LEFT_OF[piece.align]
                self._canvas.drawString(x, top - (number + 1) * LEADING + 3, line)

    def _rules(self, pieces: Sequence[Piece]) -> None:
        boxes = [(_MARGIN + p.x, self._top - p.y - p.height, p.width, p.height) for p in pieces]
        if self._style.rules == "picture":
            self._picture(boxes)
            return
        for x, y, width, height in boxes:
            for x0, y0, x1, y1 in (
                (x, y, x + width, y),
                (x, y + height, x + width, y + height),
                (x, y, x, y + height),
                (x + width, y, x + width, y + height),
            ):
                if self._style.rules == "lines":
                    self._canvas.setLineWidth(self._style.line_width)
                    self._canvas.line(x0, y0, x1, y1)
                else:
                    self._shape(x0, y0, x1, y1)

    def _shape(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A rule as a filled polygon of five points, which is no rectangle to a reader of the page."""
        thick = self._style.line_width / 2
        path = self._canvas.beginPath()
        path.moveTo(x0 - thick, y0 - thick)
        path.lineTo(x1 + thick, y0 - thick)
        path.lineTo(x1 + thick, (y0 + y1) / 2)
        path.lineTo(x1 + thick, y1 + thick)
        path.lineTo(x0 - thick, y1 + thick)
        path.close()
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _picture(self, boxes: Sequence[tuple[float, float, float, float]]) -> None:
        # What is set before it must go on showing through.
        image = Image.new("RGBA", (int(self._width * _PICTURE_SCALE), int(self._height * _PICTURE_SCALE)), (0, 0, 0, 0))
        draw = ImageDraw.Draw(image)
        for x, y, width, height in boxes:
            corners = (x, self._height - y - height, x + width, self._height - y)
            draw.rectangle([value * _PICTURE_SCALE for value in corners], outline=(0, 0, 0, 255), width=3)
        buffer = io.BytesIO()
        image.save(buffer, "PNG")
        self._canvas.drawImage(ImageReader(buffer), 0, 0, self._width, self._height, mask="auto")
