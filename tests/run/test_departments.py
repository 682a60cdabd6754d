"""Bodies over several documents, units in their departments, files of one disclosure."""

from decimal import Decimal

import pytest

from pipelines.datasets.catalogue import columns
from pipelines.datasets.frames import frame
from pipelines.datasets.validation import validate
from pipelines.interpretation.identity.identity import Identity, Scope
from pipelines.reconciliation.figures.figure import budget_figures
from pipelines.run.containment import link
from pipelines.run.departments import Tied, department_rows, disclosure_ids, without_amounts
from pipelines.run.ties import from_text, name_rows, ties_of, to_text

BUREAU, CENTRE, SCHOOL = "青山区教育局", "青山区教育信息中心", "青山区第一实验小学"


def identity(
    name: str | None, *, year: int = 2025, scope: Scope = "department", code: str | None = None, division="420107"
):
    return Identity(name, code, division, False, year, "budget", scope, None, None, None, None, False, "0" * 64)


def line(amount: str, unit: str | None = None, **columns: object):
    """An amount of 支出总表: of a unit, or the total where none is named."""
    of_unit = {"scheme": "unit", "line": "item", "name": unit, "unit_name": unit} if unit else {"line": "total"}
    printed = {"amount_yuan": Decimal(amount) * 10000, "source_text": amount, "printed_unit": "万元", "table_no": 1}
    facets = {
        "flow": "expenditure",
        "fund": "all",
        "measure": "total",
        "phase": "budget",
        "amount_year": 2025,
        "page": 1,
    }
    return {**of_unit, **printed, **facets, **columns}


def tied(document_id: str, identity: Identity, *lines, tables=("expenditure",), disclosure: str | None = None) -> Tied:
    coverage = [{"table": table, "presence": "present"} for table in tables]
    ties = ties_of(identity, {"budget_lines": lines, "coverage": coverage}, budget_figures(lines))
    assert from_text(to_text(ties).encode()) == ties
    year, division = identity.fiscal_year, identity.division_code
    light = without_amounts(ties)
    return Tied(document_id, year, identity.stage, identity.scope, division, disclosure, light, lambda: ties)


def department(**more):
    lines = (line("30.00"), line("12.00", f"{BUREAU}（本级）"), line("8.00", f"143002 {CENTRE}"), line("10.00", SCHOOL))
    return tied("d", identity(BUREAU, code="143", **more), *lines)


def unit(name: str, amount: str, document_id: str = "u", **more):
    return tied(document_id, identity(name, scope="unit", **more), line(amount))


def rows(*documents: Tied):
    found = list(department_rows(documents))
    assert not validate("departments", frame("departments", found)).failures
    return {row["name"]: row for row in found}


def test_one_row_for_each_body_with_what_is_printed_of_it_over_the_years():
    later = tied("e", identity(f"武汉市{BUREAU}", year=2026, code="205"))
    found = rows(department(), later, unit(CENTRE, "8.00"))
    bureau = found[f"武汉市{BUREAU}"]
    assert (bureau["other_names"], bureau["codes"], bureau["documents"]) == (BUREAU, "143; 205", 2)
    assert (bureau["first_year"], bureau["last_year"], bureau["kind"]) == (2025, 2026, "government")
    assert (found[CENTRE]["parent_key"], found[CENTRE]["codes"]) == (bureau["department_key"], "143002")
    assert (found[CENTRE]["documents"], found[SCHOOL]["documents"]) == (1, 0)
    assert set(found) == {f"武汉市{BUREAU}", CENTRE, SCHOOL}


def test_who_is_listed_by_two_departments_in_one_year_has_no_parent_that_is_told():
    other = tied("e", identity("青山区科学技术局"), line("3.00", CENTRE))
    assert rows(department(), other)[CENTRE]["parent_key"] is None
    later = tied("e", identity("青山区科学技术局", year=2026), line("3.00", CENTRE))
    assert rows(department(), later)[CENTRE]["parent_key"] == later.key


def test_a_label_that_is_no_organisation_makes_no_body():
    # What a table without a word for it prints in its column of units.
    document = tied("d", identity(BUREAU), line("1.00", "基本支出"), line("1.00", "单位:万元"))
    assert set(rows(document)) == {BUREAU}


