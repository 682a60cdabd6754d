"""Forms: label-value grids with tables inside. A sheet of them becomes rows of the project and target datasets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.foundation.amounts import parse_amount, resolve_unit
from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_space, fold_text, is_year
from pipelines.interpretation.declared.form_labels import Kind, Label
from pipelines.interpretation.declared.forms import FormDeclaration, FormTable, form_declaration, shared_form
from pipelines.interpretation.declared.values import value_columns
from pipelines.interpretation.forms.blocks import BlockReading, read_block
from pipelines.interpretation.forms.fundings import fund_columns, told_by_sums
from pipelines.interpretation.forms.goals import goals_of, said_goal
from pipelines.interpretation.forms.layout import Pair, Part, mended_parts, split_headers
from pipelines.interpretation.forms.lines import line_columns
from pipelines.interpretation.forms.reading import Form, FormReading, ListedProject, merged, reading_of
from pipelines.interpretation.forms.rows import Project, named_project, named_unit, project_columns, table_rows
from pipelines.interpretation.forms.sections import FormContext, Section, linked
from pipelines.interpretation.forms.tables import Block, cell_at
from pipelines.interpretation.forms.titles import project_in_title
from pipelines.interpretation.forms.values import money, text_of, ticked, used, year
from pipelines.interpretation.sheets.reading import CellUse, Context, Disposition, Role, source
from pipelines.interpretation.sheets.row_labels import labels_beside
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell
from pipelines.interpretation.sheets.unclassified_figures import unclassified_figure


def read_form(sheet: Sheet, declaration: FormTable, context: Context) -> FormReading:
    """Read a sheet of one or more forms. Every cell has a use; names and telephones of persons are withheld."""
    form = form_declaration(declaration)
    whole, printed_parts = mended_parts(split_headers(sheet, form), form)
    uses: dict[tuple[int, int], CellUse] = {}
    forms: list[Form] = []
    for parts in map(told_by_sums, _split(printed_parts)):
        around = _context(parts, whole, form, context)
        found = [*(_read_part(part, around) for part in linked(parts, around)), _profile(parts, around)]
        records = merged(each.records for each in found)
        for each in found:
            uses.update(each.uses)
        uses.update(_goal_uses(parts, records))
        forms.append(Form(form.scope, around.project, around.goals, _listed(parts, whole), records))
    for cell in whole.cells:
        uses.setdefault((cell.row, cell.column), _unread(cell, whole))
    places = {(cell.row, cell.column): cell for cell in sheet.cells}
    printed = {place: uses.get(place) or _use_of_rest(cell, whole, uses) for place, cell in places.items()}
    return reading_of(forms, printed)


def _split(parts: Sequence[Part]) -> Iterator[tuple[Part, ...]]:
    """The forms of a sheet: a label that opens a form begins another where it comes again."""
    current: list[Part] = []
    opened: set[str] = set()
    for part in parts:
        opening = _opening(part)
        if opening in opened:
            yield tuple(current)
            current, opened = [], set()
        opened.update({opening} if opening else ())
        current.append(part)
    if current:
        yield tuple(current)


def _opening(part: Part) -> str | None:
    if isinstance(part, Block) or not (part.values or part.label.opens_form):
        return None
    if part.label.field == "project_name":
        return part.label.field
    return fold_text(part.cell.text) if part.label.opens_form else None


def _project(parts: Sequence[Part], sheet: Sheet, form: FormDeclaration) -> Project | None:
    """The project that a form names in a cell, or in its title."""
    if form.scope != "project":
        return None
    named = {part.label.field: part.value for part in parts if isinstance(part, Pair)}
    own = named_project(text_of(named.get("project_name")), named.get("project_code"), text_of(named.get("unit_name")))
    return own or project_in_title(sheet.caption, form)


def _context(parts: Sequence[Part], sheet: Sheet, form: FormDeclaration, context: Context) -> FormContext:
    units = {part.unit for part in parts if isinstance(part, Pair) and part.label.kind == "money"} - {None}
    unit = sheet.caption.printed_unit or (units.pop() if len(units) == 1 else None)
    return FormContext(sheet, form, context, _project(parts, sheet, form), goals_of(sheet, parts, form), unit)


def _read_part(part: Pair | Section, around: FormContext) -> BlockReading:
    return _read_pair(part, around) if isinstance(part, Pair) else read_block(part, around)


def _read_pair(pair: Pair, around: FormContext) -> BlockReading:
    name = pair.label.field
    uses = {(pair.cell.row, pair.cell.column): used(pair.cell, Disposition.STRUCTURAL, Role.LABEL)}
    uses |= {(cell.row, cell.column): _value_use(cell, pair, around) for cell in pair.values}
    is_funding = name == "current_budget_yuan" and "fund" in pair.label.facets
    row = _ROWS.get("funding" if is_funding else name)
    record = row.read(pair, around) if row else None
    return BlockReading({row.dataset: (record,)} if row and record else {}, uses)


def _value_use(cell: SheetCell, pair: Pair, around: FormContext) -> CellUse:
    name, is_money = pair.label.field, pair.label.kind == "money"
    if name == "withheld":
        return used(cell, Disposition.WITHHELD, Role.TEXT)
    unit = _unit(pair, around)
    if is_money and (money(cell, unit) is None or (name == "budget_line" and unit is None)):
        return used(cell, Disposition.UNPARSED)
    if pair.label.kind is not None and (around.project is not None or not _is_of_profile(pair.label)):
        return used(cell, Disposition.PUBLISHED, Role.CODE if name == "project_code" else None)
    if name == "aggregate":
        return used(cell, Disposition.RECONCILED)
    return used(cell, Disposition.STRUCTURAL, Role.TEXT)


def _goal_uses(parts: Sequence[Part], records: Mapping[str, Sequence[Record]]) -> Mapping[tuple[int, int], CellUse]:
    """The uses of what stands beside the labels of goals: it is published where a row has it, without its number
    perhaps; where the form has indicators of other goals only, it is not."""
    targets = records.get("performance_targets", ())
    rows = (*targets, *records.get("project_profiles", ()))
    said = {text for row in rows if isinstance(text := row.get("goal"), str) and text}
    folded = tuple(map(fold_text, said))
    goals = [(part, said_goal(part)) for part in parts if isinstance(part, Pair) and part.label.field == "goal"]
    return {
        (cell.row, cell.column): used(
            cell,
            Disposition.PUBLISHED if text in said or fold_text(cell.text).endswith(folded) else Disposition.UNPARSED,
            Role.TEXT,
        )
        for pair, text in goals
        if text and (text in said or targets)
        for cell in pair.values
        if cell.text
    }


def _unit(pair: Pair, around: FormContext) -> str | None:
    """The unit printed at the value, at the label or over the sheet; else the only one that the form's sums print."""
    return resolve_unit(parse_amount(pair.value.text) if pair.value else None, pair.unit, around.unit)


