"""classifications: the code lists the rows are keyed by."""

from pipelines.datasets import enumerations as enums
from pipelines.datasets.base import Level, Published, Text, Year, field, rule
from pipelines.datasets.row_rules import Expression, value


class Classifications(Published):
    """The code lists that the other datasets are keyed by, with edition and source."""

    class Config(Published.Config):
        name = "classifications"
        title = "科目与代码"
        description = "各数据集所用的分类科目和代码，含版本和来源"

    scheme: Text = field("分类", zh="代码所属的分类", en="the list the code is of", key=True, values=enums.CODE_LIST)
    code: Text = field("代码", zh="代码，保留前导零", en="the code, leading zeros kept", key=True, pattern="[0-9A-Z]+")
    name: Text = field("名称", zh="官方名称", en="the official name", nullable=False)
    level: Level = field("级次", zh="级次，从最高级起", en="level, from the top", nullable=False, minimum=0)
    parent_code: Text = field("上级代码", zh="上级代码；最高级为空", en="code of the level above; null at the top")
    edition: Year = field(
        "版本",
        zh="该条所取自的名录的年度；各数据集的 edition 与 scheme、code 一起只对应一条",
        en="year of the list the row is taken from; scheme, code and a dataset's edition name one row",
        key=True,
    )
    valid_from: Year = field(
        "有效起",
        zh="适用的首个预算年度；空为已知最早",
        en="first budget year it holds for; null where no earlier form is known",
        minimum=1949,
        maximum=2100,
    )
    valid_to: Year = field(
        "有效止",
        zh="适用的最后一个预算年度；空为至今有效",
        en="last budget year it holds for; null where it still does",
        minimum=1949,
        maximum=2100,
    )
    source: Text = field("来源", zh="名录的来源", en="where the list was taken from", nullable=False)

    @rule("valid_to", zh="不早于有效起", en="no earlier than it begins")
    @staticmethod
    def years_in_order() -> Expression:
        return value("valid_from") <= value("valid_to")
