"""completeness: what of a document's disclosure is there, item by item."""

from pipelines.datasets import enumerations as enums
from pipelines.datasets import shared
from pipelines.datasets.base import Number, Text, Whole, field, rule
from pipelines.datasets.row_rules import Expression, implies, value
from pipelines.datasets.shared import Located


class Completeness(Located):
    """One row per document and item that a complete disclosure holds, with its points and why it has them."""

    class Config(Located.Config):
        name = "completeness"
        title = "公开完整度"
        description = "每份文件、每个公开要求一行：得分、满分和理由，参照财政透明度排名的指标"

    item: Text = field("要求", zh="公开要求的标识", en="identifier of what is asked", key=True, pattern="[a-z_]+")
    topic: Text = field(
        "方面", zh="要求所属的方面", en="what it is about", nullable=False, values=enums.COMPLETENESS_TOPIC
    )
    requirement: Text = field("要求内容", zh="要求的内容", en="what is asked, in Chinese", nullable=False)
    requirement_en: Text = field("要求内容（英文）", zh="要求的内容，英文", en="what is asked", nullable=False)
    points: Number = field("得分", zh="得分；不适用的为空", en="points; null where the item does not apply", minimum=0)
    max_points: Number = field("满分", zh="该项满分", en="points of the item", nullable=False, minimum=0)
    message: Text = field("理由", zh="得分的理由", en="why it has its points, in Chinese", nullable=False)
    message_en: Text = field("理由（英文）", zh="得分的理由，英文", en="why it has its points", nullable=False)
    evidence: Text = field(
        "依据", zh="所依据的数据：数据集和列", en="the data it rests on: datasets and columns, or words of the text"
    )
    page: Whole = shared.page(nullable=True, zh="依据所在的原文页码", en="page of the source; null where it is on none")

    @rule("points", zh="得分不高于满分", en="no more than the item has")
    @staticmethod
    def points_are_of_the_item() -> Expression:
        return implies(value("points").is_valid(), value("points") <= value("max_points"))