def _funding(pair: Pair, around: FormContext) -> Record | None:
    unit = _unit(pair, around)
    amount = money(pair.value, unit)
    if pair.value is None or amount is None:
        return None
    return {
        **source(around.sheet, pair.value),
        **project_columns(around.project),
        **fund_columns(pair.label),
        "phase": pair.label.facets.get("phase"),
        "amount_yuan": amount,
        "printed_unit": unit,
    }


def _line(pair: Pair, around: FormContext) -> Record | None:
    unit = _unit(pair, around)
    amount = money(pair.value, unit)
    if pair.value is None or amount is None or unit is None:
        return None
    heading = around.form.label(pair.over.text) if pair.over else None
    facets = {
        "flow": "expenditure",
        "phase": "budget",
        **pair.label.facets,
        **(heading.facets if heading else {}),
    }
    name = fold_space(pair.cell.text).rstrip(":：")
    return {
        **source(around.sheet, pair.value),
        "table": around.form.table,
        **line_columns(facets, name, amount, unit, around.context.fiscal_year),
        "row_path": name,
    }


def _figure(pair: Pair, around: FormContext) -> Record | None:
    unit = _unit(pair, around)
    amount = money(pair.value, unit)
    printed = parse_amount(pair.value.text) if pair.value else None
    if pair.value is None or printed is None or amount is None:
        return None
    labels, heading = labels_beside(around.sheet, pair.value), pair.over
    if heading and not heading.column <= pair.value.column < heading.column_end:
        # The sum that the figure is a part of has its label in another row, and heads no column.
        at = labels.index(pair.cell) if pair.cell in labels else len(labels)
        labels, heading = [*labels[:at], heading, *labels[at:]], None
    return unclassified_figure(
        around.sheet,
        pair.value,
        printed.value,
        row_path=[fold_space(label.text) for label in labels],
        column_path=fold_space(heading.text) if heading else None,
        unit=unit,
        amount_yuan=amount if unit else None,
    )


