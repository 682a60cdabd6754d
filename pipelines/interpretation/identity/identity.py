"""Who publishes what, of which year: a document's identity, from the document itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, cast

from pipelines.classifications.divisions import division_of
from pipelines.documents.quarantine import QuarantineError, Reason
from pipelines.documents.registry import Source
from pipelines.extraction.grid import Page
from pipelines.foundation.record import Record
from pipelines.interpretation.declared.identity import identity
from pipelines.interpretation.identity.titles import (
    Title,
    front_lines,
    organisation,
    plain,
    plain_lines,
    read_title,
)
from pipelines.interpretation.words.codes import CodeKind, code_and_name

_CENTRE = "cn"
_NO_PLACE = "unknown"
_STANDARD_TABLES_OF_A_BUDGET = 3
_DIGITS_OF_A_DEPARTMENT = 3

Stage = Literal["budget", "final_accounts"]
Scope = Literal["department", "unit"]


@dataclass(frozen=True)
class Identity:
    """Who, when and what, as printed, without white space; staff in persons. None: not printed.

    A body of the centre belongs to no division: its `division_code` is None. So is that of a place which is not told
    from others of its name; sources.csv can give it.
    """

    department_name: str
    department_code: str | None
    division_code: str | None
    central: bool
    fiscal_year: int
    stage: Stage
    scope: Scope
    title: str | None
    staff_quota: int | None
    staff_actual: int | None
    staff_retired: int | None
    newly_established: bool

    @property
    def columns_of_every_row(self) -> Record:
        """What each row of the document says of it."""
        names = ("document_id", "fiscal_year", "division_code", "department_code", "department_name")
        return {name: getattr(self, name) for name in names}

    @property
    def document_id(self) -> str:
        """`{division}-{department's code, else name}-{year}-{stage}`, and `-unit` for a unit's document.

        The division of a central body is `cn`, that of an unknown place `unknown`.
        """
        department = self.department_code or re.sub(r"[^\w（）()·]", "", self.department_name)
        division = self.division_code or (_CENTRE if self.central else _NO_PLACE)
        parts = [division, department, str(self.fiscal_year), self.stage]
        return "-".join([*parts, "unit"] if self.scope == "unit" else parts)


def distinct_ids(document_ids: Sequence[str]) -> tuple[str, ...]:
    """The ids of different documents, in order; the second, third … of one identity gets `-2`, `-3` …"""
    seen: Counter[str] = Counter()
    distinct: list[str] = []
    for document_id in document_ids:
        seen[document_id] += 1
        distinct.append(document_id if seen[document_id] == 1 else f"{document_id}-{seen[document_id]}")
    return tuple(distinct)


@dataclass(frozen=True)
class _Text:
    """A document's plain texts: the lines before its first heading, all its lines, the rows of its tables."""

    front: tuple[str, ...]
    lines: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def cells(self) -> Iterator[str]:
        return (cell for row in self.rows for cell in row)

    def count(self, words: re.Pattern[str]) -> int:
        return sum(len(words.findall(line)) for line in self.lines)


def identify(pages: Sequence[Page], source: Source) -> Identity:
    """Read who publishes what. Of the source only the recorded `division_code` is evidence, never its name.

    Raises QuarantineError: not_a_budget for a document that is neither a budget nor final accounts, or has no
    table; `schema …` where it does not say whose it is or of which year.
    """
    text = _text(pages)
    title = read_title(text.front, text.lines)
    if not text.rows:
        raise QuarantineError(source.file, Reason.NOT_A_BUDGET, "it has no table")
    standard = _standard_tables(text)
    if not (title and title.is_qualified) and standard < _STANDARD_TABLES_OF_A_BUDGET:
        seen = "neither the title nor the tables of a department's budget or final accounts"
        raise QuarantineError(source.file, Reason.NOT_A_BUDGET, f"it has {seen}")
    year = title.year if title else _year(text)
    if year is None:
        raise QuarantineError(source.file, "schema fiscal_year", "it does not say of which year it is")
    name = (title and title.name) or _labelled_name(text)
    if name is None:
        raise QuarantineError(source.file, "schema department_name", "it does not say whose it is")
    central = any(body.match(name) for body in identity().central)
    division = None if central else source.division_code or _division(text, title, name)
    scope = _scope(title, name, text)
    prose = "".join(text.lines)
    return Identity(
        department_name=name,
        department_code=_department_code(text, name, scope),
        division_code=division,
        central=central,
        fiscal_year=year,
        stage=_stage(title, text),
        scope=scope,
        title=title.text if title else None,
        staff_quota=_staff(prose, identity().staff_quota),
        staff_actual=_staff(prose, identity().staff_actual),
        staff_retired=_staff(prose, identity().staff_retired),
        newly_established=any(each.search(prose) for each in identity().newly_established),
    )


