"""Disclosures in several files: a sister tells what a file does not, if it alone repeats the file's totals."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.documents.registry import Source
from pipelines.foundation.store import FolderStore
from pipelines.run.claiming import claim_of
from pipelines.run.disclosures import CLAIM, with_sisters
from pipelines.run.stage import Job
from tests.printed import page

TABLES = [
    page(
        1,
        ["金额单位：万元"],
        [["预算01表 收支总表", ""], ["收入总计", "1,063,371.776545"], ["本年收入合计", "1,058,305.773776"]],
    ),
    page(2, ["单位：万元"], [["预算02表 收入总表", ""], ["合计", "816,236.484478"]]),
    page(3, ["单位：万元"], [["预算03表 支出总表", ""], ["一、教育", "7.5"]]),
]
COVERED = [page(1, ["北京市退役军人事务局", "2026年度部门预算"]), *TABLES]


def explanation(*amounts: str, name: str = "北京市退役军人事务局"):
    return [page(1, [name, "2026年度部门预算"]), page(2, [f"收入预算{amount}万元。" for amount in amounts])]


@pytest.fixture
def jobs(tmp_path: Path):
    def make(**documents):
        made = []
        for number, (file, pages) in enumerate(documents.items()):
            source = Source(tmp_path / file, f"folder/{file}", f"{number:064d}", 1, "pdf")
            job = Job(source, FolderStore(tmp_path / "work"))
            claim = claim_of(pages, source)
            with job.store.put_whole(CLAIM.key(job)) as folder:
                text = json.dumps({"said": claim.said, "totals": claim.totals, "amounts": claim.amounts})
                (folder / "claim.json").write_text(text)
            made.append(job)
        return made

    return make


SAME = ("1063371.78", "1058305.77", "816236.48")


def test_the_sister_that_repeats_the_totals_tells_whose_the_tables_are(jobs):
    tables, other = with_sisters(jobs(tables=TABLES, explanation=explanation(*SAME)))
    assert (tables.source.department_name, tables.source.fiscal_year) == ("北京市退役军人事务局", 2026)
    assert tables.source.division_code == "110000"
    assert other.source.department_name is None


@pytest.mark.parametrize(
    "told",
    [
        {"a": explanation("1063371.79", *SAME[1:])},
        {"a": explanation(*SAME[:2])},
        {"a": explanation(*SAME), "b": explanation(*SAME, name="北京市信访局")},
    ],
    ids=["another total", "too few", "two sisters"],
)
def test_a_doubt_leaves_it_unknown(jobs, told):
    tables, *_ = with_sisters(jobs(tables=TABLES, **told))
    assert tables.source.department_name is None


def test_a_file_of_another_folder_is_no_sister_unless_it_is_recorded(jobs):
    tables, told = jobs(tables=TABLES, explanation=explanation(*SAME))
    told = replace(told, source=replace(told.source, file="elsewhere/explanation"))
    assert with_sisters([tables, told])[0].source.department_name is None
    assert CLAIM.key(told) == CLAIM.key(replace(told, source=replace(told.source, disclosure="2026-1")))
    recorded = [replace(each, source=replace(each.source, disclosure="2026-1")) for each in (tables, told)]
    assert with_sisters(recorded)[0].source.department_name == "北京市退役军人事务局"


def sisters(jobs) -> dict[str, tuple[str, ...]]:
    return {job.source.file.removeprefix("folder/"): job.source.sisters for job in with_sisters(jobs)}


def test_tables_and_their_explanation_are_sisters(jobs):
    made = jobs(tables=TABLES, explanation=explanation(*SAME), other=explanation(*SAME, name="北京市信访局"))
    assert set(sisters(made[:2]).values()) == {(made[1].source.sha256,), (made[0].source.sha256,)}
    # Told by two sisters, the tables are nobody's.
    assert set(sisters(made).values()) == {()}


def test_two_printings_of_one_explanation_are_no_sisters_of_the_tables(jobs):
    found = sisters(jobs(tables=COVERED, first=explanation(*SAME), second=explanation(*SAME, "1.00")))
    assert set(found.values()) == {()}


def test_who_prints_the_totals_in_tables_too_is_another_printing_and_no_explanation(jobs):
    assert set(sisters(jobs(tables=COVERED, again=[*COVERED, page(9, ["附页"])])).values()) == {()}


def test_files_that_are_recorded_as_one_disclosure_are_sisters(jobs):
    made = jobs(tables=TABLES, explanation=explanation("1.00"))
    recorded = [replace(each, source=replace(each.source, disclosure="2026-1")) for each in made]
    assert all(sisters(recorded).values())
    assert not any(sisters(made).values())
