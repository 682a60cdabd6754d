"""The printed cell that a row was read from, framed on its page."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from yusuan.files import Place
from yusuan.reading import FOLDER, read_table

if TYPE_CHECKING:
    from PIL.Image import Image

PDFS = "data/raw"
_POINTS_PER_INCH = 72
_FRAME = "#c2410c"
_EDGES = ("x0", "y0", "x1", "y1")


class Row(Protocol):
    """A row of a dataset: a mapping, or a row of a pandas frame."""

    def __getitem__(self, column: str, /) -> object: ...


def cell(
    row: Row,
    folder_or_url: Place = FOLDER,
    pdfs: str | Path = PDFS,
    *,
    resolution: int = 110,
    around: float | None = 90,
) -> Image:
    """The page that a row was read from, as a picture of so many dots an inch with a frame around the row's cell.

    `row` has `document_id`, `page` and the edges `x0` to `y1`. `pdfs` is the folder whose PDFs were read: the release
    says which file it is. `around`: only so many points of the page above and below the cell; None gives the whole
    page, as does a row without edges.

    Raises LookupError where the document is not among those that are published, or its PDF is not at hand or is another
    one than was read.
    """
    import pypdfium2 as pdfium
    from PIL import ImageDraw

    scale = resolution / _POINTS_PER_INCH
    with pdfium.PdfDocument(_pdf(str(row["document_id"]), folder_or_url, Path(pdfs))) as document:
        page = document[int(str(row["page"])) - 1]
        height = page.get_height()
        image = cast("Image", page.render(scale=scale).to_pil()).convert("RGB")  # pyright: ignore[reportArgumentType]
    edges = [row[edge] for edge in _EDGES]
    if not all(isinstance(edge, int | float) for edge in edges):
        return image
    x0, y0, x1, y1 = (float(str(edge)) for edge in edges)
    frame = [x0 * scale, (height - y1) * scale, x1 * scale, (height - y0) * scale]
    ImageDraw.Draw(image).rectangle(frame, outline=_FRAME, width=max(2, round(scale)))
    if around is None:
        return image
    top, bottom = (height - y1 - around) * scale, (height - y0 + around) * scale
    return image.crop((0, max(0, int(top)), image.width, min(image.height, int(bottom) + 1)))


def _pdf(document_id: str, place: Place, pdfs: Path) -> Path:
    """The PDF that a document was read from. LookupError where it is not at hand."""
    documents = read_table("documents", place).select(["document_id", "source_file", "sha256"]).to_pylist()
    document = next((each for each in documents if each["document_id"] == document_id), None)
    if document is None:
        raise LookupError(f"{document_id} is no document of {place}")
    path = pdfs / str(document["source_file"])
    if not path.is_file():
        raise LookupError(f"the PDF of {document_id} is not at hand: {path}")
    if _digest(path) != document["sha256"]:
        raise LookupError(f"{path} is another file than {document_id} was read from")
    return path


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