def _text(pages: Sequence[Page]) -> _Text:
    return _Text(
        front=front_lines(pages),
        lines=tuple(text for page in pages for _, text in plain_lines(page)),
        rows=tuple(
            tuple(plain(cell.text) for cell in grid.row(row))
            for page in pages
            for grid in page.grids
            for row in range(grid.row_count)
        ),
    )


def _standard_tables(text: _Text) -> int:
    """How many different standard tables the lines name."""
    titles = [line for line in text.lines if identity().standard_table_line.search(line)]
    return sum(any(table.search(line) for line in titles) for table in identity().standard_tables)


def _year(text: _Text) -> int | None:
    """The year most titles and headings speak of, where no title says it."""
    years = Counter(match["year"] for line in text.lines if (match := identity().year_of_a_heading.search(line)))
    return int(years.most_common(1)[0][0]) if years else None


def _labelled_name(text: _Text) -> str | None:
    """The organisation that labelled lines name: on the front, else most often."""
    for lines in (text.front, text.lines):
        for label in identity().labels:
            names = Counter(
                name
                for line in lines
                if (match := label.match(line))
                and (name := organisation(identity().label_ending.split(line[match.end() :])[0]))
            )
            if names:
                return names.most_common(1)[0][0]
    return None


def _scope(title: Title | None, name: str, text: _Text) -> Scope:
    """A unit's where its name, its title or most of the text says so; else a department's, the rule."""
    if identity().unit_name.search(name):
        return "unit"
    if title and title.scope:
        return cast(Scope, title.scope)
    return "unit" if text.count(identity().words_of_unit) > text.count(identity().words_of_department) else "department"


def _stage(title: Title | None, text: _Text) -> Stage:
    if title and title.stage:
        return cast(Stage, title.stage)
    final = text.count(identity().words_of_final_accounts)
    return "final_accounts" if final > text.count(identity().words_of_budget) else "budget"


def _department_code(text: _Text, name: str, scope: Scope) -> str | None:
    """The code printed beside the department's name, in its column of codes, or on a line of its own."""
    for codes in (_codes_beside(text, name), _codes_in_columns(text), _codes_on_lines(text)):
        of_departments = {code for code in codes if len(code) == _DIGITS_OF_A_DEPARTMENT}
        fitting = codes if scope == "unit" and len(codes) == 1 else of_departments
        if len(fitting) == 1:
            return fitting.pop()
    return None


def _codes_beside(text: _Text, name: str) -> set[str]:
    beside = {left for row in text.rows for left, right in pairwise(row) if right.endswith(name) and left.isdecimal()}
    coded = (code_and_name(cell, CodeKind.UNIT) for cell in text.cells if cell.endswith(name))
    return beside | {each.code for each in coded if each.code and each.name == name}


def _codes_in_columns(text: _Text) -> set[str]:
    """Codes that begin a row under a header whose first cell is the code of a department or unit."""
    codes: set[str] = set()
    inside = False
    for row in text.rows:
        first = row[0] if row else ""
        if identity().column_of_codes.fullmatch(first):
            inside = True
        elif first and not first.isdecimal():
            inside = False
        elif inside and first:
            codes.add(first)
    return codes


def _codes_on_lines(text: _Text) -> set[str]:
    return {match["code"] for line in text.lines if (match := identity().line_of_code.search(line))}


def _division(text: _Text, title: Title | None, name: str) -> str | None:
    """The division of the place in a department's name, else of the place the document gives to it."""
    named = [each for each in (*text.lines, *text.cells) if name in each]
    codes = {match["division"] for cell in text.cells if (match := identity().project_code.search(cell))}
    places = ([name], [title.text] if title else [], text.front, named, _short_place(text, name))
    by_place = ({code for each in texts if (code := division_of(each, named))} for texts in places)
    return next((found.pop() for found in (*by_place, codes) if len(found) == 1), None)


def _short_place(text: _Text, name: str) -> list[str]:
    """The city a name begins with in short (珠海高新技术产业开发区), where the text names it in full."""
    if identity().named_for_a_place_only.search(name):
        return []
    full = {f"{name[:length]}{kind}" for length in (2, 3, 4) for kind in identity().kinds_of_places}
    return sorted(place for place in full if any(place in line for line in text.lines))


def _staff(prose: str, wordings: Sequence[re.Pattern[str]]) -> int | None:
    """The number of persons that all statements of one wording agree on."""
    for wording in wordings:
        counts = {sum(int(count) for count in match.groups() if count) for match in wording.finditer(prose)}
        if counts:
            return counts.pop() if len(counts) == 1 else None
    return None
