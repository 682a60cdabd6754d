"""Printed amounts and units of money."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.foundation.amounts import (
    YUAN_PER_UNIT,
    Amount,
    AmountKind,
    UnitError,
    is_oddly_grouped,
    parse_amount,
    to_yuan,
    without_commas,
)

AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("806.77", "806.77"),
        ("1,073.60", "1073.60"),
        ("1，073．60", "1073.60"),
        ("１０７３．６０", "1073.60"),
        (" 12 ", "12"),
        ("　12.5\n", "12.5"),
        ("0", "0"),
        ("0.00", "0.00"),
        ("-12.50", "-12.50"),
        ("－12.50", "-12.50"),
        ("−12.50", "-12.50"),
        ("-  12.50", "-12.50"),
        ("+12.50", "12.50"),
        ("(1,234.00)", "-1234.00"),
        ("（1,234.00）", "-1234.00"),
        ("0.0\n0", "0.00"),
        ("1,073.\n60", "1073.60"),
        ("1,073\n.60", "1073.60"),
        ("1,0\n73.60", "1073.60"),
        ("1234\n5.67", "12345.67"),
        ("12,345,\n678.\n90", "12345678.90"),
    ],
)
def test_numbers(printed, value):
    amount = parse_amount(printed)
    assert amount == Amount(AmountKind.NUMBER, Decimal(value))
    assert amount and str(amount.value) == value  # the printed decimals are kept


@pytest.mark.parametrize("printed", ["-", "—", "－", "--", "——", "–", "无", " 无 "])
def test_zero_marks(printed):
    assert parse_amount(printed) == Amount(AmountKind.ZERO_MARK, Decimal(0))


@pytest.mark.parametrize("printed", ["", " ", "　", "\n", None])
def test_blank_is_not_zero(printed):
    assert parse_amount(printed) == Amount(AmountKind.BLANK)


@pytest.mark.parametrize(
    ("printed", "value"), [("85.5%", "0.855"), ("100％", "1"), ("-3.20 %", "-0.032"), ("0.0\n0%", "0")]
)
def test_percentages_are_fractions(printed, value):
    assert parse_amount(printed) == Amount(AmountKind.PERCENT, Decimal(value))


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [
        ("12.5万元", "12.5", "万元"),
        ("1,200元", "1200", "元"),
        ("0.3 亿元", "0.3", "亿元"),
        ("¥12.50", "12.50", "元"),
    ],
)
def test_a_unit_in_the_cell_is_told_not_applied(printed, value, unit):
    assert parse_amount(printed) == Amount(AmountKind.NUMBER, Decimal(value), unit)


@pytest.mark.parametrize(
    "printed",
    [
        "1.2.3", "1,23", "12,34.50", "1,2345", ",123", ".50", "1.", "007", "03", "1e5", "１２３４,５", "1-2",
        "(1)", "（12）", "(5", "5)", "(", "(-5.00)", "--5", "¥5%", "%", "²", "12.50①", "12.50²", "٣",
        "12期", "12万", "12.5万元/年", "合计", "2025年",
        # two numbers in one cell
        "12.50\n13.60", "12\n13", "12\n13.60", "12 13", "8.05 9.10 7.00", "-\n12.50", "12\n03",
    ],
)  # fmt: skip
def test_what_is_not_certainly_an_amount_is_none(printed):
    assert parse_amount(printed) is None


@given(AMOUNTS, st.sampled_from(["{:.2f}", "{:,.2f}", " {:,.2f} ", "{:,.2f}\n"]))
def test_every_printed_amount_is_read_back(value, form):
    amount = parse_amount(form.format(value))
    assert amount is not None
    assert (amount.kind, amount.value, amount.ulp) == (AmountKind.NUMBER, value, Decimal("0.01"))


@given(AMOUNTS.map(abs), st.integers(1, 20))
def test_a_broken_amount_is_itself_or_nothing(value, position):
    text = f"{value:,.2f}"
    amount = parse_amount(f"{text[:position]}\n{text[position:]}")
    assert amount is None or amount.value == value


@given(AMOUNTS.map(abs), AMOUNTS.map(abs))
def test_two_stacked_amounts_are_never_one(first, second):
    assert parse_amount(f"{first:,.2f}\n{second:,.2f}") is None


@given(st.text(alphabet="0123456789.,-()%元万 \n无", max_size=12))
def test_nothing_but_numbers_is_read_and_nothing_raises(text):
    amount = parse_amount(text)
    if amount is not None and amount.kind is AmountKind.NUMBER:
        digits = "".join(character for character in text if character.isdigit())
        assert amount.value is not None
        assert "".join(map(str, amount.value.as_tuple().digits)).lstrip("0") == digits.lstrip("0")


@pytest.mark.parametrize(
    ("value", "unit", "yuan"),
    [
        ("806.77", "万元", "8067700.00"),
        ("12", "元", "12.00"),
        ("-3.5", "千元", "-3500.00"),
        ("0.123456", "万元", "1234.56"),
        ("1.2300000", "元", "1.23"),
        ("1.5", "亿元", "150000000.00"),
    ],
)
def test_to_yuan(value, unit, yuan):
    assert str(to_yuan(Decimal(value), unit)) == yuan


@pytest.mark.parametrize(("value", "unit"), [("0.1234567", "万元"), ("1.005", "元"), ("1", "美元"), ("NaN", "元")])
def test_to_yuan_never_rounds(value, unit):
    with pytest.raises(UnitError):
        to_yuan(Decimal(value), unit)


@given(AMOUNTS, st.sampled_from(sorted(YUAN_PER_UNIT)))
def test_to_yuan_is_exact(value, unit):
    assert to_yuan(value, unit) == value * YUAN_PER_UNIT[unit]


ODD, PLAIN = ("125360,898", "1,23", "1,2.5"), ("125,360,898", "12.50", "一,二")


@pytest.mark.parametrize(("text", "is_odd"), [*((text, True) for text in ODD), *((text, False) for text in PLAIN)])
def test_commas_that_part_no_thousands_make_no_number(text: str, is_odd: bool) -> None:
    assert is_oddly_grouped(text) == is_odd
    assert not is_odd or parse_amount(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("125360,898", "125360898"),
        ("-19711,277.50", "-19711277.50"),
        ("1,23", None),
        ("0125,360", None),
        ("1234,5", None),
        ("1,234", None),
        ("", None),
    ],
)
def test_only_groups_of_three_digits_can_be_dropped_commas(text: str, value: str | None) -> None:
    amount = without_commas(text)
    assert (amount and str(amount.value)) == value
