"""projects_wide: each project of a list in one row, with its funds, its form and its indicators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from pipelines.analysis.documents import PLACE, AnalysedDocument
from pipelines.datasets.analysis import PROJECT_FUNDS
from pipelines.foundation.record import Record
from pipelines.reconciliation.figures.of_lists import project_key

_KEPT = ("project_code", "project_name", "project_class", "unit_code", "unit_name", "table_no", "row")
_OF_ONE_FORM = ("project_code", "table_no")
"""Profiles that share these are parts of one project, each with its amount."""


def projects_wide(documents: Iterable[AnalysedDocument]) -> Iterator[Record]:
    """The rows of `projects_wide`, one for each printed project."""
    for document in documents:
        forms = _by_project(document.rows("project_profiles"))
        targets = _by_project(document.rows("performance_targets"))
        printed: dict[tuple[object, object], list[Record]] = {}
        for row in document.rows("projects"):
            printed.setdefault((row["table_no"], row["row"]), []).append(row)
        for rows in printed.values():
            key = project_key(rows[0])
            # A goal printed in the list itself is no form.
            of_project = [form for form in forms.get(key, ()) if form.get("table_no") != rows[0]["table_no"]]
            yield {
                **document.identity,
                **{name: rows[0][name] for name in _KEPT},
                **_amounts(rows),
                **_form(of_project),
                **_indicators(targets.get(key, ())),
            }


def _by_project(rows: Sequence[Record]) -> Mapping[str | None, Sequence[Record]]:
    found: dict[str | None, list[Record]] = {}
    for row in rows:
        if (key := project_key(row)) is not None:
            found.setdefault(key, []).append(row)
    return found


def _amounts(rows: Sequence[Record]) -> Record:
    """The amount over all funds, and each fund: over both periods where that is printed, else what is."""
    whole = next((row for row in rows if row["in_total"]), rows[0])
    single = whole["in_total"] and sum(bool(row["in_total"]) for row in rows) == 1
    found: dict[str, object] = {
        **{name: whole[name] for name in PLACE},
        "amount_yuan": whole["amount_yuan"] if single else _sum(row for row in rows if row["in_total"]),
        "additive": _proved(rows),
    }
    for fund in PROJECT_FUNDS:
        of_fund = [row for row in rows if row["fund"] == fund]
        over_periods = [row for row in of_fund if row["period"] is None]
        found[f"{fund}_yuan"] = _sum(over_periods or of_fund)
    carried = [row for row in rows if row["period"] == "carryover"]
    over_funds = [row for row in carried if row["fund"] == "all"]
    fiscal = [row for row in carried if row["fund"] == "fiscal_appropriation"]
    found["carryover_yuan"] = _sum(over_funds or fiscal or carried)
    return found


def _proved(rows: Sequence[Record]) -> bool | None:
    """Whether the project counts in the proved total; None where that is not proved."""
    told = [row["in_total"] for row in rows]
    return True if True in told else None if None in told else False


def _sum(rows: Iterable[Record]) -> Decimal | None:
    return _sum_of(rows, "amount_yuan")


def _sum_of(rows: Iterable[Record], column: str) -> Decimal | None:
    amounts = [amount for row in rows if isinstance(amount := row.get(column), Decimal)]
    return sum(amounts, Decimal(0)) if amounts else None


def _form(forms: Sequence[Record]) -> Record:
    first = forms[0] if forms else {}
    code = first.get("project_code")
    parts = [form for form in forms if code and all(form.get(key) == first.get(key) for key in _OF_ONE_FORM)]
    return {
        "has_form": bool(forms),
        "form_budget_yuan": _sum_of(parts or forms[:1], "current_budget_yuan"),
        "start_year": first.get("start_year"),
        "end_year": first.get("end_year"),
    }


def _indicators(targets: Sequence[Record]) -> Record:
    return {
        "indicators": len(targets),
        "numeric_indicators": sum(target["target_value"] is not None for target in targets),
    }
