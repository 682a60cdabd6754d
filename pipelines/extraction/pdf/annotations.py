"""What a form's fields and the notes on a page show, as part of the page's content."""

from __future__ import annotations

from collections.abc import Iterator, Set
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c


def with_annotations(document: pdfium.PdfDocument, number: int, hidden: Set[int]) -> pdfium.PdfPage:
    """A page with what its annotations show, but for those that are `hidden` (counted from 0).

    Flattening would show these, and those that are for print alone, too.
    """
    page = document[number - 1]
    count = pdfium_c.FPDFPage_GetAnnotCount(page)
    if count < 1:
        return page
    for index in range(count):
        with _annotation(page, index) as annotation:
            flags = pdfium_c.FPDFAnnot_GetFlags(annotation)
            if index in hidden or flags & pdfium_c.FPDF_ANNOT_FLAG_NOVIEW:
                pdfium_c.FPDFAnnot_SetFlags(annotation, flags | pdfium_c.FPDF_ANNOT_FLAG_HIDDEN)
    if pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY) == pdfium_c.FLATTEN_NOTHINGTODO:
        return page
    page.close()
    return document[number - 1]


@contextmanager
def _annotation(page: pdfium.PdfPage, index: int) -> Iterator[object]:
    annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
    try:
        yield annotation
    finally:
        pdfium_c.FPDFPage_CloseAnnot(annotation)
