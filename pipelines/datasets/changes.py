"""changes: what differs between a release and the one before it, and why."""

import pandas as pd

from pipelines.datasets import enumerations as enums
from pipelines.datasets import shared
from pipelines.datasets.base import ROW_KEY, Published, Size, Text, field, implies, rule


class Changes(Published):
    """One row per value, row or document in which a release differs from the one before it, with the reason."""

    class Config(Published.Config):
        name = "changes"
        title = "变更"
        description = "与上一版本相比的每处变更一行：新增、删除或修改的行和列，改动前后的值及原因"

    dataset: Text = field("数据集", zh="有变更的数据集", en="the dataset that differs", nullable=False)
    kind: Text = field(
        "变更", zh="新增、删除或修改", en="added, removed or changed", nullable=False, values=enums.RELEASE_CHANGE
    )
    document_id: Text = shared.document_id(nullable=True)
    changed_row: Text = field(
        "变更行标识",
        zh="有变更的行的 row_key；整份文件的变更为空",
        en="row_key of the row that differs; null for whole documents",
        pattern=ROW_KEY,
    )
    locator: Text = field(
        "定位",
        zh="该行在本版本（删除的行在上一版本）中的主键，列=值",
        en="primary key of the row in this release, of a removed one in the last, as `column=value`",
    )
    column: Text = field("列", zh="改动的列", en="the column that changed; null for rows that came or went")
    old_value: Text = field(
        "旧值",
        zh="上一版本中的值；撤下的文字不再写出",
        en="the value in the last release; a text withheld since is not repeated",
    )
    new_value: Text = field("新值", zh="本版本中的值", en="the value in this release")
    rows: Size = field(
        "行数",
        zh="整份文件新增或删除时的行数，否则为 1",
        en="rows of a document that came or went as a whole, else 1",
        nullable=False,
        minimum=1,
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

    @rule("column", zh="修改指明列，其他不指明", en="given for changed rows, and only those")
    @staticmethod
    def changed_has_column(frame: pd.DataFrame) -> pd.Series:
        return (frame["kind"] == "changed") == frame["column"].notna()

    @rule("changed_row", zh="只有整份文件的变更没有行标识", en="missing for whole documents alone")
    @staticmethod
    def row_is_named(frame: pd.DataFrame) -> pd.Series:
        return implies(frame["changed_row"].isna(), frame["kind"] != "changed")