def test_each_document_says_how_it_names_whom():
    assert [(row["name"], row["named_in"], row["codes"]) for row in name_rows(department().ties)] == [
        (BUREAU, "own", "143"),
        (CENTRE, "listed", "143002"),
        (SCHOOL, "listed", None),
    ]
    assert {*next(name_rows(department().ties))} <= {column.name for column in columns("department_names")}


def told(links, document_id="u"):
    return [(row["check_id"], row["status"]) for row in links.findings.get(document_id, ())]


@pytest.mark.parametrize(
    ("name", "amount", "contained", "status"),
    [
        (CENTRE, "8.00", "d", "pass"),
        (f"{BUREAU}（本级）", "12.00", "d", "pass"),
        # Printed to other places, within the rounding.
        (CENTRE, "8.0043", "d", "pass"),
        (CENTRE, "8.01", None, "fail"),
        (CENTRE, "0.00", None, "fail"),
    ],
)
def test_a_unit_is_contained_where_its_department_lists_it_with_its_totals(name, amount, contained, status):
    links = link([department(), unit(name, amount)])
    assert links.contained_in.get("u") == contained
    assert told(links) == [("unit_in_department", status)]
    assert links.failed("u", "warning") == (status == "fail")
    assert "d" not in links.contained_in


@pytest.mark.parametrize(
    "other",
    [
        unit("青山区教育中心", "8.00"),
        unit(CENTRE, "8.00", year=2024),
        unit(CENTRE, "8.00", division="420106"),
        unit("青山区信息中心", "8.00"),
    ],
    ids=["another name", "another year", "another place", "a name that looks alike"],
)
def test_whom_the_department_does_not_list_is_not_contained(other):
    links = link([department(), other])
    assert (links.contained_in, told(links)) == ({}, [])


def test_a_list_without_totals_proves_nothing():
    listed = tied("d", identity(BUREAU), line("30.00"), line("8.00", CENTRE, fund="general_public"))
    links = link([listed, unit(CENTRE, "8.00")])
    assert (links.contained_in, told(links)) == ({}, [("unit_in_department", "not_applicable")])


def test_a_code_that_goes_over_to_another_name_is_told_and_makes_no_renaming():
    before = tied("a", identity("青山区安全生产监督管理局", year=2018, code="125"))
    after = tied("b", identity("青山区应急管理局", year=2019, code="125"))
    links = link([before, after])
    assert told(links, "b") == [("one_code_one_body", "fail")]
    assert told(links, "a") == []
    assert before.key != after.key
    # In one year, or in another place, a code says nothing.
    same_year = tied("b", identity("青山区应急管理局", year=2018, code="125"))
    elsewhere = tied("b", identity("应急管理局", year=2019, code="125", division="420106"))
    assert not link([before, same_year]).findings
    assert not link([before, elsewhere]).findings


def test_files_of_one_disclosure():
    tables = tied("t", identity(BUREAU), tables=("expenditure", "revenue"))
    words = tied("w", identity(f"武汉市{BUREAU}"), tables=())
    found = disclosure_ids([tables, words])
    assert found["t"] == found["w"] == f"{tables.key}-2025-budget"
    # Two files that print one table are two printings of it: nothing tells of which one the words are.
    again = tied("v", identity(BUREAU), tables=("expenditure",))
    assert len(set(disclosure_ids([tables, again, words]).values())) == 3
    recorded = [tied(each, identity(BUREAU), tables=("expenditure",), disclosure="one") for each in ("x", "y")]
    assert len(set(disclosure_ids([*recorded, tables]).values())) == 2


def test_files_of_others_are_other_disclosures():
    documents = [
        tied("a", identity(BUREAU), tables=()),
        tied("b", identity(BUREAU, year=2024), tables=()),
        tied("c", identity(BUREAU, scope="unit"), tables=()),
        tied("unidentified-0123456789ab", identity(None), tables=()),
    ]
    found = disclosure_ids(documents)
    assert len(set(found.values())) == 4
    assert found["c"].endswith("-unit")
    assert found["unidentified-0123456789ab"] == "unidentified-0123456789ab"


def test_what_is_held_of_all_documents_has_the_bodies_and_no_amounts():
    document = department()
    light, whole = document.ties, document.whole()
    assert whole.own and whole.own.totals and whole.amounts
    assert light.own and not light.own.totals and not light.amounts
    assert not any(unit.totals for unit in light.units)
    assert list(name_rows(light)) == list(name_rows(whole))
    assert light.tables == whole.tables
