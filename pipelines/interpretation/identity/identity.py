"""Who publishes what, of which year: a document's identity, from the document itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, cast

from pipelines.classifications.divisions import division_of, leading_place
from pipelines.datasets.shared import UNIDENTIFIED
from pipelines.documents.registry import Source
from pipelines.extraction.grid import Page
from pipelines.foundation.record import Record
from pipelines.interpretation.declared.identity import identity
from pipelines.interpretation.identity.bodies import CENTRE, Body, body
from pipelines.interpretation.identity.kind import refuse_other_kinds
from pipelines.interpretation.identity.printed_text import PrintedText, printed_text
from pipelines.interpretation.identity.titles import Title, organisation, read_title
from pipelines.interpretation.words.codes import CodeKind, code_and_name

_NO_PLACE = "unknown"
_DIGITS_OF_A_DEPARTMENT = 3
_DIGITS_OF_A_HASH = 12
_YEARS_OF_A_TEXT = 2

Stage = Literal["budget", "final_accounts"]
Scope = Literal["department", "unit"]


@dataclass(frozen=True)
class Identity:
    """Who, when and what, as printed, without white space; staff in persons. None: not printed.

    A body of the centre belongs to no division: its `division_code` is None. So is that of a place which is not told
    from others of its name; sources.csv can give it.
    """

    department_name: str | None
    department_code: str | None
    division_code: str | None
    central: bool
    fiscal_year: int | None
    stage: Stage
    scope: Scope
    title: str | None
    staff_quota: int | None
    staff_actual: int | None
    staff_retired: int | None
    newly_established: bool
    sha256: str = ""
    """Of the file."""

    @property
    def columns_of_every_row(self) -> Record:
        """What each row of the document says of it."""
        names = ("document_id", "fiscal_year", "division_code", "department_code", "department_name", "department_key")
        return {name: getattr(self, name) for name in names}

    @property
    def body(self) -> Body | None:
        """The body whose document it is; None where it does not say."""
        if self.department_name is None:
            return None
        return body(self.department_name, self.division_code, self.central, self.sha256)

    @property
    def department_key(self) -> str | None:
        """The key of that body, which lasts over years and documents."""
        return self.body.key if self.body else None

    @property
    def document_id(self) -> str:
        """`{division}-{department's code, else name}-{year}-{stage}`, and `-unit` for a unit's document.

        The division of a central body is `cn`, that of an unknown place `unknown`. A document that does not say whose
        it is, or of which year, is told by its hash.
        """
        if self.department_name is None or self.fiscal_year is None:
            return f"{UNIDENTIFIED}-{self.sha256[:_DIGITS_OF_A_HASH]}"
        department = self.department_code or re.sub(r"[^\w（）()·]", "", self.department_name)
        division = self.division_code or (CENTRE if self.central else _NO_PLACE)
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


def identify(pages: Sequence[Page], source: Source) -> Identity:
    """Read who publishes what. What the source records (never its name) tells what the document doesn't.

    Raises QuarantineError for a document that is neither a budget nor final accounts: see `refuse_other_kinds`.
    """
    text = printed_text(pages)
    title = read_title(text.front, text.lines)
    refuse_other_kinds(text, title, source.file)
    year = (title.year if title else _year(text)) or source.fiscal_year
    name = (title and title.name) or _labelled_name(text) or source.department_name
    central = name is not None and any(body.match(name) for body in identity().central)
    division = None if central else source.division_code or _division(text, title, name)
    scope = _scope(title, name, text, source)
    return Identity(
        department_name=name,
        department_code=_department_code(text, name, scope) if name else None,
        division_code=division,
        central=central,
        fiscal_year=year,
        stage=_stage(title, text, source),
        scope=scope,
        title=title.text if title else None,
        staff_quota=_staff(text.prose, identity().staff_quota),
        staff_actual=_staff(text.prose, identity().staff_actual),
        staff_retired=_staff(text.prose, identity().staff_retired),
        newly_established=any(each.search(text.prose) for each in identity().newly_established),
        sha256=source.sha256,
    )


def _year(text: PrintedText) -> int | None:
    """The year most titles and headings speak of, where no title says it; else the only one that anything does."""
    texts = (*text.lines, *text.cells)
    years = Counter(match["year"] for line in text.lines if (match := identity().year_of_a_heading.search(line)))
    if years:
        return int(years.most_common(1)[0][0])
    alone = {match["year"] for line in text.lines if (match := identity().year_alone.fullmatch(line))}
    if alone:
        return int(alone.pop()) if len(alone) == 1 else None
    told = Counter(match["year"] for each in texts for match in identity().year_in_text.finditer(each))
    return int(next(iter(told))) if len(told) == 1 and told.total() >= _YEARS_OF_A_TEXT else None


def _labelled_name(text: PrintedText) -> str | None:
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
    return next((found.pop() for found in (_names_beside_labels(text), _subjects(text)) if len(found) == 1), None)


def _names_beside_labels(text: PrintedText) -> set[str]:
    """The organisations that cells name beside a cell with their label: 部门名称 in the form of performance targets."""
    return {
        name
        for row in text.rows
        for label, value in pairwise(filter(None, row))
        if identity().label_cell.fullmatch(label) and (name := organisation(code_and_name(value, CodeKind.UNIT).name))
    }


def _subjects(text: PrintedText) -> set[str]:
    """The organisations that sentences of the explanation give the totals of."""
    found = (identity().subject_of_totals.match(line) for line in text.lines)
    return {name for match in found if match and (name := organisation(match["name"]))}


def _scope(title: Title | None, name: str | None, text: PrintedText, source: Source) -> Scope:
    """A unit's where its name, its title or most of the text says so; else a department's, the rule."""
    if name and identity().unit_name.search(name):
        return "unit"
    if said := (title and title.scope) or source.scope:
        return cast(Scope, said)
    return "unit" if text.count(identity().words_of_unit) > text.count(identity().words_of_department) else "department"


def _stage(title: Title | None, text: PrintedText, source: Source) -> Stage:
    if said := (title and title.stage) or source.stage:
        return cast(Stage, said)
    final = text.count(identity().words_of_final_accounts)
    return "final_accounts" if final > text.count(identity().words_of_budget) else "budget"


def _department_code(text: PrintedText, name: str, scope: Scope) -> str | None:
    """The code printed beside the department's name, in its column of codes, in heads of tables or on a line."""
    beside, in_heads = _codes_beside(text, name), _codes_in_heads(text, name)
    for codes in (beside, _codes_in_columns(text), in_heads, _codes_on_lines(text)):
        of_departments = {code for code in codes if len(code) == _DIGITS_OF_A_DEPARTMENT}
        fitting = codes if scope == "unit" and len(codes) == 1 else of_departments
        if len(fitting) == 1:
            return fitting.pop()
    return None


