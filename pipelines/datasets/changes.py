"""changes: what differs between a release and the one before it, and why."""

from pipelines.datasets import enumerations as enums
from pipelines.datasets import shared
from pipelines.datasets.base import ROW_KEY, Published, Text, field, rule
from pipelines.datasets.row_rules import Expression, all_given, any_given, call, known, value


class Changes(Published):
    """One row per row in which a release differs from the one before it: what changed, old and new, and why."""

    class Config(Published.Config):
        name = "changes"
        title = "变更"
        description = "与上一版本相比的每个有变更的行一行：新增、删除或修改，改动的列及其前后的值、原因"

    dataset: Text = field("数据集", zh="有变更的数据集", en="the dataset that differs", nullable=False)
    key: Text = field(
        "行标识",
        zh="有变更的行的 row_key",
        en="row_key of the row that differs",
        nullable=False,
        pattern=ROW_KEY,
    )
    change: Text = field(
        "变更", zh="新增、删除或修改", en="added, removed or changed", nullable=False, values=enums.RELEASE_CHANGE
    )
    document_id: Text = shared.document_id(nullable=True)
    locator: Text = field(
        "定位",
        zh="该行在本版本（删除的行在上一版本）中的主键，列=值",
        en="primary key of the row in this release, of a removed one in the last, as `column=value`",
    )
    columns: Text = field(
        "列", zh="改动的列，以“; ”分隔", en="the columns that changed, parted by `; `; null for rows that came or went"
    )
    old: Text = field(
        "旧值",
        zh="改动的列在上一版本中的值，JSON 对象；撤下的文字不再写出",
        en="what those columns held in the last release, a JSON object; a text withheld since is not repeated",
    )
    new: Text = field(
        "新值", zh="改动的列在本版本中的值，JSON 对象", en="what they hold in this release, a JSON object"
    )
    reason: Text = field("原因", zh="变更的原因", en="why it differs", nullable=False, values=enums.CHANGE_REASON)
    detail: Text = field(
        "说明",
        zh="读取有变的，为程序版本的起止；撤回的，为撤回的理由；更正的，为更正的标识",
        en="the range of commits for another reading, the reason given for a withdrawal, the id of a correction",
    )
    previous_version: Text = field(
        "上一版本", zh="所比较的版本", en="the release it is compared with", nullable=False, pattern=shared.VERSION
    )

    @rule("columns", zh="修改指明列和新旧值，其他不指明", en="given with both values for changed rows, and only those")
    @staticmethod
    def changed_has_columns() -> Expression:
        told = ("columns", "old", "new")
        return call("if_else", known(value("change") == "changed"), all_given(*told), ~any_given(*told))
