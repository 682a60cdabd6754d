"""performance_targets: one row per indicator of the department's and the projects' targets."""

from pipelines.datasets import enumerations as enums
from pipelines.datasets import shared
from pipelines.datasets.base import Number, Text, Year, field, rule
from pipelines.datasets.row_rules import Expression, any_given, implies, value
from pipelines.datasets.shared import FromTable


class PerformanceTargets(FromTable):
    """One row per indicator in the performance targets of departments and projects."""

    class Config(FromTable.Config):
        name = "performance_targets"
        title = "绩效目标"
        description = "部门整体和项目绩效目标表中每个三级指标一行"

    scope: Text = field(
        "范围", zh="部门整体或项目", en="department or project", nullable=False, values=enums.TARGET_SCOPE
    )
    project_code: Text = shared.project_code()
    project_name: Text = shared.project_name()
    unit_name: Text = shared.unit_name(zh="项目执行单位名称", en="name of the unit that carries the project out")
    project_link: Text = field(
        "项目依据", zh="如何得知所属项目", en="how the project was known", values=enums.PROJECT_LINK
    )
    horizon: Text = field("期限", zh="长期或年度", en="long-term or annual", nullable=False, values=enums.HORIZON)
    goal_no: Year = field("目标序号", zh="所属目标的序号", en="number of the goal it belongs to", minimum=1)
    goal: Text = field("目标", zh="所属目标", en="the goal it belongs to")
    level1: Text = field("一级指标", zh="一级指标", en="first level of the indicator")
    level2: Text = field("二级指标", zh="二级指标", en="second level of the indicator")
    indicator: Text = field("三级指标", zh="三级指标名称", en="the indicator")
    comparator: Text = field(
        "比较符",
        zh="指标值的比较符；定性指标为空，只印数字的为“=”",
        en="how the value compares; null for a qualitative target, = for a bare number",
        values=enums.COMPARATOR,
    )
    target_value: Number = field(
        "指标值",
        zh="指标值的数字；“≥95%”为 95",
        en="number of the target; 95 for ≥95%; null for a qualitative target",
    )
    target_unit: Text = field("计量单位", zh="指标值的单位，如“%”“条”", en="unit of the target, as printed")
    target_text: Text = field("指标值原文", zh="指标值，按原文", en="the target as printed")
    baseline_year_1: Year = field("近年之一", zh="近两年指标值中较早的年度", en="the earlier of the two years before")
    baseline_text_1: Text = field("近年之一指标值", zh="较早年度的指标值，按原文", en="its value, as printed")
    baseline_year_2: Year = field("近年之二", zh="近两年指标值中较晚的年度", en="the later of the two years before")
    baseline_text_2: Text = field("近年之二指标值", zh="较晚年度的指标值，按原文", en="its value, as printed")
    weight: Number = field("权重", zh="印出的权重或分值", en="the weight or score printed beside the target", minimum=0)
    actual_text: Text = field(
        "实际完成值原文", zh="自评表印出的实际完成值，按原文", en="what was reached, as printed in a self-evaluation"
    )
    actual_value: Number = field("实际完成值", zh="实际完成值的数字", en="number of what was reached")
    score: Number = field("得分", zh="自评表印出的得分", en="the score a self-evaluation prints", minimum=0)
    basis: Text = field("指标值确定依据", zh="指标值确定依据", en="what the target was set by")

    @rule("scope", zh="部门整体的指标不属于项目", en="a department's own target has no project")
    @staticmethod
    def department_has_no_project() -> Expression:
        project = any_given("project_code", "project_name", "project_link")
        return implies(value("scope") == "department", ~project)

    @rule("comparator", zh="有比较符即有数值", en="given with a value, and only then")
    @staticmethod
    def comparator_has_value() -> Expression:
        return value("comparator").is_valid() == value("target_value").is_valid()

    @rule("target_text", zh="有数值即有原文", en="a value was read from a text")
    @staticmethod
    def value_was_printed() -> Expression:
        return implies(value("target_value").is_valid(), value("target_text").is_valid())

    @rule("baseline_year_1", zh="较早的年度在前", en="the earlier year comes first")
    @staticmethod
    def baselines_are_ordered() -> Expression:
        return value("baseline_year_1") < value("baseline_year_2")
