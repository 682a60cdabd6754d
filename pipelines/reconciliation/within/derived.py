"""Figures worked out of printed ones: quantity × price, share × total; and sums of lists against their totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from pipelines.foundation.amounts import AmountKind, parse_amount
from pipelines.foundation.record import Record
from pipelines.foundation.sentence import Told
from pipelines.reconciliation.figures.axes import is_part, nearest
from pipelines.reconciliation.figures.figure import Figure, total
from pipelines.reconciliation.findings.equations import Equation
from pipelines.reconciliation.findings.wording import name_of

_FEN = Decimal("0.01")
_QUANTITIES = {"procurement": "quantity", "purchased_services": "quantity", "asset_allocation": "requested_quantity"}


def products(figures: Sequence[Figure]) -> Iterator[Equation]:
    """金额 = 数量 × 单价, for each purchase that prints all three."""
    for figure in figures:
        dataset = figure.dataset or ""
        quantity, price = figure.record.get(_QUANTITIES.get(dataset, "")), figure.record.get("unit_price_yuan")
        if figure.measure == "purchase" and isinstance(quantity, float) and isinstance(price, Decimal):
            count = Decimal(str(quantity))
            told = name_of("product", count=f"{count.normalize():f}")
            product = derived_figure(figure, count * price, max(abs(count), Decimal(1)) * figure.ulp, told)
            yield Equation("quantity_times_price", (figure,), (product,))


def reserved_parts(figures: Sequence[Figure]) -> Iterator[Equation]:
    """What is reserved for small enterprises is within what is for small and medium ones, that in the whole."""
    rows: defaultdict[tuple[int, int], dict[str | None, Figure]] = defaultdict(dict)
    for figure in figures:
        if figure.dataset == "procurement":
            rows[figure.table_no, figure.row][figure.measure] = figure
    for row in rows.values():
        for part, whole in (("sme", "purchase"), ("micro", "sme")):
            if part in row and whole in row:
                yield Equation("reserved_within_purchase", (row[part],), (row[whole],), at_most=True)


def shares(figures: Sequence[Figure], cells: Sequence[Record]) -> Iterator[Equation]:
    """占比 = amount / total, to the places the shares are really rounded to."""
    shared = [figure for figure in figures if isinstance(figure.record.get("share"), float)]
    totals = {_column(figure): figure for figure in shared if figure.line == "total"}
    places = _places(shared, cells)
    for figure in shared:
        whole = totals.get(_column(figure))
        if whole is None or whole is figure or not whole.amount:
            continue
        share = Decimal(str(figure.record["share"]))
        ulp = whole.amount.scaleb(-places.get(figure.table_no, 2))
        told = name_of("share", share=share * 100)
        part = derived_figure(whole, (whole.amount * share).quantize(_FEN, ROUND_HALF_UP), ulp, told)
        yield Equation("share_of_total", (figure,), (part,))


def project_forms(figures: Sequence[Figure]) -> Iterator[Equation]:
    """In each form of a project: its funds and its activities add up to its budget of the year."""
    by_form: defaultdict[tuple[object, ...], defaultdict[str | None, list[Figure]]]
    by_form = defaultdict(lambda: defaultdict(list))
    for figure in figures:
        if figure.table == "project_performance" and figure.measure == "project":
            by_form[figure.table_no, figure.code, figure.unit_name][figure.dataset].append(figure)
    table = [figure for figure in figures if figure.dataset == "projects" and figure.amount]
    for form in by_form.values():
        for whole in form["project_profiles"][:1]:
            funding, activities = _once(form["project_funding"]), form["project_activities"]
            totals = [figure for figure in funding if figure.fund == whole.fund]
            for check, parts in (
                ("funding_total", totals[:1]),
                ("funding_of_project", _with_unlisted(whole, nearest(whole, funding, _is_fund_of), table)),
                ("activities_of_project", activities),
            ):
                if parts:
                    yield Equation(check, (whole,), tuple(parts))


def _with_unlisted(whole: Figure, funds: Sequence[Figure], table: Sequence[Figure]) -> Sequence[Figure]:
    """Forms list some sources only: the table of projects tells what the carry-over and the others give."""
    if not funds or total(funds) == whole.amount:
        return funds
    listed = {figure.fund for figure in funds}
    own = [figure for figure in table if figure.code == whole.code and _is_fund_of(figure, whole)]
    return [*funds, *(figure for figure in own if figure.period == "carryover" or figure.fund not in listed)]


def _once(funding: Sequence[Figure]) -> Sequence[Figure]:
    """The funds of a form that prints each once; one that prints them for the whole project too tells no sum."""
    return funding if len({figure.fund for figure in funding}) == len(funding) else ()


def _is_fund_of(part: Figure, whole: Figure) -> bool:
    return part.fund is not None and whole.fund is not None and is_part("fund", part.fund, whole.fund)


def derived_figure(figure: Figure, amount: Decimal, ulp: Decimal, told: Told) -> Figure:
    """A figure that is printed nowhere but follows from a printed one; `told` says how."""
    return replace(figure, named=told, amount=amount, ulp=ulp)


def _column(figure: Figure) -> tuple[object, ...]:
    return figure.table_no, figure.flow, figure.column


def _places(figures: Sequence[Figure], cells: Sequence[Record]) -> Mapping[int, int]:
    """Decimals of shares as fractions, by table, without the zeros that end all of them: 2.90%, 45.40% are to 0.1%."""
    rows = {(figure.table_no, figure.row) for figure in figures}
    places: defaultdict[int, int] = defaultdict(int)
    for cell in cells:
        table_no, row = cell.get("table_no"), cell.get("row")
        if not isinstance(table_no, int) or not isinstance(row, int) or (table_no, row) not in rows:
            continue
        share = parse_amount(str(cell.get("source_text") or ""))
        if share is not None and share.kind is AmountKind.PERCENT and share.value:
            places[table_no] = max(places[table_no], -int(share.value.normalize().as_tuple().exponent))
    return places
