"""budget_lines: one row per printed amount in the budget tables."""

from collections.abc import Mapping
from types import MappingProxyType

from pipelines.classifications.codes import PRINTED_CODE, schemes
from pipelines.datasets import enumerations as enums
from pipelines.datasets import shared
from pipelines.datasets.base import Flag, Level, Money, Number, Text, Whole, Year, field, rule
from pipelines.datasets.row_rules import Expression, all_of, call, implies, known, matches, value
from pipelines.datasets.shared import FromTable

CODE_PATTERNS: Mapping[str, str] = MappingProxyType(
    {
        "function": shared.FUNCTION_CODE,
        "economic": shared.ECONOMIC_CODE,
        "government_economic": shared.GOVERNMENT_ECONOMIC_CODE,
        "revenue": shared.REVENUE_CODE,
        "unit": PRINTED_CODE,
        "three_public": "|".join(enums.THREE_PUBLIC),
        "expenditure_class": "|".join(enums.EXPENDITURE_CLASS),
    }
)
"""What a code looks like in each scheme."""

CODE_LENGTHS: Mapping[str, Mapping[int, int]] = MappingProxyType(
    {scheme: schemes()[scheme].levels for scheme in ("function", "economic", "government_economic")}
)
"""The level of a code by its length, in the schemes where one says the other."""


FLOW_OF_TABLE: Mapping[str, str] = MappingProxyType(
    {
        "revenue": "revenue",
        "expenditure": "expenditure",
        "fiscal_expenditure": "expenditure",
        "fiscal_basic_expenditure": "expenditure",
        "general_budget_by_unit": "expenditure",
        "general_budget_by_economic": "expenditure",
        "basic_expenditure": "expenditure",
        "basic_expenditure_summary": "expenditure",
        "three_public": "expenditure",
        "operating_costs": "expenditure",
    }
)
"""The tables that show one side only; those of one budget by function show both in some places."""


