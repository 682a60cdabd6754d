"""A survey of a folder of documents: what was found, what was read, what adds up. `python -m pipelines.run.survey DIR`.

For the maintainer to whom a new city comes: one table, a row a document, and below it the first places to look at.
Nothing is published. Kept results are used, and what is read now is kept.
"""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import cast

from pipelines.disclosure.coverage import expected_tables
from pipelines.documents.quarantine import Reason
from pipelines.documents.registry import RegistryError, read_registry
from pipelines.extraction.formats import format_of
from pipelines.foundation.arguments import count
from pipelines.foundation.record import Record
from pipelines.foundation.store import FolderStore
from pipelines.run.accounts import Account, take_accounts
from pipelines.run.all_rows import rows_of
from pipelines.run.batch import results, run_stage
from pipelines.run.disclosures import CLAIM, with_sisters
from pipelines.run.engine import Engine, Processes
from pipelines.run.stage import Job
from pipelines.run.stages import INTERPRET, READ
from pipelines.run.survey_counts import Counted, write_counts

SURVEYED, FAILED, BAD_USAGE = 0, 1, 2
PLACES = 5
"""Places that are shown of a document for each thing to look at, unless told otherwise."""

UNREAD = frozenset({"unknown_table", "unknown_column", "unparsed", "unread"})
_HELD = frozenset({"pass", "rounding"})
_EVALUATED = frozenset({*_HELD, "fail"})
_TEXT_SHOWN = 24


@dataclass(frozen=True)
class Surveyed:
    """What is to be said of one document, or of all: counts, and places to look at."""

    name: str
    document_id: str
    pages: int = 0
    tables: Counter[str] = field(default_factory=Counter)
    """Standard tables by presence; `missing` are those that had to be disclosed."""
    numbers: Counter[str] = field(default_factory=Counter)
    """Numbers printed in tables by disposition."""
    checks: Counter[str] = field(default_factory=Counter)
    """Identities by outcome."""
    missing: tuple[str, ...] = ()
    unread: tuple[Record, ...] = ()
    failed: tuple[Record, ...] = ()

    @property
    def printed(self) -> int:
        return self.numbers.total()

    @property
    def set_aside(self) -> Counter[str]:
        """Numbers that are in no dataset for a reason, by that reason."""
        return Counter({why: count for why, count in self.numbers.items() if why not in {"published", *UNREAD}})


@dataclass(frozen=True)
class Column:
    """A column of the printed table; `value` of a document or of the total row."""

    heading: str
    value: Callable[[Surveyed], str]
    left: bool = False


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


COLUMNS = (
    Column("file", lambda row: row.name, left=True),
    Column("document", lambda row: row.document_id, left=True),
    Column("pages", lambda row: str(row.pages)),
    Column("tables", lambda row: str(row.tables["present"])),
    Column("empty", lambda row: str(row.tables["empty_with_note"] + row.tables["empty_without_note"])),
    Column("missing", lambda row: str(row.tables["missing"])),
    Column("numbers", lambda row: str(row.printed)),
    Column("published", lambda row: _share(row.numbers["published"], row.printed)),
    Column("set aside", lambda row: str(row.set_aside.total())),
    Column("unread", lambda row: str(sum(row.numbers[why] for why in UNREAD))),
    Column("checks", lambda row: str(sum(row.checks[status] for status in _EVALUATED))),
    Column("hold", lambda row: _share(sum(row.checks[each] for each in _HELD), row.checks.total())),
    Column("rounding", lambda row: str(row.checks["rounding"])),
    Column("fail", lambda row: str(row.checks["fail"])),
    Column("set aside as", lambda row: _counts(row.set_aside), left=True),
)


def read_folder(folder: Path, work: Path, engine: Engine) -> tuple[Account, ...]:
    """Read the documents of a folder as far as they can be. Returns what became of each, by file. RegistryError."""
    jobs = [Job(source, FolderStore(work)) for source in read_registry(folder, format_of).sources]
    waiting = [job for job in jobs if job.source.set_aside is None]
    for stage in (READ, CLAIM):
        run_stage(stage, [job for job in waiting if READ.refusal(job) is None], engine)
    jobs = list(with_sisters(jobs))
    waiting = [job for job in jobs if job.source.set_aside is None and READ.refusal(job) is None]
    run_stage(INTERPRET, results(READ, waiting), engine)
    return tuple(sorted(take_accounts(jobs), key=lambda account: account.job.source.file))


def examine(account: Account) -> Surveyed:
    """Count what the kept results of one document say."""
    amounts = [cell for cell in _rows("cells", account) if cell["role"] == "amount"]
    presence = {str(row["table"]): str(row["presence"]) for row in _rows("coverage", account)}
    expected = expected_tables(cast(int | None, account.facts["fiscal_year"]))
    missing = tuple(table for table in expected if presence.get(table) == "absent")
    findings = [row for row in _rows("findings", account) if row["status"] in _EVALUATED]
    return Surveyed(
        name=account.job.source.file,
        document_id=str(account.document_id),
        pages=int(str(account.facts["pages"])),
        tables=Counter(presence.values()) + Counter(missing=len(missing)),
        numbers=Counter(str(cell["disposition"]) for cell in amounts),
        checks=Counter(str(row["status"]) for row in findings),
        missing=missing,
        unread=tuple(cell for cell in amounts if cell["disposition"] in UNREAD),
        failed=tuple(row for row in findings if row["status"] == "fail"),
    )


