"""Which standard table a sheet is: its title, stripped of words that don't tell tables apart, is looked up.

The tables and their titles are declared in `tables/*.yaml`, the words without weight in `recognition.yaml`; nothing
is matched approximately.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from functools import cache

from pipelines.foundation.text import fold_text, strip_list_number
from pipelines.interpretation.declared.recognition import title_words
from pipelines.interpretation.declared.tables import TableDeclaration, declarations
from pipelines.interpretation.sheets.sheet import Sheet
from pipelines.interpretation.words.labels import label_key

_QUALIFIER = re.compile(r"\([^()]*\)")
_QUOTES = str.maketrans("", "", "\"'")


_ROWS_OF_AN_OPENING = 2


def recognise(sheet: Sheet, organisations: tuple[str, ...] = ()) -> TableDeclaration | None:
    """The standard table that a sheet is, or None. Names of `organisations` before a title say nothing."""
    title = sheet.caption.title
    first = range(sheet.caption_rows, sheet.caption_rows + _ROWS_OF_AN_OPENING)
    opening = {fold_text(cell.text) for row in first for cell in sheet.row(row)}
    if title is not None and (found := _told_by_label(title, opening) or recognise_title(title, organisations)):
        return found
    if title is not None and any(word in title for word in title_words().others):
        return None
    labels = {fold_text(cell.text) for cell in sheet.cells}
    return next(
        (
            declaration
            for declaration in declarations()
            if any(opening.issuperset(group) for group in declaration.openings)
            or any(labels.issuperset(group) for group in declaration.marks)
        ),
        None,
    )


def _told_by_label(title: str, opening: Set[str]) -> TableDeclaration | None:
    """The standard table that a label under a title tells, where several tables have that title."""
    tables = title_words().told_by_label.get(title_core(title), {})
    table = next((tables[label] for label in map(label_key, opening) if label in tables), None)
    return next((each for each in declarations() if each.table == table), None)


def recognise_title(title: str, organisations: tuple[str, ...] = ()) -> TableDeclaration | None:
    """The standard table that a title names, or None."""
    core = title_core(title)
    by_title = _by_title()
    for text in (core, *(core.removeprefix(title_core(name)) for name in organisations if name)):
        if found := by_title.get(text):
            return found
    for declaration in declarations():
        if any(fold_text(word) in fold_text(title) for word in declaration.words):
            return declaration
    for declaration in declarations():
        if any(core.endswith(title_core(ending)) for ending in declaration.endings):
            return declaration
    return None


@cache
def _by_title() -> Mapping[str, TableDeclaration]:
    return {title_core(title): declaration for declaration in declarations() for title in declaration.titles}


def _restriction(qualifier: re.Match[str]) -> str:
    words = qualifier[0].strip("()")
    return words if words in title_words().restrictions else ""


@cache
def title_core(title: str) -> str:
    """The part of a title that tells which standard table it is: `2026年部门收支预算总表` and `收支总表` are 收支."""
    words = title_words()
    text = words.continued.sub("", _QUALIFIER.sub(_restriction, fold_text(title).translate(_QUOTES)))
    text = words.before_year.sub("", text)
    text = words.number.sub("", strip_list_number(text)[1])
    for other, word in words.same.items():
        text = text.replace(other, word)
    for index, word in enumerate(words.protected):
        text = text.replace(word, chr(0xE000 + index))
    for word in words.noise:
        text = text.replace(word, "")
    for index, word in enumerate(words.protected):
        text = text.replace(chr(0xE000 + index), word)
    return text
