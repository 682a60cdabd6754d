"""department_budgets, spending_by_function, spending_by_economic_class, projects_wide, procurement_by_catalogue,
changes_over_years: the sheets that people ask for, derived from the additive rows of the other datasets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType, new_class

from pipelines.datasets import enumerations as enums
from pipelines.datasets import shared
from pipelines.datasets.base import Flag, Level, Money, Number, Published, Text, Whole, Year, field, rule
from pipelines.datasets.base import Label as Title
from pipelines.datasets.row_rules import Expression, value
from pipelines.datasets.shared import Located

DEPARTMENT_AMOUNTS: Mapping[str, Title] = MappingProxyType(
    {
        "revenue_total": Title("收入总计", "revenue in all, with what is carried in"),
        "expenditure_total": Title("支出总计", "expenditure in all, with what is carried out"),
        "basic": Title("基本支出", "basic expenditure"),
        "personnel": Title("人员经费", "personnel costs"),
        "operating": Title("公用经费", "operating costs"),
        "project": Title("项目支出", "project expenditure"),
        "fiscal_appropriation": Title("财政拨款总计", "fiscal appropriation in all, with what is carried in"),
        "general_public": Title("一般公共预算支出", "expenditure of the general public budget"),
        "government_fund": Title("政府性基金预算支出", "expenditure of government funds"),
        "state_capital": Title("国有资本经营预算支出", "expenditure of state capital operations"),
        "carryover_in": Title("上年结转", "carried over from the year before"),
        "carryover_out": Title("结转下年", "carried over to the next year"),
        "three_public": Title("“三公”经费", "the three public expenses"),
        "overseas_travel": Title("因公出国（境）费", "travel abroad on duty"),
        "vehicles": Title("公务用车购置及运行费", "official vehicles"),
        "vehicle_purchase": Title("公务用车购置费", "purchase of vehicles"),
        "vehicle_operation": Title("公务用车运行费", "operation of vehicles"),
        "official_reception": Title("公务接待费", "official receptions"),
        "procurement": Title("政府采购", "government procurement"),
    }
)
"""The amounts of a department's sheet, with their titles."""

AMOUNT_CHECK = enums.enum(
    agrees=("与其他印出处相符", "what else is printed of it agrees"),
    differs=("与其他印出处不符", "what else is printed of it differs"),
    single=("仅印一处", "it is printed once"),
)


class _Department(Published):
    """What rows of a department's year have."""

    department_key: Text = shared.department_key(key=True)
    division_code: Text = shared.division_code()
    department_name: Text = shared.department_name()
    amount_year: Year = field("金额年度", zh="金额所属的年度", en="the year the amounts are of", key=True)
    phase: Text = field(
        "阶段", zh="预算数或决算数等", en="budget, adjusted, execution or final", key=True, values=enums.PHASE
    )
    scope: Text = field("范围", zh="部门或单位", en="department or single unit", key=True, values=enums.SCOPE)


def _amounts() -> Mapping[str, tuple[type, object]]:
    """The columns of the amounts: each with where it is printed, and whether what else is printed of it agrees."""
    found: dict[str, tuple[type, object]] = {}
    for name, (zh, en) in DEPARTMENT_AMOUNTS.items():
        found[f"{name}_yuan"] = (Money, field(zh, zh=zh, en=en, unit="CNY"))
        found[f"{name}_source"] = (
            Text,
            field(
                f"{zh}出处",
                zh="所取的数：文件标识、标准表、页码、单元格四边，以“; ”分隔",
                en="the number taken: document, table, page and the box of its cell, parted by `; `",
            ),
        )
        found[f"{name}_check"] = (
            Text,
            field(
                f"{zh}核对",
                zh="其他印出处与所取的数是否相符",
                en="whether what else is printed of it agrees with the number taken",
                values=AMOUNT_CHECK,
            ),
        )
        found[f"{name}_difference_yuan"] = (
            Money,
            field(
                f"{zh}差额",
                zh="不符时，所取的数减去相差最大的印出数",
                en="where they differ, the number taken less the one that differs most",
                unit="CNY",
            ),
        )
    return found


