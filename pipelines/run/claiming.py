"""Pages to what a document says of itself, for its sisters: the work of the stage `CLAIM`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from pipelines.documents.registry import Source
from pipelines.extraction.grid import Grid, Page
from pipelines.foundation.amounts import MONEY_UNIT, YUAN_PER_UNIT, AmountKind, parse_amount
from pipelines.foundation.text import fold_text
from pipelines.interpretation.declared.captions import captions
from pipelines.interpretation.declared.vocabulary import read_label
from pipelines.interpretation.identity.identity import identify
from pipelines.run.disclosures import CLAIM_FILE, Claim
from pipelines.run.stage import Job
from pipelines.run.stages import SAID_BY_SOURCE, read_pages_of

_TOTALS = frozenset({"total", "grand_total", "year_total", "side_total"})
_AMOUNT = re.compile(rf"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)({MONEY_UNIT})")
_HUNDREDTH_OF_TEN_THOUSAND = Decimal(100)
"""Yuan: what explanations round to."""


def keep_claim(job: Job, folder: Path) -> None:
    """Put what a document claims into a folder. Raises QuarantineError."""
    claim = asdict(claim_of(read_pages_of(job), job.source))
    (folder / CLAIM_FILE).write_text(json.dumps(claim, ensure_ascii=False), encoding="utf-8")


def claim_of(pages: Sequence[Page], source: Source) -> Claim:
    """What a document claims. Raises QuarantineError as `identify` does."""
    identity = identify(pages, source)
    said = {fact: value for fact in SAID_BY_SOURCE if (value := getattr(identity, fact)) is not None}
    totals = {_rounded(amount) for page in pages for amount in _totals(page)} - {0}
    prose = fold_text("".join(line.text for page in pages for line in page.lines))
    stated = {
        _rounded(Decimal(number.replace(",", "")) * YUAN_PER_UNIT[unit]) for number, unit in _AMOUNT.findall(prose)
    }
    return Claim(said, tuple(sorted(totals)), tuple(sorted(totals | (stated - {0}))))


def _rounded(yuan: Decimal) -> int:
    return int((yuan / _HUNDREDTH_OF_TEN_THOUSAND).quantize(Decimal(1), ROUND_HALF_UP))


def _totals(page: Page) -> Iterator[Decimal]:
    """The amounts, in yuan, of a page's rows of totals."""
    texts = (*(line.text for line in page.lines), *(cell.text for grid in page.grids for cell in grid.cells))
    units = {match["unit"] for text in texts if (match := captions().unit.search(fold_text(text)))}
    if len(units) != 1:
        return
    unit = YUAN_PER_UNIT[units.pop()]
    yield from (
        amount * unit for grid in page.grids for row in range(grid.row_count) for amount in _in_total(grid, row)
    )


def _in_total(grid: Grid, row: int) -> Iterator[Decimal]:
    is_total = False
    for cell in grid.row(row):
        amount = parse_amount(cell.text)
        if amount is None:
            is_total = read_label(cell.text).get("line") in _TOTALS
        elif is_total and amount.kind is AmountKind.NUMBER and amount.value:
            yield amount.value
