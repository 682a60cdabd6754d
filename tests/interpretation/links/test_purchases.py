"""Purchases get the codes of the projects they name."""

from __future__ import annotations

from pipelines.foundation.record import Record
from pipelines.interpretation.links.purchases import link_projects

PROJECTS: list[Record] = [
    {"project_code": "P1", "project_name": "设备（二期）", "unit_code": "001"},
    {"project_code": "P2", "project_name": "设备（二期）", "unit_code": "002"},
    {"project_code": "P3", "project_name": "普查", "unit_code": "001"},
    {"project_code": None, "project_name": "调查", "unit_code": "001"},
]


def _codes(*purchases: Record) -> list[object]:
    linked = link_projects({"projects": PROJECTS, "procurement": purchases})
    return [purchase.get("project_code") for purchase in linked["procurement"]]


def test_the_unit_tells_projects_of_one_name_apart():
    assert _codes(
        {"project_name": "设备(二期)", "unit_code": "002"},
        {"project_name": "设备(二期)", "unit_code": "001"},
        {"project_name": "设备(二期)", "unit_code": "003"},
    ) == ["P2", "P1", None]


def test_the_only_project_of_a_name_is_meant_wherever_it_is_bought():
    assert _codes({"project_name": "普 查", "unit_code": "009"}, {"project_name": "普查"}) == ["P3", "P3"]


def test_an_unknown_name_gives_no_code_and_a_printed_one_stays():
    assert _codes(
        {"project_name": "调查"}, {"project_name": "普"}, {}, {"project_code": "X", "project_name": "普查"}
    ) == [
        None,
        None,
        None,
        "X",
    ]


def test_other_datasets_stay_as_they_are():
    records = {"projects": PROJECTS, "budget_lines": [{"code": "201"}]}
    assert link_projects(records) == records