def _department_budgets(namespace: dict[str, object]) -> None:
    class Config(Published.Config):
        name = "department_budgets"
        title = "部门预算总览"
        description = "每个部门（单位）、年度、阶段一行：收支总额、各项支出、资金、结转、“三公”经费、采购、人员"

    staff = {
        "staff_quota": (Whole, field("编制人数", zh="总编制人数", en="posts it may fill", minimum=0)),
        "staff_actual": (Whole, field("在职人数", zh="在职实有人数", en="staff in service", minimum=0)),
        "missing": (
            Text,
            field(
                "空值原因",
                zh="各空值的原因，列=原因：absent 无表，empty_with_note 空表有说明，not_printed 表中未印，"
                "not_read 表中有数未能读出，等",
                en="why amounts are null, `column=reason`: absent (no such table), empty_with_note (declared empty), "
                "not_printed (not in the table), not_read (numbers of the table were not read), and as "
                "coverage.presence has it",
            ),
        ),
    }
    columns = {**_amounts(), **staff}
    namespace["__doc__"] = (
        "One row per department or unit, year and phase: its totals, kinds of expenditure, funds, carry-over, public "
        "expenses, purchases and staff, each amount from the first table of a declared order that prints it."
    )
    namespace["Config"] = Config
    namespace["__annotations__"] = {name: kind for name, (kind, _) in columns.items()}
    namespace.update({name: made for name, (_, made) in columns.items()})


_FILL: Callable[[dict[str, object]], None] = _department_budgets
DepartmentBudgets: type[Published] = new_class("DepartmentBudgets", (_Department,), {}, _FILL)


class _Spending(Located):
    """An amount of a code in a document's own year."""

    amount_year: Year = field("金额年度", zh="金额所属的年度", en="the year the amount is of")
    phase: Text = field("阶段", zh="预算数或决算数", en="budget or final", values=enums.PHASE)
    scope: Text = field("范围", zh="部门或单位", en="department or single unit", values=enums.SCOPE)
    table: Text = field("标准表", zh="所取的标准表", en="the table it is taken from", values=enums.BUDGET_TABLE)
    fund: Text = shared.fund()
    measure: Text = field("口径", zh="支出的口径", en="what kind of amount it is", values=enums.MEASURE)
    code: Text = field("编码", zh="印出的最细级次的编码", en="code of the finest level printed", key=True)
    name: Text = field("名称", zh="该版本名录中的名称", en="its name in the edition")
    level: Level = field("级次", zh="1 类，2 款，3 项", en="1 class, 2 group, 3 item")
    class_code: Text = field("类编码", zh="所属类的编码", en="code of its class")
    class_name: Text = field("类名称", zh="所属类的名称", en="name of its class")
    group_code: Text = field("款编码", zh="所属款的编码", en="code of its group")
    group_name: Text = field("款名称", zh="所属款的名称", en="name of its group")
    edition: Year = shared.edition(place="value")
    code_common: Text = field(
        "通用编码",
        zh="最新名录中的编码：仍有效的编码不变，已撤销的按名录中唯一同名的同级编码；没有的为空",
        en="its code in the newest list: the same where that has it, else the only code of its level with its very "
        "name; null where there is none",
    )
    amount_yuan: Money = shared.amount_yuan(nullable=False)
    rows: Whole = field(
        "行数", zh="合成该数的行数；出处为第一行", en="rows summed; the place is the first one's", minimum=1
    )


class SpendingByFunction(_Spending):
    """One row per document and functional code: what is spent on it, at the finest level printed."""

    class Config(Located.Config):
        name = "spending_by_function"
        title = "按功能分类的支出"
        description = "每份文件、每个支出功能分类科目一行，取印出的最细级次；所取的表按声明的次序"


class SpendingByEconomicClass(_Spending):
    """One row per document and economic code: what is spent on it, at the finest level printed."""

    class Config(Located.Config):
        name = "spending_by_economic_class"
        title = "按经济分类的支出"
        description = "每份文件、每个部门预算支出经济分类科目一行，取印出的最细级次；所取的表按声明的次序"


