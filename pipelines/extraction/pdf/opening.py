"""A source's file made ready for reading: a whole PDF without a password, or the reason why it is none."""

from __future__ import annotations

import hashlib
import math
import re
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipelines.documents.quarantine import QuarantineError, Reason
from pipelines.documents.registry import HEAD_BYTES, Source
from pipelines.extraction.pdf.contents import Contents, open_contents
from pipelines.extraction.pdf.head import MARK, has_end_of_pdf
from pipelines.extraction.pdf.page_objects import objects_of

_SIGNATURES = (
    (re.compile(rb"\s*<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE), "a web page"),
    (re.compile(rb"PK\x03\x04"), "a ZIP archive or an Office document"),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "an Office document of the old kind"),
    (re.compile(rb"\{\\rtf"), "an RTF document"),
    (re.compile(rb"Rar!|7z\xbc\xaf|\x1f\x8b"), "an archive"),
    (re.compile(rb"\xff\xd8\xff|\x89PNG|GIF8|II\*\x00|MM\x00\*|BM"), "a picture"),
)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_REASONS = {
    pdfium_c.FPDF_ERR_PASSWORD: (Reason.ENCRYPTED, "it needs a password to be opened"),
    pdfium_c.FPDF_ERR_SECURITY: (Reason.ENCRYPTED, "it is protected in a way that can't be opened"),
}
_NOT_ENCRYPTED = -1
_LETTERS_OF_A_READABLE_PAGE = 20
_DEEPEST_FORM = 4
_MOST_PAGES = 3000
_LONGEST_SIDE = 14400
"""Points: what PDF 1.7 (annex C) allows a page, 200 inches."""


class ChangedError(Exception):
    """A file has other bytes than when the documents were listed: nothing of it may be kept under the old hash."""

    def __init__(self, file: str) -> None:
        super().__init__(f"{file} changed while it was being read; the next run reads it as it is then")


@dataclass(frozen=True, eq=False, slots=True)
class Readable:
    """A whole PDF that opens without a password: where it lies, and what pdfium does not tell of its pages."""

    path: Path
    contents: Contents


@contextmanager
def open_for_reading(source: Source) -> Iterator[Readable]:
    """Give a whole PDF that opens without a password.

    It is a copy of the bytes that the registry hashed, without its owner's restrictions and the bytes before its head:
    what happens to the source meanwhile changes nothing. The copy goes when the `with` block ends. Raises
    ChangedError where the source has other bytes by now, and QuarantineError: not_a_pdf, encrypted, no_text_layer,
    too_large, too_complex, damaged (also where pdfium fails on a page inside the block).
    """
    data = source.path.read_bytes()
    if hashlib.sha256(data).hexdigest() != source.sha256:
        raise ChangedError(source.file)
    if MARK not in data[:HEAD_BYTES]:
        raise QuarantineError(source.file, Reason.NOT_A_PDF, f"it is {_kind(data)}, not a PDF")
    if not has_end_of_pdf(data):
        # Reading would go on with the pages that are left, and nobody would miss the others.
        raise QuarantineError(source.file, Reason.DAMAGED, "its end is missing")
    try:
        with pdfium.PdfDocument(data) as document, tempfile.TemporaryDirectory() as folder:
            _check_sizes(source, document)
            encrypted = pdfium_c.FPDF_GetSecurityHandlerRevision(document) != _NOT_ENCRYPTED
            readable = Path(folder) / "document.pdf"
            if encrypted or not data.startswith(MARK):
                document.save(readable, flags=pdfium_c.FPDF_REMOVE_SECURITY)
            else:
                readable.write_bytes(data)
            with open_contents(readable) as contents:
                _check_text(source, document, contents)
                yield Readable(readable, contents)
    except pdfium.PdfiumError as error:
        reason, message = _REASONS.get(error.err_code or 0, (Reason.DAMAGED, "its parts can't be read"))
        raise QuarantineError(source.file, reason, message) from error


def _kind(data: bytes) -> str:
    head = data.removeprefix(_BYTE_ORDER_MARK)[:HEAD_BYTES]
    if not head.strip(b"\x00\r\n\t "):
        return "empty" if not data else "blank"
    for signature, kind in _SIGNATURES:
        if signature.match(head):
            return kind
    return "of an unknown kind" if b"\x00" in head else "text"


def _check_sizes(source: Source, document: pdfium.PdfDocument) -> None:
    """Raise QuarantineError or PdfiumError unless all pages are there, and none is beyond measure."""
    if len(document) > _MOST_PAGES:
        raise QuarantineError(source.file, Reason.TOO_LARGE, f"it has {len(document)} pages, more than {_MOST_PAGES}")
    sizes = [document.get_page_size(index) for index in range(len(document))]
    if not sizes:
        raise QuarantineError(source.file, Reason.DAMAGED, "it has no pages")
    for number, size in enumerate(sizes, start=1):
        if not all(math.isfinite(side) and side > 0 for side in size):
            raise QuarantineError(source.file, Reason.DAMAGED, f"its page {number} has no size")
        if max(size) > _LONGEST_SIDE:
            message = f"its page {number} is {max(size) / 72:,.0f} inches long, more than {_LONGEST_SIDE / 72:,.0f}"
            raise QuarantineError(source.file, Reason.TOO_LARGE, message)


def _check_text(source: Source, document: pdfium.PdfDocument, contents: Contents) -> None:
    """Raise QuarantineError or PdfiumError unless any page has letters, and half are no bare pictures."""
    any_letters, readable = False, 0
    count = len(document)
    # Most pages need not be loaded for that: it costs as much as to load them for reading.
    looks = chain(contents.without_pictures(), repeat(False))
    for index, is_bare in zip(range(count), looks, strict=False):
        if any_letters and is_bare:
            readable += 1
        else:
            letters, shows_words = _look_at(document[index], any_letters)
            any_letters = any_letters or letters
            readable += shows_words
        if any_letters and 2 * readable >= count:
            return
    raise QuarantineError(source.file, Reason.NO_TEXT_LAYER, "its pages are pictures, without text to read")


def _look_at(page: pdfium.PdfPage, any_letters: bool) -> tuple[bool, bool]:
    """Whether a page is found to have letters, and whether it is no bare picture; its letters are looked for where it
    has a picture, or none are known. The page is closed."""
    with closing(page):
        has_picture = pdfium_c.FPDF_PAGEOBJ_IMAGE in {kind for _, kind in objects_of(page, _DEEPEST_FORM)}
        # To find its text costs as much as to load the page.
        letters = len(page.get_textpage().get_text_bounded().strip()) if has_picture or not any_letters else 0
        return letters > 0, not has_picture or (letters >= _LETTERS_OF_A_READABLE_PAGE and _shows_text(page))


def _shows_text(page: pdfium.PdfPage) -> bool:
    """Whether any of its text is drawn: what was recognised in a scan is laid over its picture unseen."""
    texts = page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_TEXT,), max_depth=_DEEPEST_FORM)
    return any(pdfium_c.FPDFTextObj_GetTextRenderMode(each) != pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE for each in texts)
