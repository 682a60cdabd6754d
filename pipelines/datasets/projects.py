"""projects, project_profiles, project_funding, project_activities: what is spent on which project."""

from pipelines.datasets import enumerations as enums
from pipelines.datasets import shared
from pipelines.datasets.base import Flag, Money, Text, Year, field, rule
from pipelines.datasets.row_rules import Expression
from pipelines.datasets.shared import FromTable


class Projects(FromTable):
    """One row per project and source of funds in the table of projects."""

    class Config(FromTable.Config):
        name = "projects"
        title = "项目支出"
        description = "项目支出表中每个项目、每种资金一行"

    project_code: Text = shared.project_code()
    project_name: Text = shared.project_name(nullable=False)
    project_class: Text = field(
        "项目类别",
        zh="项目所属类别，如“本级支出项目”",
        en="the class the project is listed under, as printed",
    )
    unit_code: Text = shared.unit_code(
        zh="项目所列单位的代码，按原文", en="code of the unit under which the row is printed"
    )
    unit_name: Text = shared.unit_name()
    function_code: Text = shared.function_code()
    function_name: Text = shared.function_name()
    economic_code: Text = shared.economic_code()
    economic_name: Text = shared.economic_name()
    government_economic_code: Text = shared.government_economic_code()
    government_economic_name: Text = shared.government_economic_name()
    fund: Text = shared.fund(nullable=False)
    period: Text = shared.period()
    amount_yuan: Money = shared.amount_yuan()
    printed_unit: Text = shared.printed_unit()
    edition: Year = shared.edition()
    economic_edition: Year = shared.economic_edition()
    government_economic_edition: Year = shared.government_economic_edition()
    additive: Flag = shared.additive()
    in_total: Flag = shared.in_total()

    @rule("in_total", zh="计入总额的行可加", en="a row that counts in the total is additive")
    @staticmethod
    def in_total_is_additive() -> Expression:
        return shared.in_total_is_additive()


class ProjectProfiles(FromTable):
    """One row per project form of the performance tables, and per part of a project that they print an amount of."""

    class Config(FromTable.Config):
        name = "project_profiles"
        title = "项目概况"
        description = "项目支出绩效目标表中每张项目表一行；同一项目名下分几部分列示金额的，每部分一行"

    project_code: Text = shared.project_code()
    project_name: Text = shared.project_name()
    lead_department: Text = field("项目主管部门", zh="项目主管部门", en="the department in charge of the project")
    unit_name: Text = shared.unit_name(zh="项目执行单位名称", en="name of the unit that carries the project out")
    attribute: Text = field(
        "项目属性",
        zh="勾选的项目属性，如“持续性项目”“新增项目”",
        en="the ticked attribute of the project: continued or new",
    )
    type: Text = field(
        "项目类型",
        zh="勾选的项目类型，如“常年性项目”“延续性项目”“一次性项目”",
        en="the ticked type of the project: permanent, of several years, or once",
    )
    start_year: Year = field("起始年度", zh="起始年度", en="first year", minimum=1949, maximum=2100)
    end_year: Year = field("终止年度", zh="终止年度", en="last year", minimum=1949, maximum=2100)
    reason: Text = field("项目申请理由", zh="项目申请理由", en="why the project is applied for")
    goal: Text = field("绩效目标", zh="按项目列示的绩效目标", en="the goal that a list of projects prints")
    content: Text = field("项目主要内容", zh="项目主要内容", en="what the project consists of")
    prior_years_note: Text = field(
        "前两年预算及变动情况",
        zh="项目前两年预算及当年预算变动情况",
        en="budgets of the two years before, and what changed",
    )
    total_budget_yuan: Money = field("项目总预算", zh="项目总预算", en="budget of the whole project", unit="CNY")
    current_budget_yuan: Money = field("项目当年预算", zh="项目当年预算", en="budget of the current year", unit="CNY")
    printed_unit: Text = shared.printed_unit(
        zh="原文的金额单位；两项预算单位不同时为当年预算的单位",
        en="the unit the budgets are printed in; where they are in two, the current year's",
    )


class ProjectFunding(FromTable):
    """One row per project and source of funds on the project's form, total included."""

    class Config(FromTable.Config):
        name = "project_funding"
        title = "项目当年资金来源"
        description = "项目表中项目当年资金来源的每一行，含合计"

    project_code: Text = shared.project_code()
    project_name: Text = shared.project_name()
    unit_name: Text = shared.unit_name(zh="项目执行单位名称", en="name of the unit that carries the project out")
    fund: Text = shared.fund(nullable=False)
    period: Text = shared.period()
    phase: Text = field(
        "阶段",
        zh="决算自评表所印的预算数、全年预算数或执行数；其他文件为空",
        en="which amount the self-evaluation of final accounts prints; null in other documents",
        values=enums.PHASE,
    )
    amount_yuan: Money = shared.amount_yuan()
    printed_unit: Text = shared.printed_unit()


class ProjectActivities(FromTable):
    """One row per activity of a project's estimate of costs."""

    class Config(FromTable.Config):
        name = "project_activities"
        title = "项目支出明细测算"
        description = "项目表中项目支出明细测算的每一行"

    project_code: Text = shared.project_code()
    project_name: Text = shared.project_name()
    unit_name: Text = shared.unit_name(zh="项目执行单位名称", en="name of the unit that carries the project out")
    activity: Text = field("项目活动", zh="项目活动", en="the activity")
    description: Text = field("活动内容表述", zh="活动内容表述", en="what the activity consists of")
    economic_code: Text = shared.economic_code(
        zh="部门预算支出经济分类科目编码，按名称查得",
        en="code of the departments' economic classification, looked up by name",
    )
    economic_name: Text = shared.economic_name()
    amount_yuan: Money = shared.amount_yuan()
    printed_unit: Text = shared.printed_unit()
    basis: Text = field("测算依据及说明", zh="测算依据及说明", en="how the amount was arrived at")
    remark: Text = field("备注", zh="备注", en="remark")
    edition: Year = shared.edition()