PROJECT_FUNDS = ("general_public", "government_fund", "state_capital", "fiscal_account", "unit_funds", "other")


class ProjectsWide(Located):
    """One row per project of a list: its amount, its funds in columns, its class, unit and form, its indicators."""

    class Config(Located.Config):
        name = "projects_wide"
        title = "项目总览"
        description = "项目表中每个项目一行：金额、各项资金、类别、单位、项目表单、绩效指标数"

    project_code: Text = shared.project_code()
    project_name: Text = shared.project_name(nullable=False)
    project_class: Text = field("项目类别", zh="项目所属类别", en="the class it is listed under, as printed")
    unit_code: Text = shared.unit_code()
    unit_name: Text = shared.unit_name()
    amount_yuan: Money = shared.amount_yuan(zh="项目金额，各项资金合计", en="amount over all funds")
    general_public_yuan: Money = shared.amount_yuan(title="一般公共预算", zh="一般公共预算", en="general public budget")
    government_fund_yuan: Money = shared.amount_yuan(
        title="政府性基金", zh="政府性基金预算", en="government fund budget"
    )
    state_capital_yuan: Money = shared.amount_yuan(
        title="国有资本经营", zh="国有资本经营预算", en="state capital budget"
    )
    fiscal_account_yuan: Money = shared.amount_yuan(
        title="财政专户", zh="财政专户管理资金", en="special fiscal accounts"
    )
    unit_funds_yuan: Money = shared.amount_yuan(title="单位资金", zh="单位资金", en="the unit's own funds")
    other_yuan: Money = shared.amount_yuan(title="其他资金", zh="其他资金", en="other funds")
    carryover_yuan: Money = shared.amount_yuan(title="上年结转", zh="各项资金的上年结转", en="of it carried over")
    has_form: Flag = field("有项目表单", zh="文件中有该项目的绩效目标表", en="whether the document has its form")
    form_budget_yuan: Money = shared.amount_yuan(
        title="表单预算", zh="表单所印的当年预算，分几部分的为其和", en="budget on its form, of all its parts"
    )
    start_year: Year = field("起始年度", zh="起始年度", en="first year")
    end_year: Year = field("终止年度", zh="终止年度", en="last year")
    indicators: Whole = field("指标数", zh="绩效指标数", en="performance indicators", minimum=0)
    numeric_indicators: Whole = field("定量指标数", zh="其中有数值的", en="of these with a numeric target", minimum=0)
    additive: Flag = shared.additive()
    table_no: Whole = shared.table_no(key=True)
    row: Whole = shared.row(key=True)


class ProcurementByCatalogue(Located):
    """One row per planned purchase with its code in the catalogue and the classes above it."""

    class Config(Located.Config):
        name = "procurement_by_catalogue"
        title = "按品目的政府采购"
        description = "每个采购项一行：品目编码（仅印名称的按名录查得）、各级品目名称、金额"

    catalogue_code: Text = field(
        "采购品目编码", zh="采购品目编码", en="code in the catalogue", pattern=shared.CATALOGUE_CODE
    )
    catalogue_name: Text = field("采购品目名称", zh="名录中的名称", en="its name in the catalogue")
    printed_name: Text = field("所印名称", zh="原文所印的名称", en="the name as printed")
    code_source: Text = field(
        "编码来源",
        zh="编码印在文件中，或按名称在名录中唯一查得；查不到的为空",
        en="whether the code is printed, or looked up by its exact name, which one code has; null without a code",
        values=enums.enum(printed=("印出", "printed"), name=("按名称", "looked up by name")),
    )
    division: Text = field(
        "门类",
        zh="货物、工程、服务",
        en="goods, works or services",
        values=enums.enum(A=("货物", "goods"), B=("工程", "works"), C=("服务", "services")),
    )
    class_code: Text = field("大类编码", zh="大类编码", en="code of its major class")
    class_name: Text = field("大类名称", zh="大类名称", en="name of its major class")
    edition: Year = shared.edition(place="value")
    project_name: Text = shared.project_name()
    unit_code: Text = shared.unit_code()
    unit_name: Text = shared.unit_name()
    quantity: Number = shared.quantity()
    amount_yuan: Money = shared.amount_yuan()
    sme_amount_yuan: Money = shared.amount_yuan(
        title="面向中小企业", zh="面向中小企业金额", en="for small and medium enterprises"
    )
    additive: Flag = shared.additive()
    table_no: Whole = shared.table_no(key=True)
    row: Whole = shared.row(key=True)
    column: Whole = shared.column(key=True)


