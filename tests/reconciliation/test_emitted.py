"""No check is declared in vain: the seed has what each compares, or a case is planted for it."""

from dataclasses import replace

import pytest

from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.interpretation.sheets.reading import Fault
from pipelines.reconciliation.document.document import Facts
from pipelines.reconciliation.document.evaluations import Evaluation
from pipelines.reconciliation.findings.catalogue import checks
from pipelines.reconciliation.reconcile import reconcile
from pipelines.run.containment import CHECKS as BETWEEN_DOCUMENTS
from tests.reconciliation.across.test_between import COVERED, PAIRS, covered
from tests.reconciliation.across.test_changes import LISTS
from tests.reconciliation.across.test_counts import CHECK as COUNTED
from tests.reconciliation.books import YEAR, changed
from tests.reconciliation.observed.test_pages import DOUBTED
from tests.reconciliation.within.test_within import ITEMS, SIDE_BY_SIDE, three_public

TABLES = {
    **{check: [*left, *right] for check, (left, right) in PAIRS.items()},
    **{check: covered(check, "2.00", "3.00") for check in COVERED},
    "same_in_row": SIDE_BY_SIDE,
    "three_public_and_others": three_public(*ITEMS, by_row=True),
}
"""The rows of small tables, by the check that they are planted for."""

CHANGES = {
    check: case for check, *case in LISTS if check in {"code_is_known", "name_is_current", "rows_have_own_labels"}
}
"""Changes of the seed: the dataset, the rows and what becomes of them."""

FAULTS = {"table_read", "proof.evaluated"}
"""The checks that tell of a fault in the program."""


ELSEWHERE = {"pages_once", "department_is_told", COUNTED, *BETWEEN_DOCUMENTS}
"""The checks with a case of their own; those between documents are in `tests/run/test_departments.py`."""


def emitted(findings):
    """The checks that came to an outcome."""
    return {finding["check_id"] for finding in findings if finding["status"] != "not_applicable"}


@pytest.mark.parametrize("check", TABLES)
def test_planted_tables_are_checked(check):
    assert check in emitted(reconcile(Interpretation({"budget_lines": TABLES[check]}), Facts(YEAR)))


@pytest.mark.parametrize("check", CHANGES)
def test_a_planted_change_is_checked(seed, check):
    dataset, where, change = CHANGES[check]
    assert check in emitted(seed.findings(changed(seed.records, dataset, where, **change)))


def test_faults_are_told():
    def breaks(_):
        raise ZeroDivisionError("planted")

    faulty = Interpretation(faults=(Fault("ValueError", "planted", 1),))
    assert emitted(reconcile(faulty, Facts(YEAR))) == {"table_read"}
    assert emitted(reconcile(Interpretation(), Facts(YEAR), evaluations=[Evaluation(("list_total",), breaks)])) == {
        "proof.evaluated"
    }


@pytest.mark.parametrize(("read", "check"), DOUBTED)
def test_a_doubted_page_is_told(read, check):
    assert emitted(reconcile(Interpretation(), Facts(YEAR), [read])) == {check}


def test_a_page_that_stands_there_twice_is_told():
    (read,) = {read for read, check in DOUBTED if check == "numbers_accounted"}
    again = replace(read, number=read.number + 1)
    assert emitted(reconcile(Interpretation(), Facts(YEAR), [read, again])) == {"numbers_accounted", "pages_once"}


def test_a_department_whose_place_is_not_told_is_told():
    facts = Facts(YEAR, department_name="财政局", place_is_told=False)
    assert emitted(reconcile(Interpretation(), facts)) == {"department_is_told"}
    assert emitted(reconcile(Interpretation(), replace(facts, place_is_told=True))) == set()


def test_every_check_comes_to_an_outcome(seed_findings):
    planted = TABLES.keys() | CHANGES.keys() | FAULTS | {check for _, check in DOUBTED} | ELSEWHERE
    assert emitted(seed_findings).isdisjoint(planted)
    assert emitted(seed_findings) | planted == checks().keys()
