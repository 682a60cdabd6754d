"""classifications: the code lists the rows are keyed by."""

from pipelines.datasets import enumerations as enums
from pipelines.datasets.base import Level, Published, Text, Year, field


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
    edition: Year = field("版本", zh="名录的年度", en="year of the list", key=True)
    source: Text = field("来源", zh="名录的来源", en="where the list was taken from", nullable=False)
