"""three_public_counts: one row per number of groups, persons, vehicles and receptions beside the 三公 amounts."""

from pipelines.datasets import enumerations as enums
from pipelines.datasets import shared
from pipelines.datasets.base import Text, Whole, Year, field, rule
from pipelines.datasets.row_rules import Expression, value
from pipelines.datasets.shared import Correctable


class ThreePublicCounts(Correctable):
    """One row per number of groups, persons, vehicles, receptions, meetings or trainings that stands beside the three
    public expenses, in their table or in the explanation."""

    class Config(Correctable.Config):
        name = "three_public_counts"
        title = "“三公”实物量"
        description = (
            "“三公”经费表和说明中的团组数、人次、车辆数、接待批次等，每个数一行；同一数印在表和说明中的各为一行"
        )

    item: Text = field("项目", zh="所计的是什么", en="what is counted", nullable=False, values=enums.COUNT)
    name: Text = field("名称", zh="数的名称，按原文", en="what the number is called, as printed")
    number: Whole = field("数量", zh="所印的数", en="the number as printed", nullable=False, minimum=0)
    phase: Text = field(
        "阶段",
        zh="预算数或决算数等；说明某日实有数而非当年的为空",
        en="budget, adjusted, execution or final; null for what is there on a day of another year",
        values=enums.PHASE,
    )
    amount_year: Year = field("年度", zh="数所属的年度", en="the year the number is of")
    printed_in: Text = field(
        "所在", zh="印在表中还是说明中", en="where it is printed", nullable=False, values=enums.COUNT_PRINTED_IN
    )
    unit_code: Text = shared.unit_code()
    unit_name: Text = shared.unit_name()
    sentence: Text = field("原句", zh="说明中数所在的句子", en="the sentence it stands in, in the explanation")
    table_no: Whole = shared.table_no()
    row: Whole = shared.row()
    column: Whole = shared.column()

    @rule("sentence", zh="说明中的有原句，表中的有单元格", en="given in the explanation, as the cell is in a table")
    @staticmethod
    def stands_in_one_of_them() -> Expression:
        told = value("printed_in") == "explanation"
        return (value("sentence").is_valid() == told) & (value("table_no").is_null() == told)
