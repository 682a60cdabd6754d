"""Which documents are a department's budget or final accounts; the others, and empty templates, are refused."""

from __future__ import annotations

import re

from pipelines.documents.quarantine import QuarantineError, Reason
from pipelines.interpretation.declared.identity import identity
from pipelines.interpretation.identity.printed_text import PrintedText
from pipelines.interpretation.identity.titles import Title

_STANDARD_TABLES_OF_A_BUDGET = 3
_BLANKS_OF_A_TEMPLATE = 3
_AMOUNTS_OF_A_TABLE = 4
_AMOUNT = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+\.\d+")


def refuse_other_kinds(text: PrintedText, title: Title | None, file: str) -> None:
    """Raise QuarantineError for a document that is none of this disclosure (`not_a_budget`) or an empty `template`, and
    for one of which no table could be told (`too_complex`).

    The tables of a budget tell it without a title, and its explanation without a table: a disclosure can stand in
    several files.
    """
    is_titled = title is not None and title.is_qualified
    if not text.rows and not (is_titled and identity().explanation.search(text.prose)):
        if is_titled and _prints_tables(text):
            raise QuarantineError(file, Reason.TOO_COMPLEX, "it prints tables whose rows and columns can't be told")
        raise QuarantineError(file, Reason.NOT_A_BUDGET, "it has no table")
    if not is_titled and _standard_tables(text) < _STANDARD_TABLES_OF_A_BUDGET and not _is_performance_volume(text):
        seen = "neither the title nor the tables of a department's budget or final accounts"
        raise QuarantineError(file, Reason.NOT_A_BUDGET, f"it has {seen}")
    if _is_template(text):
        raise QuarantineError(file, Reason.TEMPLATE, "blanks stand where its amounts belong")


def _prints_tables(text: PrintedText) -> bool:
    """Whether a standard table is printed where none was found: its title, and amounts in lines of their own."""
    return _standard_tables(text) > 0 and sum(bool(_AMOUNT.search(line)) for line in text.lines) >= _AMOUNTS_OF_A_TABLE


def _standard_tables(text: PrintedText) -> int:
    """How many different standard tables the document prints the titles of, outside its frames or inside."""
    titles = [line for line in (*text.lines, *text.cells) if identity().standard_table_line.search(line)]
    return sum(any(table.search(line) for line in titles) for table in identity().standard_tables)


def _is_performance_volume(text: PrintedText) -> bool:
    """Whether the document is a volume of performance targets: some places print them apart from the budget."""
    return bool(text.rows) and any(map(identity().performance_volume.search, (*text.lines, *text.cells)))


def _is_template(text: PrintedText) -> bool:
    """Whether the document prints blanks for amounts and not one amount in a table."""
    blanks = len(identity().blank_amount.findall(text.prose))
    return blanks >= _BLANKS_OF_A_TEMPLATE and not any(map(_AMOUNT.fullmatch, text.cells))
