"""The projects of the table of projects that no form is of, and the innocent reasons for it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_text
from pipelines.interpretation.prose.clauses import sentences
from pipelines.interpretation.prose.narrative import explained
from pipelines.interpretation.prose.paragraphs import Paragraph
from pipelines.reconciliation.figures.of_lists import project_key
from pipelines.reconciliation.findings.findings import Observation, Unevaluated
from pipelines.reconciliation.findings.tolerance import Status

CHECK = "project_has_form"

_FORM = "project_performance"
_ENOUGH = 0.5
"""The share of projects with forms from which the rest are expected too."""
_BUDGETS = ("total_budget_yuan", "current_budget_yuan")


class MissingForms(Declaration):
    """The words of `missing_forms.yaml`; the file tells what each is."""

    suffix: re.Pattern[str]
    year: re.Pattern[str]
    withheld: re.Pattern[str]


MISSING_FORMS = DeclarationFile("pipelines.reconciliation.observed", "missing_forms.yaml", MissingForms)
WORDS = MISSING_FORMS.load()


def missing_forms(
    projects: Sequence[Record], profiles: Sequence[Record], withheld: str | None = None
) -> Iterator[Observation | Unevaluated]:
    """The projects of the table of projects that no form is of; `withheld` are the document's words that what is
    classified of them is left out."""
    listed: defaultdict[str | None, list[Record]] = defaultdict(list)
    for record in projects:
        listed[project_key(record)].append(record)
    # A goal printed in the table of projects itself is no form.
    tables = {record.get("table_no") for record in projects} - {None}
    profiles = [record for record in profiles if record.get("table_no") not in tables]
    if not listed or not profiles:
        yield Unevaluated(CHECK, "not_printed", "projects" if not listed else _FORM)
        return
    missing = _missing(listed, profiles)
    if len(missing) > _ENOUGH * len(listed):
        yield Unevaluated(CHECK, "forms_of_some", _FORM)
        return
    told: dict[str, object] = {"count": len(listed)}
    if not missing:
        yield Observation(CHECK, Status.PASS, "each", told, _FORM, profiles[0])
        return
    told |= {"missing": len(missing), "names": "、".join(str(record.get("project_name")) for record in missing)}
    if withheld is None:
        yield Observation(CHECK, Status.FAIL, "missing", told, _FORM, missing[0])
    else:
        told["words"] = withheld
        yield Observation(CHECK, Status.NOT_APPLICABLE, "withheld", told, _FORM, missing[0])


def _missing(listed: Mapping[str | None, Sequence[Record]], profiles: Sequence[Record]) -> Sequence[Record]:
    """The first rows of the projects that no form is of: by code or name, else by a name that differs by a suffix or a
    year and the same amount."""
    formed = {key for record in profiles for key in (project_key(record), _name(record))}
    missing = [rows for key, rows in listed.items() if key not in formed and _name(rows[0]) not in formed]
    names = {_name(rows[0]) for rows in listed.values()}
    others = [each for each in profiles if project_key(each) not in listed and _name(each) not in names]
    return [rows[0] for rows in missing if not any(_is_of(form, rows) for form in others)]


def _is_of(form: Record, rows: Iterable[Record]) -> bool:
    """Whether a form is of a project: the same amount, and one name is the other with a year or a suffix more."""
    budgets = {amount for column in _BUDGETS if (amount := form.get(column)) is not None}
    same_amount = [row for row in rows if row.get("amount_yuan") in budgets]
    return any(_may_be_one(_name(form), _name(row)) for row in same_amount)


def _may_be_one(one: str, other: str) -> bool:
    shorter, longer = sorted((WORDS.year.sub("", one), WORDS.year.sub("", other)), key=len)
    rest = longer.removeprefix(shorter) if shorter and longer.startswith(shorter) else None
    return rest is not None and WORDS.suffix.fullmatch(rest) is not None


def _name(record: Record) -> str:
    return fold_text(str(record.get("project_name") or ""))


def words_of_withholding(prose: Sequence[Paragraph], cells: Sequence[Record]) -> str | None:
    """The first words by which a document says that what is classified of its projects is left out."""
    told = (paragraph.text[start:end] for paragraph in explained(prose) for start, end in sentences(paragraph.text))
    printed = (str(cell["source_text"]) for cell in cells if cell.get("role") == "text" and cell.get("source_text"))
    return next((text for text in (*told, *printed) if WORDS.withheld.search(text)), None)
