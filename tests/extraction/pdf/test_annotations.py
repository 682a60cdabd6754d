"""Fields of forms and notes: what a reader of the page sees of them is read, and no more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObject
from reportlab.pdfgen.canvas import Canvas

from tests.extraction.pdf.set_pages import CELL, cell, set_page


@dataclass
class Raw(PDFObject):
    """A part of a PDF as it stands in the file."""

    content: str

    def format(self, _: object) -> bytes:
        return self.content.encode()


@pytest.mark.parametrize("column", [1, 2])
def test_what_a_field_of_a_form_shows_is_read(column: int, tmp_path: Path) -> None:
    """Also over what is printed, which it then covers."""
    x, y, width, _ = CELL

    def write(canvas: Canvas) -> None:
        canvas.drawString(x + width + 4, y + 6, "1,234.56")
        place = {"x": x + column * width + 2, "y": y + 2, "width": width - 4, "height": 16}
        canvas.acroForm.textfield(name="field", value="777.77", borderWidth=0, fontSize=9, **place)

    read = set_page(tmp_path / "a.pdf", 3, write)
    assert [cell(read, each) for each in range(column, 3)] == [("777.77", ""), ("", "")][: 3 - column]


@pytest.mark.parametrize("flags", ["print noview", "print hidden", "hidden"])
def test_what_a_field_of_a_form_does_not_show_is_not_read(flags: str, tmp_path: Path) -> None:
    x, y, *_ = CELL

    def write(canvas: Canvas) -> None:
        canvas.drawString(x + 40, y + 6, "1,234.56")
        place = {"x": x + 2, "y": y + 2, "width": 36, "height": 16}
        canvas.acroForm.textfield(
            name="field", value="777.77", borderWidth=0, fontSize=9, annotationFlags=flags, **place
        )

    assert cell(set_page(tmp_path / "a.pdf", 1, write), 0) == ("1,234.56", "")


@pytest.mark.parametrize(
    ("layers", "policy", "text"),
    [
        ("/OFF [0]", None, ""),
        ("/ON [0]", None, "777.77"),
        ("/OFF [1]", None, "777.77"),
        ("/BaseState /OFF", None, ""),
        ("/BaseState /OFF /ON [0]", None, "777.77"),
        ("/AS [<< /Event /View /OCGs [0] >>]", None, ""),
        ("/OFF [0]", "AnyOn", "777.77"),
        ("/OFF [0]", "AllOn", ""),
        ("/OFF [0]", "AllOff", ""),
        ("/OFF [0]", "AnyOff", "777.77"),
    ],
)
def test_what_a_field_in_a_hidden_layer_would_show_is_not_read(
    layers: str, policy: str | None, text: str, tmp_path: Path
) -> None:
    x, y, width, _ = CELL

    def write(canvas: Canvas) -> None:
        canvas.drawString(x + 4, y + 6, "1,234.56")
        place = {"x": x + width + 2, "y": y + 2, "width": width - 4, "height": 16}
        canvas.acroForm.textfield(name="field", value="777.77", borderWidth=0, fontSize=9, **place)
        document = canvas._doc  # pyright: ignore[reportAttributeAccessIssue]
        usage = "/Usage << /View << /ViewState /OFF >> >>" if "/AS" in layers else ""
        both = [document.Reference(Raw(f"<< /Type /OCG /Name ({n}) {usage} >>"), f"layer{n}") for n in (0, 1)]
        field = document.idToObject[canvas._annotationrefs[-1].name]  # pyright: ignore[reportAttributeAccessIssue]
        field.dict["OC"] = both[0]
        if policy:
            several = {"Type": PDFName("OCMD"), "OCGs": PDFArray(both), "P": PDFName(policy)}
            field.dict["OC"] = PDFDictionary(several)
        told = re.sub(r"\b[01]\b", lambda found: both[int(found[0])].format(document).decode(), layers)
        document.Catalog.__NoDefault__ = [*document.Catalog.__NoDefault__, "OCProperties"]
        document.Catalog.OCProperties = Raw(f"<< /D << {told} >> >>")

    read = set_page(tmp_path / "a.pdf", 2, write)
    assert [cell(read, each) for each in (0, 1)] == [("1,234.56", ""), (text, "")]