def _profile(parts: Sequence[Part], around: FormContext) -> BlockReading:
    """The profile of the form's project: what its labels say, the first of those of one field that have a value."""
    said = [part for part in reversed(parts) if isinstance(part, Pair) and _is_of_profile(part.label)]
    pairs = {part.label.field: part for part in said}
    said = [part for part in said if any(value.text for value in part.values)]
    pairs |= {part.label.field: part for part in said}
    # The budget of all funds goes before that of one.
    pairs |= {part.label.field: part for part in said if part.label.facets.get("fund", "all") == "all"}
    if around.project is None or not pairs:
        return BlockReading()
    named = pairs.get("project_name") or next(iter(reversed(pairs.values())))
    record: dict[str, object] = {
        **source(around.sheet, named.value or named.cell),
        **{name: _value(pair, around) for name, pair in pairs.items()},
        "printed_unit": _unit_of_budgets(pairs, around),
        **project_columns(around.project),
    }
    return BlockReading({"project_profiles": (record,)})


def _is_of_profile(label: Label) -> bool:
    return label.field in value_columns("project_profiles")


def _value(pair: Pair, around: FormContext) -> object:
    """What a label's value says, read as its kind tells."""
    kind: Kind | None = pair.label.kind
    match kind:
        case "choice":
            return ticked(pair.values)
        case "year":
            return year(pair.value)
        case "money":
            return money(pair.value, _unit(pair, around))
        case _ if pair.label.field == "lead_department":
            return named_unit(text_of(pair.value)).name or None
        case _:
            return said_goal(pair) if pair.label.field == "goal" else text_of(pair.value)


def _unit_of_budgets(pairs: Mapping[str, Pair], around: FormContext) -> str | None:
    """The unit a project's budgets are printed in; the current one's where they are in two."""
    budgets = [pair for _, pair in sorted(pairs.items()) if pair.label.kind == "money"]
    units = [unit for pair in budgets if money(pair.value, unit := _unit(pair, around)) is not None]
    return units[0] if units else None


def _listed(parts: Sequence[Part], sheet: Sheet) -> tuple[ListedProject, ...]:
    blocks = [part for part in parts if isinstance(part, Block) and part.declaration.name == "projects"]
    return tuple(
        ListedProject(name, use)
        for block in blocks
        for row in table_rows(block, sheet)
        if (name := row.texts.get("project_name")) and (use := row.texts.get("use")) and row.starts("project_name")
    )


def _unread(cell: SheetCell, sheet: Sheet) -> CellUse:
    """The use of a cell that no part took: the form's title, empty, or not understood."""
    text = fold_text(cell.text)
    is_caption = text.endswith(shared_form().title_endings) or is_year(text.strip("()"))
    is_title = cell.column_span == sheet.column_count and is_caption
    if is_title or cell.row < sheet.caption_rows:
        return used(cell, Disposition.STRUCTURAL, Role.HEADER)
    return used(cell, Disposition.UNPARSED)


def _use_of_rest(cell: SheetCell, whole: Sheet, uses: Mapping[tuple[int, int], CellUse]) -> CellUse:
    """The use of the lower part of a cell that a page break cuts: that of the whole."""
    upper = cell_at(whole, cell.row, cell.column)
    use = uses[upper.row, upper.column] if upper else CellUse(Role.TEXT, Disposition.UNPARSED)
    return used(cell, use.disposition, use.role)


@dataclass(frozen=True)
class _Rows:
    """What a label with a value gives beside the profile of its project: a row of a dataset."""

    dataset: str
    read: Callable[[Pair, FormContext], Record | None]


_ROWS: Mapping[str, _Rows] = {
    "funding": _Rows("project_funding", _funding),
    "budget_line": _Rows("budget_lines", _line),
    "figure": _Rows("unclassified_figures", _figure),
}