COMPARISON = enums.enum(
    next_year=("下一年度与本年度", "the next year beside this one, in the same phase"),
    outcome=("执行与预算", "what came of it beside the budget, in one year"),
    restated=(
        "其他文件所印与该年度、阶段的文件所印",
        "what the next year's document, or the final accounts, print of a year and phase beside its own document",
    ),
)
"""What two amounts are of."""


class ChangesOverYears(Published):
    """One row per two amounts of one meaning: of two years, of budget and outcome, or of two documents."""

    class Config(Published.Config):
        name = "changes_over_years"
        title = "年度变动"
        description = (
            "同一部门、同一含义、取自同一标准表的两个数一行：两个年度，预算与执行或决算，或两份文件所印的同一数"
        )

    department_key: Text = shared.department_key(key=True)
    division_code: Text = shared.division_code()
    department_name: Text = shared.department_name()
    scope: Text = field("范围", zh="部门或单位", en="department or single unit", key=True, values=enums.SCOPE)
    subject: Text = field(
        "对象",
        zh="department_budgets 的一项，或一个支出功能分类科目",
        en="an amount of department_budgets, or a functional code",
        key=True,
        values=enums.enum(amount=("金额项", "an amount"), function=("功能分类科目", "a functional code")),
    )
    item: Text = field(
        "项目",
        zh="department_budgets 的列名（不含 _yuan），或最新名录中的功能分类编码",
        en="a column of department_budgets without `_yuan`, or a functional code of the newest list",
        key=True,
    )
    table: Text = field(
        "标准表",
        zh="两个数所取的标准表",
        en="the table that both are taken from",
        key=True,
        values=enums.STANDARD_TABLE,
    )
    comparison: Text = field("比较", zh="比较的是什么", en="what is compared", key=True, values=COMPARISON)
    from_year: Year = field("起始年度", zh="前一个数的年度", en="year of the first amount", key=True)
    from_phase: Text = field("起始阶段", zh="前一个数的阶段", en="its phase", key=True, values=enums.PHASE)
    from_yuan: Money = shared.amount_yuan(title="起始金额", zh="前一个数", en="the first amount", nullable=False)
    from_source: Text = field(
        "起始出处",
        zh="文件标识、标准表、页码、单元格四边，以“; ”分隔",
        en="document, table, page and the box of its cell, parted by `; `",
        key=True,
    )
    to_year: Year = field("比较年度", zh="后一个数的年度", en="year of the second amount", key=True)
    to_phase: Text = field("比较阶段", zh="后一个数的阶段", en="its phase", key=True, values=enums.PHASE)
    to_yuan: Money = shared.amount_yuan(title="比较金额", zh="后一个数", en="the second amount", nullable=False)
    to_source: Text = field("比较出处", zh="同起始出处", en="as from_source", key=True)
    difference_yuan: Money = shared.amount_yuan(
        title="差额", zh="后一个数减前一个数", en="the second less the first", nullable=False
    )
    rate: Number = field(
        "变动率", zh="差额除以前一个数；前一个数为零的为空", en="difference by the first amount; null where that is 0"
    )

    @rule("difference_yuan", zh="等于两数之差", en="the second amount less the first")
    @staticmethod
    def difference_is_of_both() -> Expression:
        return value("difference_yuan") == value("to_yuan") - value("from_yuan")
