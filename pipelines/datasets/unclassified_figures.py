"""unclassified_figures: one row per number in tables that no other dataset is for."""

from pipelines.datasets import shared
from pipelines.datasets.base import Money, Number, Text, field, rule
from pipelines.datasets.row_rules import Expression, implies, value
from pipelines.datasets.shared import FromTable


class UnclassifiedFigures(FromTable):
    """One row per number that no other dataset is for, most of them in tables of no dataset."""

    class Config(FromTable.Config):
        name = "unclassified_figures"
        title = "未归类的数"
        description = "不属于其他数据集的每个数一行，多在未归类的表中，带行、列的标题；一个数不会同时在其他数据集中"

    table_title: Text = field("表题", zh="表的标题，按原文", en="title of the table, as printed")
    row_path: Text = field(
        "行标题",
        zh="同一行中在数左边的文字，从左到右，以“ / ”分隔；数属于上面某行的总额时，含该总额的标题",
        en="the words left of the number in its row, from the left, ` / ` between them; with the label of a sum in "
        "a row above that the number is a part of",
    )
    column_path: Text = field(
        "列标题",
        zh="表头中数的各级标题，以“ / ”分隔",
        en="the labels over the number, outermost first, ` / ` between them",
    )
    value: Number = field(
        "数值",
        zh="印出的数；百分数以小数计",
        en="the number as printed; a percentage as a fraction",
        nullable=False,
    )
    printed_unit: Text = shared.printed_unit()
    amount_yuan: Money = shared.amount_yuan(
        zh="折合为元的金额；原文未说明是金额的为空", en="the amount in yuan; null where it is not said to be money"
    )

    @rule("amount_yuan", zh="有单位才有金额", en="an amount has a unit of money")
    @staticmethod
    def amount_has_unit() -> Expression:
        return implies(value("amount_yuan").is_valid(), value("printed_unit").is_valid())
