"""Small real files to put into a folder of documents."""

from __future__ import annotations

from io import BytesIO

from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas


def scan(*pages: str) -> bytes:
    """A PDF whose pages are pictures, with the text recognised in each laid over it unseen."""
    stream = BytesIO()
    canvas = Canvas(stream, invariant=True)
    for text in pages:
        canvas.drawImage(ImageReader(Image.new("RGB", (40, 60), "grey")), 0, 0, 595, 842)
        canvas.drawString(72, 700, text, mode=3)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def scan_within_content(cover: str) -> bytes:
    """A cover with a line of text, and two pages of pictures that stand within the pages' own content."""
    stream = BytesIO()
    canvas = Canvas(stream, invariant=True, pageCompression=0)
    canvas.drawString(72, 700, cover)
    canvas.showPage()
    for _ in range(2):
        canvas.drawInlineImage(Image.new("RGB", (40, 60), "grey"), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def pdf(*pages: str, user_password: str | None = None, owner_password: str | None = None) -> bytes:
    """A PDF with one line of text on each page; a page without text is a picture."""
    encryption = None
    if user_password or owner_password:
        encryption = StandardEncryption(user_password or "", owner_password, canCopy=0, strength=128)
    stream = BytesIO()
    canvas = Canvas(stream, encrypt=encryption, invariant=True)
    for text in pages:
        if text:
            canvas.drawString(72, 700, text)
        else:
            canvas.drawImage(ImageReader(Image.new("RGB", (40, 60), "grey")), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()
