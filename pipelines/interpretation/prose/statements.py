"""What a document says about itself in words: which tables it lists, which it says are empty, what it discloses.

The topics are declared in `statements.yaml`. Statements are evidence for the coverage of a document and for its
completeness; they are no published dataset.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.extraction.grid import Box, Page, TextLine
from pipelines.extraction.layout import grid_between
from pipelines.foundation.text import fold_space, fold_text, strip_list_number
from pipelines.interpretation.declared.statements import Topic, statements
from pipelines.interpretation.identity.titles import plain
from pipelines.interpretation.prose.paragraphs import Paragraph
from pipelines.interpretation.sheets.captions import is_title
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell
from pipelines.interpretation.sheets.standard_tables import table_of_title

_SENTENCE = re.compile(r"[^。！？；]+[。！？；]?")
_LEADER = re.compile(r"(?:[.…·]{2,}\S*|[.…·]*[—-]?\d{1,3}[—-]?)$")
_HEADINGS_AT_ONCE = 1_000
"""Most paragraphs stand under the headings of the one before."""
_LINES_AT_ONCE = 10_000
"""Each line of a document is asked for its table more than once."""
_TABLES_OF_A_LIST = 4
_LINES_TO_A_NOTE = 5
_ROWS_OF_A_TABLE = 3
_NUMBERS_OF_A_ROW = 2
_MONEY = re.compile(r"(?<![\d,.])\d[\d,]*\.\d+(?![\d,.%])")
_SENTENCE_END = re.compile("[。；]")


@dataclass(frozen=True)
class Statement:
    """Words by which a document tells something of itself, their topic and place, and the table they are of, if one."""

    topic: str
    table: str | None
    page: int
    box: Box | None
    source_text: str


@dataclass(frozen=True)
class SheetFact:
    """What is told of a sheet as a whole; `empty_note` is the note at it that says why it is empty."""

    table_no: int
    table: str | None
    title: str | None
    printed_unit: str | None
    first_page: int
    last_page: int
    empty_note: str | None


def read_statements(
    pages: Sequence[Page], sheets: Sequence[Sheet], prose: Sequence[Paragraph]
) -> tuple[Statement, ...]:
    """The statements of a document, of which `prose` is the text outside the tables.

    Beside the declared topics: `listed`, a table that a list of tables names; `empty`, one that such a list marks as
    empty; `printed_empty`, a title with a note that says the table is empty, and no grid; `printed_unread`, a title
    over rows of numbers that stand in no grid.
    """
    said = [statement for paragraph in prose for statement in _said(paragraph)]
    return (*said, *_contents(pages), *_titled_notes(pages), *_titled_numbers(pages), *_indexes(sheets))


def sheet_fact(sheet: Sheet, table: str | None) -> SheetFact:
    """What is told of a sheet. Its `empty_note` may be printed under, above or in it."""
    caption = sheet.caption
    notes = ("".join(fold_space(note) for note in caption.notes), *caption.lines)
    inside = (cell.text for cell in sheet.cells if cell.column_span > 1)
    return SheetFact(
        table_no=sheet.number,
        table=table,
        title=caption.title,
        printed_unit=caption.printed_unit,
        first_page=sheet.first_page,
        last_page=sheet.last_page,
        empty_note=next((fold_space(text) for text in (*notes, *inside) if _tells_emptiness(text)), None),
    )


def _tells_emptiness(text: str) -> bool:
    return statements().empty.search(plain(text)) is not None


def _said(paragraph: Paragraph) -> Iterator[Statement]:
    sentences = [(found.start(), found.group()) for found in _SENTENCE.finditer(paragraph.text)]
    for topic in _topics_under(tuple(each for each in (paragraph.part, *paragraph.headings) if each)):
        if topic.whole:
            yield _statement(topic.topic, topic.table, _under_heading(paragraph), paragraph.lines[0])
            continue
        for start, sentence in sentences:
            if found := topic.text.search(sentence):
                line = paragraph.line_at(start + found.start())
                yield _statement(topic.topic, topic.table, sentence, line)


@lru_cache(_HEADINGS_AT_ONCE)
def _topics_under(headings: tuple[str, ...]) -> tuple[Topic, ...]:
    """The topics of which a paragraph under some headings can tell."""
    explains_words = _heads(statements().not_under, headings)
    topics = (topic for topic in statements().topics if topic.under_words == explains_words)
    return tuple(topic for topic in topics if topic.heading is None or _heads(topic.heading, headings))


def _under_heading(paragraph: Paragraph) -> str:
    """A paragraph with the heading right above it, which can be a part of what it says."""
    heading = paragraph.headings[-1] if paragraph.headings else ""
    return paragraph.text if paragraph.text.startswith(heading) else f"{heading} {paragraph.text}"


def _heads(heading: re.Pattern[str], headings: Sequence[str]) -> bool:
    return any(heading.search(each) for each in headings)


def _contents(pages: Sequence[Page]) -> Iterator[Statement]:
    """The lines of the pages that list tables: several titles of different tables on one page, and no grid."""
    for page in pages:
        if page.grids:
            continue
        named = [(line, table) for line in page.lines if (table := _listed_table(line.text))]
        if len({table for _, table in named}) >= _TABLES_OF_A_LIST:
            yield from (_statement("listed", table, line.text, line) for line, table in named)


@lru_cache(_LINES_AT_ONCE)
def _listed_table(text: str) -> str | None:
    """The table that a line names whose whole text is a table's title, with or without a page number."""
    title = _LEADER.sub("", strip_list_number(fold_text(text))[1])
    return table_of_title(title) if statements().title_ending.search(title) and is_title(title) else None


