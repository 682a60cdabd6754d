"""narrative_figures: one row per amount or share in the explanatory part."""

from pipelines.datasets import enumerations as enums
from pipelines.datasets import shared
from pipelines.datasets.base import Money, Number, Text, field, rule
from pipelines.datasets.row_rules import Expression, value
from pipelines.datasets.shared import Correctable


class NarrativeFigures(Correctable):
    """One row per amount or share in the explanatory part."""

    class Config(Correctable.Config):
        name = "narrative_figures"
        title = "说明中的数据"
        description = "预算情况说明中每个金额或占比一行"

    section: Text = field("章节", zh="所在章节的标题", en="heading of the section")
    subject: Text = field("对象", zh="数据所说的对象，按原文", en="what the figure is of, as printed")
    measure: Text = field("口径", zh="支出的口径", en="what kind of amount it is", values=enums.MEASURE)
    fund: Text = shared.fund()
    amount_yuan: Money = shared.amount_yuan()
    printed_unit: Text = shared.printed_unit()
    share: Number = field("占比", zh="占比，以小数计", en="the share, as a fraction", minimum=0)
    change: Text = field("增减", zh="增加或减少", en="increase or decrease", values=enums.CHANGE)
    sentence: Text = field("原句", zh="数据所在的句子", en="the sentence it stands in", nullable=False)

    @rule("amount_yuan", zh="金额和占比有且只有一个", en="an amount or a share, one of the two")
    @staticmethod
    def amount_or_share() -> Expression:
        return value("amount_yuan").is_valid() != value("share").is_valid()