def total(rows: Sequence[Surveyed]) -> Surveyed:
    """All documents together."""
    return Surveyed(
        name="total",
        document_id=f"{len(rows)} documents",
        pages=sum(row.pages for row in rows),
        tables=sum((row.tables for row in rows), Counter()),
        numbers=sum((row.numbers for row in rows), Counter()),
        checks=sum((row.checks for row in rows), Counter()),
    )


def report(accounts: Sequence[Account], places: int = PLACES) -> Iterator[str]:
    """The survey as lines of plain text."""
    rows = [examine(account) for account in accounts if account.refusal is None]
    yield from _table(rows)
    for row in rows:
        yield from _section(f"{row.name}: tables missing", [", ".join(row.missing)] if row.missing else [], 1)
        yield from _section(f"{row.name}: unread", [_place(cell) for cell in row.unread], places)
        yield from _section(f"{row.name}: does not hold", [_failure(finding) for finding in row.failed], places)
    refusals = [(each.job.source.file, each.refusal) for each in accounts if each.refusal]
    lines = [f"{file}: {refusal.reason}: {refusal.message}" for file, refusal in refusals]
    yield from _section("quarantined", lines, len(lines))


def counted(account: Account) -> Counted:
    """What is counted of one document, to be set beside another survey of it."""
    file, refusal = account.job.source.file, account.refusal
    if refusal is not None:
        return Counted(file, "", str(refusal.reason), {})
    row = examine(account)
    counts = {
        "pages": row.pages,
        "tables": row.tables["present"],
        "empty": row.tables["empty_with_note"] + row.tables["empty_without_note"],
        "missing": row.tables["missing"],
        "numbers": row.printed,
        "published": row.numbers["published"],
        "set_aside": row.set_aside.total(),
        "unread": sum(row.numbers[why] for why in UNREAD),
        "checks": row.checks.total(),
        "hold": sum(row.checks[each] for each in _HELD),
        "fail": row.checks["fail"],
    }
    return Counted(file, row.document_id, "", counts)


def _rows(dataset: str, account: Account) -> list[Record]:
    return list(chain.from_iterable(table.to_pylist() for table in rows_of(dataset, [account])))


def _table(rows: Sequence[Surveyed]) -> Iterator[str]:
    lines = [[column.value(row) for column in COLUMNS] for row in (*rows, total(rows))]
    headings = [column.heading for column in COLUMNS]
    widths = [max(map(width, texts)) for texts in zip(headings, *lines, strict=True)]
    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    yield from (_line(headings, widths), rule, *(_line(line, widths) for line in lines[:-1]), rule)
    yield _line(lines[-1], widths)


def _line(texts: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        f"{text}{space}" if column.left else f"{space}{text}"
        for column, text, space in zip(COLUMNS, texts, _spaces(texts, widths), strict=True)
    )
    return "  ".join(padded).rstrip()


def _spaces(texts: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    return (" " * (wide - width(text)) for text, wide in zip(texts, widths, strict=True))


def width(text: str) -> int:
    """Columns that a text takes in a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _section(heading: str, lines: Sequence[str], shown: int) -> Iterator[str]:
    if lines:
        more = len(lines) - shown
        yield from ("", heading, *(f"  {line}" for line in lines[:shown]))
        if more > 0:
            yield f"  and {more} more"


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))


def _place(cell: Record) -> str:
    text = str(cell["source_text"] or "")
    text = text if len(text) <= _TEXT_SHOWN else f"{text[:_TEXT_SHOWN]}…"
    where = f"page {cell['page']}, {cell['table'] or 'no standard table'}, row {cell['row']}, column {cell['column']}"
    return f"{where}: {text}: {cell['disposition']}"


def _failure(finding: Record) -> str:
    cause = finding["likelier_cause"]
    formula, difference = finding["formula"], finding["difference_yuan"]
    what = f"{formula}: off by {difference} yuan" if formula else finding["message_en"]
    where = f"page {finding['page'] or '-'}, {finding['table'] or 'no standard table'}, {finding['check_id']}"
    return f"{where}: {what}{f' (likelier the {cause})' if cause else ''}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the survey. Returns 0, or 1 where a document failed by an error of ours, or 2 for bad usage."""
    options = _parser().parse_args(arguments)
    if not options.folder.is_dir():
        return _bad_usage(f"{options.folder}: there is no such folder")
    try:
        accounts = read_folder(options.folder, options.work, Processes(workers=options.workers))
    except RegistryError as error:
        return _bad_usage(str(error))
    for line in report(accounts, options.places):
        print(line)
    if options.csv:
        write_counts(options.csv, map(counted, accounts))
    ours = any(account.refusal is not None and account.refusal.reason == Reason.FAILED for account in accounts)
    return FAILED if ours else SURVEYED


def _bad_usage(line: str) -> int:
    print(f"survey: {line}", file=sys.stderr)
    return BAD_USAGE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="survey", description="What is found and read in a folder of documents.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="PDFs, at any depth")
    parser.add_argument(
        "--work", type=Path, default=Path("data/work"), metavar="DIR", help="kept results (default: %(default)s)"
    )
    parser.add_argument("--workers", type=count, default=0, metavar="N", help="processes (default: one per core)")
    parser.add_argument(
        "--places", type=int, default=PLACES, metavar="N", help="places shown a document (default: %(default)s)"
    )
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write what is counted of each document to a CSV too")
    return parser


if __name__ == "__main__":
    sys.exit(main())
