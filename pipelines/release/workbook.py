"""The release as an Excel workbook: what it is, its dictionary, and the datasets that a sheet can hold.

`python -m pipelines.release.workbook RELEASE DEPARTMENT_NAME FILE.xlsx` writes the workbook of one department.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipelines.analysis.sheets import SHEETS
from pipelines.datasets.catalogue import MODELS, columns, titles
from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.release.manifest import read_manifest
from pipelines.release.package import Edition, package
from pipelines.release.version import Version

_BAD_USAGE = 2
_WIDEST, _NARROWEST = 40, 8
_LONGEST_TEXT = 32_767
_LONGEST_NAME = 31
_HEADER_ROWS = 2
_OPTIONS = {
    "constant_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


class WorkbookWords(Declaration):
    """What a workbook says, and how large its sheets may be."""

    most_rows: int
    most_rows_of_a_wide_sheet: int
    readme_sheet: str
    dictionary_sheet: str
    readme: tuple[str, ...]
    left_out: str
    dictionary: tuple[str, ...]


WORKBOOK = DeclarationFile("pipelines.release", "workbook.yaml", WorkbookWords)

Rows = Callable[[str], pa.Table]


def write_workbook(release: Path, edition: Edition) -> None:
    """Write the workbook of a release."""
    rows = {each.dataset: each.rows for each in edition.publications}
    held = [dataset for dataset, number in rows.items() if number <= _most_rows(dataset)]
    left_out = [dataset for dataset in rows if dataset not in held]
    target = release / f"{package().name}-{edition.version}.xlsx"
    _write(target, edition.version, held, left_out, lambda dataset: pq.read_table(release / f"{dataset}.parquet"))


def _most_rows(dataset: str) -> int:
    words = WORKBOOK.load()
    return words.most_rows_of_a_wide_sheet if dataset in SHEETS else words.most_rows


def write_department(release: Path, department: str, target: Path) -> int:
    """Write the workbook of one department of a release, by its name. Returns the number of its documents.

    LookupError where the release has none of it.
    """
    version = Version.parse(str(read_manifest(release)["version"]))
    documents = pq.read_table(release / "documents.parquet", filters=[("department_name", "=", department)])
    if version is None or not documents.num_rows:
        raise LookupError(f"{release}: no document of {department}")
    of_documents = [
        dataset
        for dataset in MODELS
        if (path := release / f"{dataset}.parquet").exists() and "department_name" in pq.read_schema(path).names
    ]

    def rows(dataset: str) -> pa.Table:
        return pq.read_table(release / f"{dataset}.parquet", filters=[("department_name", "=", department)])

    _write(target, version, of_documents, [], rows)
    return documents.num_rows


def _write(target: Path, version: Version, datasets: Sequence[str], left_out: Sequence[str], rows: Rows) -> None:
    with xlsxwriter.Workbook(str(target), _OPTIONS) as book:
        book.set_properties(
            {
                "title": f"{package().title} {version}",
                "author": package().publisher,
                "comments": package().licence.path,
                "created": datetime.combine(version.day, time()),
            }
        )
        formats = _Formats(book)
        _readme(book, formats, version, datasets, left_out)
        _dictionary(book, formats, datasets)
        for dataset in datasets:
            _dataset(book.add_worksheet(dataset[:_LONGEST_NAME]), formats, dataset, rows(dataset))


class _Formats:
    """The looks of cells."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.heading = book.add_format({"bold": True, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.text = book.add_format({"num_format": "@"})
        self.money = book.add_format({"num_format": "#,##0.00"})
        self.number = book.add_format({"num_format": "General"})
        self.date = book.add_format({"num_format": "yyyy-mm-dd"})

    def of(self, type_: pa.DataType) -> Format:
        """How values of a type look: codes and all other texts as text, amounts with their fen."""
        if pa.types.is_string(type_):
            return self.text
        if pa.types.is_decimal(type_):
            return self.money
        return self.date if pa.types.is_date(type_) else self.number


