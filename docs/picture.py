"""Draws docs/picture.png: a piece of a page as it is printed, one cell framed, and the row that came out of it.

python docs/picture.py        (after `make data`)
"""

from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).parents[1]
FONT = ROOT / "tests" / "typesetting" / "fonts" / "YusuanTestSans.ttf"
CELL = (pc.field("table") == "expenditure") & (pc.field("code") == "2010350") & (pc.field("measure") == "basic")
SHOWN = [
    *("document_id", "table", "flow", "scheme", "code", "name", "fund", "measure", "amount_year", "amount_yuan"),
    *("page", "x0", "y0", "x1", "y1", "source_text"),
]
SCALE = 1.6
LEFT, WIDTH, ABOVE, BELOW = 40, 762, 165, 70
MARGIN, LINE, COLUMNS = 24, 34, 2
INK, FAINT, ACCENT, PAPER = "#1f2933", "#7b8794", "#c2410c", "#ffffff"


def main() -> None:
    row = pq.read_table(ROOT / "data/processed/budget_lines.parquet", filters=CELL).to_pylist()[0]
    documents = pq.read_table(ROOT / "data/processed/documents.parquet").to_pylist()
    file = next(each["source_file"] for each in documents if each["document_id"] == row["document_id"])
    printed = _printed(ROOT / "data" / "raw" / file, row)
    rows_high = -(-len(SHOWN) // COLUMNS) * LINE
    picture = Image.new("RGB", (printed.width + 2 * MARGIN, printed.height + rows_high + 5 * MARGIN), PAPER)
    picture.paste(printed, (MARGIN, MARGIN))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((MARGIN, MARGIN, MARGIN + printed.width, MARGIN + printed.height), outline=FAINT)
    top = printed.height + 2 * MARGIN
    draw.text((MARGIN, top), f"budget_lines.parquet   ({file}, page {row['page']})", ACCENT, _font(22))
    top += 2 * MARGIN
    half = -(-len(SHOWN) // COLUMNS)
    for index, column in enumerate(SHOWN):
        x = MARGIN + (index // half) * (printed.width // COLUMNS)
        y = top + (index % half) * LINE
        draw.text((x, y), column, FAINT, _font(20))
        value = f"{row[column]:.1f}" if isinstance(row[column], float) else str(row[column])
        draw.text((x + 170, y), value, ACCENT if column == "amount_yuan" else INK, _font(20))
    picture.quantize(64).save(Path(__file__).with_name("picture.png"), optimize=True)


def _printed(path: Path, row: dict[str, float]) -> Image.Image:
    """The page around the cell, the cell framed."""
    with pdfium.PdfDocument(path) as document:
        page = document[int(row["page"]) - 1]
        image = page.render(scale=SCALE).to_pil().convert("RGB")  # type: ignore[arg-type]
        height = page.get_height()
    draw = ImageDraw.Draw(image)
    box = (row["x0"], height - row["y1"], row["x1"], height - row["y0"])
    draw.rectangle([value * SCALE for value in box], outline=ACCENT, width=3)
    top = box[1] - ABOVE
    area = (LEFT, top, LEFT + WIDTH, box[3] + BELOW)
    return image.crop(tuple(int(value * SCALE) for value in area))  # type: ignore[arg-type]


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


if __name__ == "__main__":
    main()