def _codes_beside(text: PrintedText, name: str) -> set[str]:
    beside = {
        left
        for row in _without_serials(text.rows)
        for left, right in pairwise(row)
        if right.endswith(name) and left.isdecimal() and len(left) >= _DIGITS_OF_A_DEPARTMENT
    }
    coded = (code_and_name(cell, CodeKind.UNIT) for cell in text.cells if cell.endswith(name))
    return beside | {each.code for each in coded if each.code and each.name == name}


def _without_serials(rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    """The rows of tables without the numbers that count them, under a header that says so."""
    inside = False
    for row in rows:
        first = row[0] if row else ""
        if first and not first.isdecimal():
            inside = identity().column_of_serials.fullmatch(first) is not None
        yield row[1:] if inside else row


def _codes_in_columns(text: PrintedText) -> set[str]:
    """Codes that begin a row under a header whose first cell is the code of a department or unit."""
    codes: set[str] = set()
    inside = False
    for row in text.rows:
        first = row[0] if row else ""
        if identity().column_of_codes.fullmatch(first):
            inside = True
        elif first and not first.isdecimal():
            inside = False
        elif inside and len(first) >= _DIGITS_OF_A_DEPARTMENT:
            codes.add(first)
    return codes


def _codes_in_heads(text: PrintedText, name: str) -> set[str]:
    """Codes on lines that print the department's name behind them: heads of tables, which may leave out its place."""
    short = leading_place(name)[0]
    lines = (_without_labels(line) for line in text.lines if short in line)
    coded = (code_and_name(line, CodeKind.UNIT) for line in lines)
    return {each.code for each in coded if each.code and each.name in (name, short)}


def _without_labels(line: str) -> str:
    """What a line prints behind the label of an organisation's name, and before the next label."""
    found = (match.end() for label in identity().labels if (match := label.match(line)))
    return identity().label_ending.split(line[next(found, 0) :])[0]


def _codes_on_lines(text: PrintedText) -> set[str]:
    return {match["code"] for line in text.lines if (match := identity().line_of_code.search(line))}


def _division(text: PrintedText, title: Title | None, name: str | None) -> str | None:
    """The division of the place in a department's name, else of the place the document gives to it."""
    named = [each for each in (*text.lines, *text.cells) if name and name in each]

    def found() -> Iterator[set[str]]:
        for texts in _places(text, title, name, named):
            yield {code for each in texts if (code := division_of(each, named))}
        yield {match["division"] for cell in text.cells if (match := identity().project_code.search(cell))}

    return next((codes.pop() for codes in found() if len(codes) == 1), None)


def _places(text: PrintedText, title: Title | None, name: str | None, named: Sequence[str]) -> Iterator[Sequence[str]]:
    """Texts that name the place, those that tell it best first; whoever has found it asks for no more."""
    yield [name] if name else []
    yield [title.text] if title else []
    yield text.front
    yield named
    yield [place for word, place in identity().other_names_of_places.items() if name and name.startswith(word)]
    yield _short_place(text, name) if name else []


def _short_place(text: PrintedText, name: str) -> list[str]:
    """The city a name begins with in short (珠海高新技术产业开发区), where the text names it in full."""
    if identity().named_for_a_place_only.search(name):
        return []
    full = {f"{name[:length]}{kind}" for length in (2, 3, 4) for kind in identity().kinds_of_places}
    texts = (*text.lines, *text.cells)
    return sorted(place for place in full if any(place in each for each in texts))


def _staff(prose: str, wordings: Sequence[re.Pattern[str]]) -> int | None:
    """The number of persons that all statements of one wording agree on."""
    for wording in wordings:
        counts = {sum(int(count) for count in match.groups() if count) for match in wording.finditer(prose)}
        if counts:
            return counts.pop() if len(counts) == 1 else None
    return None