class BudgetLines(FromTable):
    """One row per amount printed in the budget tables."""

    class Config(FromTable.Config):
        name = "budget_lines"
        title = "预算表数据"
        description = "预算表中每个印出的金额一行：所在表、收支、科目、资金、时期、口径"

    table: Text = field(
        "标准表",
        zh="金额所在的标准表",
        en="the standard table the amount stands in",
        nullable=False,
        values=enums.BUDGET_TABLE,
    )
    flow: Text = field("收支", zh="收入或支出", en="revenue or expenditure", nullable=False, values=enums.FLOW)
    line: Text = field(
        "行类",
        zh="项目行、合计、结转或总计",
        en="item, total, carry-over or grand total: items must not be added to totals",
        nullable=False,
        values=enums.LINE,
    )
    scheme: Text = field(
        "分类",
        zh="科目编码所属的分类；按收支两方列示的合计行为空",
        en="the classification the code belongs to; null on total rows of tables without one",
        values=enums.SCHEME,
    )
    code: Text = field(
        "科目编码",
        zh="该分类下的编码，保留前导零；合计行为空",
        en="the code in that scheme, leading zeros kept; null on total rows",
    )
    name: Text = field("科目名称", zh="名称，按原文，去掉序号", en="the name as printed, without its list number")
    level: Level = field(
        "级次",
        zh="1 类，2 款，3 项；合计行为 0",
        en="1 class, 2 group, 3 item; 0 on total rows",
        minimum=0,
        maximum=4,
    )
    economic_code: Text = field(
        "部门预算支出经济分类编码",
        zh="按功能分类列示的金额另按部门预算经济分类列示时的编码",
        en="the code of the departments' economic classification where an amount keyed by function has one too",
        pattern=shared.ECONOMIC_CODE,
    )
    government_economic_code: Text = field(
        "政府预算支出经济分类编码",
        zh="同一金额另按政府预算经济分类列示时的编码",
        en="the code of the government's economic classification where an amount is keyed by both",
        pattern=shared.GOVERNMENT_ECONOMIC_CODE,
    )
    unit_code: Text = shared.unit_code(zh="该行所属预算单位的代码", en="code of the budget unit the row is about")
    unit_name: Text = shared.unit_name(zh="该行所属预算单位", en="name of the budget unit the row is about")
    fund: Text = shared.fund(nullable=False)
    period: Text = shared.period()
    measure: Text = field("口径", zh="支出的口径", en="what kind of amount it is", nullable=False, values=enums.MEASURE)
    phase: Text = field(
        "阶段",
        zh="预算数、调整预算数、执行数或决算数",
        en="budget, adjusted, execution or final",
        nullable=False,
        values=enums.PHASE,
    )
    amount_year: Year = field(
        "金额年度",
        zh="金额所属的年度；文件年度不明时为空",
        en="the year the amount is of; null where the document does not say",
    )
    amount_yuan: Money = shared.amount_yuan(nullable=False)
    printed_unit: Text = shared.printed_unit(nullable=False)
    row_path: Text = field(
        "行标题",
        zh="金额左方的标题，各级以“ / ”分隔",
        en="labels printed left of the amount, outermost first",
    )
    column_path: Text = field(
        "列标题", zh="金额上方的标题，各级以“ / ”分隔", en="labels printed above the amount, outermost first"
    )
    share: Number = field("占比", zh="印出的占比，以小数计", en="a printed share, as a fraction", minimum=0, maximum=10)
    source_text: Text = shared.source_text(nullable=False)
    table_no: Whole = shared.table_no(key=True)
    row: Whole = shared.row(key=True)
    column: Whole = shared.column(key=True)
    edition: Year = shared.edition()
    economic_edition: Year = shared.economic_edition()
    government_economic_edition: Year = shared.government_economic_edition()
    additive: Flag = shared.additive()
    in_total: Flag = shared.in_total()

    @rule("in_total", zh="计入总额的行可加", en="a row that counts in the total is additive")
    @staticmethod
    def in_total_is_additive() -> Expression:
        return shared.in_total_is_additive()

    @rule("code", zh="编码符合其分类的形式", en="the code has the form of its scheme")
    @staticmethod
    def code_has_form() -> Expression:
        named = value("scheme").is_valid() | value("code").is_null()
        has_form = (
            implies(value("scheme") == scheme, matches(value("code"), f"^(?:{pattern})$"))
            for scheme, pattern in CODE_PATTERNS.items()
        )
        return all_of(named, *has_form)

    @rule("level", zh="编码的长度与级次一致", en="the length of the code says its level")
    @staticmethod
    def level_follows_code() -> Expression:
        length = call("utf8_length", value("code"))
        return all_of(
            *(
                implies((value("scheme") == scheme) & (length == characters), known(value("level") == level))
                for scheme, levels in CODE_LENGTHS.items()
                for characters, level in levels.items()
            )
        )

    @rule("level", zh="合计行为 0 级，项目行不为 0", en="total rows have level 0, items have not")
    @staticmethod
    def level_zero_is_total() -> Expression:
        total = value("line").isin(["total", "grand_total"])
        return implies(total, known(value("level") == 0)) & implies(value("line") == "item", value("level") > 0)

    @rule("code", zh="合计行没有编码", en="only items and the three public total have a code")
    @staticmethod
    def totals_have_no_code() -> Expression:
        return implies(value("line") != "item", value("code").is_null() | (value("scheme") == "three_public"))

    @rule("scheme", zh="项目行有分类，或由口径说明", en="an item has a scheme, or its measure says the kind")
    @staticmethod
    def items_have_scheme() -> Expression:
        named = value("scheme").is_valid() | (value("measure") != "total") | (value("fund") == "unclassified")
        return implies(value("line") == "item", named)

    @rule("period", zh="总计和年终结转仅在列标题印有时期时分时期", en="closing rows have one only where it is printed")
    @staticmethod
    def period_of_closing_rows() -> Expression:
        closing = value("line").isin(["grand_total", "carryover_out"]) & value("period").is_valid()
        return implies(closing, known(matches(value("column_path"), "本年|当年|上年|结转|编制预算")))

    @rule("period", zh="上年结转不属本年", en="what is carried in is not of the current year")
    @staticmethod
    def period_of_opening_rows() -> Expression:
        return implies(value("line") == "carryover_in", value("period") != "current_year")

    @rule("flow", zh="上年结转属收入，年终结转属支出", en="what is carried in is revenue, out is expenditure")
    @staticmethod
    def carryover_has_its_side() -> Expression:
        return implies(value("line") == "carryover_in", value("flow") == "revenue") & implies(
            value("line") == "carryover_out", value("flow") == "expenditure"
        )

    @rule("flow", zh="单方的表只有一方的数", en="a table of one side has that flow")
    @staticmethod
    def table_has_its_flow() -> Expression:
        return all_of(
            *(implies(value("table") == table, value("flow") == flow) for table, flow in FLOW_OF_TABLE.items())
        )

    @rule(
        "government_economic_code",
        zh="部门经济分类编码仅附于功能分类的行，政府经济分类编码仅附于功能分类或部门经济分类的行",
        en="the department's economic class only beside a function, the government's beside either",
    )
    @staticmethod
    def other_codes_beside_first() -> Expression:
        return implies(value("economic_code").is_valid(), value("scheme") == "function") & implies(
            value("government_economic_code").is_valid(), value("scheme").isin(["function", "economic"])
        )

    @rule("amount_year", zh="不晚于预算年度，不早于五年前", en="the budget year, or up to five years before")
    @staticmethod
    def amount_year_is_near() -> Expression:
        year, latest = value("amount_year"), value("fiscal_year")
        return (year >= latest - 5) & (year <= latest)
