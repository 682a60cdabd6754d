"""What rounding explains, and what it does not."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from pipelines.reconciliation.findings.tolerance import Status, judge
from tests.reconciliation.books import UNIT, figures, line

CENT = Decimal("0.01")
exact_amounts = st.integers(1, 10**9).map(lambda n: Decimal(n) / 100_000)
amounts_that_print = st.integers(500, 10**9).map(lambda n: Decimal(n) / 100_000)
"""Those that are not rounded to nothing."""


def printed(exact: Decimal):
    """An amount as it is printed: rounded to 0.01 万元."""
    return figures(line("expenditure", f"{exact.quantize(CENT, ROUND_HALF_UP)}"))[0]


@given(st.lists(amounts_that_print, min_size=2, max_size=30))
def test_rounding_alone_never_fails_a_sum(parts):
    assert judge([printed(sum(parts, Decimal(0)))], [printed(part) for part in parts]).status is not Status.FAIL


@given(st.lists(exact_amounts, min_size=2, max_size=30), st.integers(0, 100))
def test_more_than_half_a_unit_for_each_figure_fails(parts, more):
    addends = [printed(part) for part in parts]
    allowed = judge(addends[:1], addends).tolerance
    whole = sum((each.amount for each in addends), Decimal(0)) + allowed + CENT * UNIT * (more + 1) / 2
    assert judge([replace(addends[0], amount=whole)], addends).status is Status.FAIL


@given(exact_amounts, st.integers(1, 1000))
def test_one_quantity_printed_twice_differs_by_nothing(exact, cents):
    one = printed(exact)
    other = replace(one, amount=one.amount + cents * CENT * UNIT)
    assert judge([one], [one]).status is Status.PASS
    assert judge([one], [other]).status is Status.FAIL


@given(exact_amounts)
def test_a_coarser_printing_may_differ_by_half_its_place(exact):
    fine = printed(exact)
    coarse = figures(line("expenditure", f"{(fine.amount / UNIT).quantize(Decimal('0.1'), ROUND_HALF_UP)}"))[0]
    assert judge([fine], [coarse]).status is not Status.FAIL
    assert judge([replace(fine, amount=coarse.amount + UNIT / 10)], [coarse]).status is Status.FAIL


def test_a_printed_zero_is_exact():
    whole, part, *zeros = figures([line("expenditure", text) for text in ("2.01", "2.00", "0.00", "0.00")])
    assert judge([whole], [part, *zeros]).status is Status.FAIL


def test_nothing_printed_is_nothing():
    (whole,) = figures(line("expenditure", "2.00"))
    assert judge([whole], []).status is Status.FAIL
    assert judge([], []).status is Status.PASS


def test_what_may_not_exceed_may_fall_short():
    small, large = figures([line("expenditure", "1.00"), line("expenditure", "9.00")])
    assert judge([small], [large], at_most=True).status is Status.PASS
    assert judge([large], [small], at_most=True).status is Status.FAIL


def test_tables_that_drop_zeros_are_still_exact_to_their_finest_place():
    rounded, exact = figures([line("expenditure", "417"), line("expenditure", "366.03")])
    assert rounded.ulp == exact.ulp == CENT * UNIT


def test_a_number_cut_to_a_column_is_as_exact_as_it_is_printed():
    rows = [
        line("revenue", text, printed_unit="元", amount_yuan=Decimal(text)) for text in ("480544221.6", "7130000.25")
    ]
    cut, whole = figures(rows)
    assert (cut.ulp, whole.ulp) == (Decimal("0.1"), CENT)


def test_whole_yuan_are_exact_to_the_yuan_whatever_zeros_follow():
    rows = [line("revenue", f"{n}.00", printed_unit="元", amount_yuan=Decimal(n)) for n in (37292549, 464535)]
    assert {figure.ulp for figure in figures(rows)} == {Decimal(1)}
