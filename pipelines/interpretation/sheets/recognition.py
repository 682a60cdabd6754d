"""Which standard table a sheet is: its title, stripped of words that don't tell tables apart, is looked up.

The tables and their titles are declared in `tables/*.yaml`, the words without weight in `recognition.yaml`; nothing
is matched approximately.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml

from pipelines.foundation.text import fold_text, strip_list_number
from pipelines.interpretation.declared.tables import TableDeclaration, declarations
from pipelines.interpretation.sheets.sheet import Sheet

_BEFORE_YEAR = re.compile(r"^.*20\d\d(?:年度?)?")
_NUMBER = re.compile(
    r"^(?:附|公开|预算)*(?:表[\d一二三四五六七八九十]+(?:[-.][\d一二三四五六七八九十]+)*|[\d一二三四五六七八九十]+表)[-.、:]?"
)
_QUALIFIER = re.compile(r"\([^()]*\)")
_CONTINUED = re.compile(r"续表?$")
_QUOTES = str.maketrans("", "", "\"'")


_ROWS_OF_AN_OPENING = 2


def recognise(sheet: Sheet, organisations: tuple[str, ...] = ()) -> TableDeclaration | None:
    """The standard table that a sheet is, or None. Names of `organisations` before a title say nothing."""
    title = sheet.caption.title
    if title is not None and (found := recognise_title(title, organisations)):
        return found
    if title is not None and any(word in title for word, _ in _declared_words()["others"]):
        return None
    first = range(sheet.caption_rows, sheet.caption_rows + _ROWS_OF_AN_OPENING)
    opening = {fold_text(cell.text) for row in first for cell in sheet.row(row)}
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


@cache
def title_core(title: str) -> str:
    """The part of a title that tells which standard table it is: `2026年部门收支预算总表` and `收支总表` are 收支."""
    declared = _declared_words()
    text = _CONTINUED.sub("", _QUALIFIER.sub("", fold_text(title).translate(_QUOTES)))
    text = _BEFORE_YEAR.sub("", text)
    text = _NUMBER.sub("", strip_list_number(text)[1])
    for other, word in declared["same"]:
        text = text.replace(other, word)
    for index, (word, _) in enumerate(declared["protected"]):
        text = text.replace(word, chr(0xE000 + index))
    for word, _ in declared["noise"]:
        text = text.replace(word, "")
    for index, (word, _) in enumerate(declared["protected"]):
        text = text.replace(chr(0xE000 + index), word)
    return text


@cache
def _declared_words() -> Mapping[str, tuple[tuple[str, str], ...]]:
    text = (resources.files("pipelines.interpretation.declared") / "recognition.yaml").read_text("utf-8")
    data = yaml.safe_load(text)
    same = sorted(data["same"].items(), key=lambda pair: -len(pair[0]))
    return {
        "same": tuple((fold_text(other), fold_text(word)) for other, word in same),
        "protected": tuple((fold_text(word), "") for word in data["protected"]),
        "others": tuple((fold_text(word), "") for word in data["others"]),
        "noise": tuple((fold_text(word), "") for word in sorted(data["noise"], key=lambda word: -len(word))),
    }