def _titled_notes(pages: Sequence[Page]) -> Iterator[Statement]:
    """Titles of tables without a grid under which a note says that the table is empty."""
    for page in pages:
        for index, line in enumerate(page.lines):
            table = _listed_table(line.text)
            if table is not None and (note := next(_notes_under(page, index), None)):
                yield _statement("printed_empty", table, note.text, note)


def _titled_numbers(pages: Sequence[Page]) -> Iterator[Statement]:
    """Titles of tables under which rows of numbers stand in no grid: a table is printed there, and is not read."""
    for page in pages:
        for index, line in enumerate(page.lines):
            table = _listed_table(line.text)
            if table is not None and sum(map(_is_row_of_numbers, _lines_under(page, index))) >= _ROWS_OF_A_TABLE:
                yield _statement("printed_unread", table, line.text, line)


def _lines_under(page: Page, index: int) -> Iterator[TextLine]:
    """The lines under a title, down to the next title or grid."""
    title = page.lines[index]
    for line in page.lines[index + 1 :]:
        if grid_between(title, line, page) or _listed_table(line.text):
            return
        yield line


def _is_row_of_numbers(line: TextLine) -> bool:
    return len(_MONEY.findall(line.text)) >= _NUMBERS_OF_A_ROW and _SENTENCE_END.search(line.text) is None


def _notes_under(page: Page, index: int) -> Iterator[TextLine]:
    title = page.lines[index]
    for line in page.lines[index + 1 : index + 1 + _LINES_TO_A_NOTE]:
        between = grid_between(title, line, page)
        if between or is_title(line.text):
            return
        if _tells_emptiness(line.text) and not statements().names_a_table.search(line.text):
            yield line


def _indexes(sheets: Sequence[Sheet]) -> Iterator[Statement]:
    """The rows of a printed index of tables that marks the empty ones: 报表名称, 是否空表, 理由."""
    for sheet in sheets:
        header = {fold_text(cell.text): cell.column for cell in sheet.row(0)}
        index = statements().index
        name = next((column for label, column in header.items() if index.name in label), None)
        reason = next((column for label, column in header.items() if index.reason in label), None)
        marks = (column for label, column in header.items() if index.mark in label and index.reason not in label)
        mark = next(marks, None)
        if name is None or mark is None:
            continue
        for row in range(1, sheet.row_count):
            cell = sheet.at(row, name)
            table = table_of_title(fold_text(cell.text))
            if table is None:
                continue
            yield _statement("listed", table, cell.text, cell)
            if fold_text(sheet.at(row, mark).text) in index.marks:
                why = sheet.at(row, reason) if reason is not None else sheet.at(row, mark)
                yield _statement("empty", table, why.text or sheet.at(row, mark).text, why)


def _statement(topic: str, table: str | None, text: str, place: TextLine | SheetCell) -> Statement:
    return Statement(topic, table, place.page, place.box, fold_space(text))
