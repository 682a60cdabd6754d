"""Disclosures in several files: what a file does not say of itself, a sister file may that repeats its totals.

Tables can be published without a cover, their explanation apart. A file that does not say whose it is, or of which
year, takes it from the only sister that does: a file of the same recorded disclosure, or one of the same folder in
which the file's greatest total stands, and at least two others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path, PurePosixPath

from pipelines.documents.registry import Source
from pipelines.extraction.grid import Grid, Page
from pipelines.foundation.amounts import MONEY_UNIT, YUAN_PER_UNIT, AmountKind, parse_amount
from pipelines.foundation.text import fold_text
from pipelines.interpretation.declared.captions import captions
from pipelines.interpretation.declared.vocabulary import read_label
from pipelines.interpretation.identity.identity import identify
from pipelines.run.fingerprint import fingerprint
from pipelines.run.stage import Job, Stage
from pipelines.run.stages import SAID_BY_SOURCE, read_pages_of

_CLAIM_FILE = "claim.json"
_SHARED_TOTALS = 3
_TOTALS = frozenset({"total", "grand_total", "year_total", "side_total"})
_AMOUNT = re.compile(rf"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)({MONEY_UNIT})")
_HUNDREDTH_OF_TEN_THOUSAND = Decimal(100)
"""Yuan: what explanations round to."""


@dataclass(frozen=True)
class Claim:
    """What a document says of itself (`said`, by fact of a source) and the amounts in it, in yuan rounded to 0.01 万元.

    `totals` are those of its tables' rows of totals, `amounts` these and those of its sentences.
    """

    said: Mapping[str, str | int]
    totals: tuple[int, ...]
    amounts: tuple[int, ...]

    @property
    def is_identified(self) -> bool:
        return "department_name" in self.said and "fiscal_year" in self.said

    def is_repeated_by(self, other: Claim) -> bool:
        """Whether another document prints the greatest of this one's totals, and enough of the others."""
        shared = set(self.totals) & set(other.amounts)
        return len(shared) >= _SHARED_TOTALS and max(self.totals) in shared


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


def _claim(job: Job, folder: Path) -> None:
    claim = asdict(claim_of(read_pages_of(job), job.source))
    (folder / _CLAIM_FILE).write_text(json.dumps(claim, ensure_ascii=False), encoding="utf-8")


CLAIM = Stage("claims", _claim, fingerprint(("run.disclosures",), ("pyyaml", "pydantic")), facts=SAID_BY_SOURCE)
"""Pages to what the document says of itself, for its sisters."""


def with_sisters(jobs: Iterable[Job]) -> tuple[Job, ...]:
    """The jobs, each source with what its document doesn't say of itself and a sister does."""
    everything = tuple(jobs)
    claims = {job.source.file: claim for job in everything if (claim := _kept(job))}
    return tuple(replace(job, source=_completed(job.source, everything, claims)) for job in everything)


def _kept(job: Job) -> Claim | None:
    kept = CLAIM.read(job, _CLAIM_FILE) if job.source.set_aside is None else None
    if kept is None:
        return None
    claim = json.loads(kept)
    return Claim(claim["said"], tuple(claim["totals"]), tuple(claim["amounts"]))


def _completed(source: Source, jobs: Sequence[Job], claims: Mapping[str, Claim]) -> Source:
    own = claims.get(source.file)
    if own is None or own.is_identified:
        return source
    told = [
        claims[job.source.file].said
        for job in jobs
        if job.source.file in claims and _is_sister(source, job.source, own, claims[job.source.file])
    ]
    if not told or any(each != told[0] for each in told):
        return source
    return replace(source, **{fact: value for fact, value in told[0].items() if fact not in own.said})


def _is_sister(source: Source, other: Source, own: Claim, claim: Claim) -> bool:
    if other.file == source.file or not claim.is_identified:
        return False
    if source.disclosure is not None:
        return other.disclosure == source.disclosure
    in_one_folder = PurePosixPath(other.file).parent == PurePosixPath(source.file).parent
    return in_one_folder and own.is_repeated_by(claim)