def _readme(
    book: xlsxwriter.Workbook, formats: _Formats, version: Version, datasets: Sequence[str], left_out: Sequence[str]
) -> None:
    words = WORKBOOK.load()
    sheet = book.add_worksheet(words.readme_sheet)
    sheet.set_column(0, 0, 100)
    told = {
        "title": f"{package().title} {package().title_en}",
        "version": version,
        "licence": f"{package().licence.title}, {package().licence.path}",
        "datasets": "、".join(f"{titles(dataset)[0]} {dataset}" for dataset in datasets),
    }
    lines = [line.format(**told) for line in words.readme]
    if left_out:
        lines.append(words.left_out.format(most=words.most_rows, datasets="、".join(left_out)))
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, line, formats.heading if number == 0 else formats.wrapped)


def _dictionary(book: xlsxwriter.Workbook, formats: _Formats, datasets: Iterable[str]) -> None:
    words = WORKBOOK.load()
    sheet = book.add_worksheet(words.dictionary_sheet)
    for index, (title, width) in enumerate(zip(words.dictionary, (20, 22, 18, 12, 8, 50, 50, 60), strict=True)):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, title, formats.heading)
    sheet.freeze_panes(1, 2)
    number = 0
    for number, cells in enumerate(_described(datasets), start=1):
        for index, text in enumerate(cells):
            sheet.write_string(number, index, text, formats.wrapped)
    sheet.autofilter(0, 0, number, len(words.dictionary) - 1)


def _described(datasets: Iterable[str]) -> Iterator[tuple[str, ...]]:
    for dataset in datasets:
        for column in columns(dataset):
            note = column.note
            values = "; ".join(f"{value} {label.zh} {label.en}" for value, label in (note.values or {}).items())
            yield dataset, column.name, note.title, str(column.type), note.unit or "", note.zh, note.en, values


def _dataset(sheet: Worksheet, formats: _Formats, dataset: str, table: pa.Table) -> None:
    declared = columns(dataset)
    for index, column in enumerate(declared):
        width = max(_NARROWEST, min(_WIDEST, 2 * len(column.note.title), len(column.name)) + 2)
        sheet.set_column(index, index, width, formats.of(column.type))
        # In the rows' order, as the writer holds one row at a time.
        sheet.write_string(0, index, column.note.title, formats.heading)
    for index, column in enumerate(declared):
        sheet.write_string(1, index, column.name, formats.heading)
    sheet.freeze_panes(_HEADER_ROWS, 1)
    sheet.autofilter(_HEADER_ROWS - 1, 0, _HEADER_ROWS - 1 + table.num_rows, len(declared) - 1)
    # By column and not by value: a release has hundreds of thousands of cells.
    writes = [(_write_of(sheet, column.type), formats.of(column.type)) for column in declared]
    number = _HEADER_ROWS
    for batch in table.select([column.name for column in declared]).to_batches():
        for row in zip(*map(_values, batch.columns), strict=True):
            for index, value in enumerate(row):
                if value is not None:
                    write, look = writes[index]
                    write(number, index, value, look)
            number += 1


def _write_of(sheet: Worksheet, type_: pa.DataType) -> Callable[..., object]:
    """What writes the cells of a type."""
    if pa.types.is_boolean(type_):
        return sheet.write_boolean
    if pa.types.is_string(type_):
        return sheet.write_string
    return sheet.write_datetime if pa.types.is_date(type_) else sheet.write_number


def _values(column: pa.Array) -> list[object]:
    """The values of a column as a workbook can have them: long texts cut, numbers as floats, days as times."""
    values = column.to_pylist()
    if pa.types.is_boolean(column.type):
        return values
    if pa.types.is_string(column.type):
        cut = _LONGEST_TEXT - 1
        return [f"{text[:cut]}…" if text is not None and len(text) > _LONGEST_TEXT else text for text in values]
    if pa.types.is_date(column.type):
        return [None if day is None else datetime.combine(day, time()) for day in values]
    return [None if number is None else float(number) for number in values]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the workbook of a department; exit code 2 where the release has none of it."""
    parser = argparse.ArgumentParser(prog="python -m pipelines.release.workbook", description=__doc__)
    parser.add_argument("release", type=Path, help="folder of the release")
    parser.add_argument("department", help="the department's name, as in documents.department_name")
    parser.add_argument("target", type=Path, help="the workbook to write")
    given = parser.parse_args(arguments)
    try:
        write_department(given.release, given.department, given.target)
    except LookupError as error:
        print(error.args[0], file=sys.stderr)
        return _BAD_USAGE
    return 0


if __name__ == "__main__":
    sys.exit(main())
