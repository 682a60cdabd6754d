"""departments and department_names: the bodies, and the names under which documents print them."""

from pipelines.datasets import enumerations as enums
from pipelines.datasets import shared
from pipelines.datasets.base import Published, Text, Whole, Year, field, rule
from pipelines.datasets.row_rules import Expression, value
from pipelines.datasets.shared import OfDocument


class Departments(Published):
    """One row per body that publishes a document or is listed in one: who it is, whatever it is called and coded."""

    class Config(Published.Config):
        name = "departments"
        title = "部门与单位"
        description = "每个部门或单位一行：公开过文件的，或部门文件所列的；名称按声明的规则归一，编码逐年变化，不作依据"

    department_key: Text = shared.department_key(key=True, place="value")
    division_code: Text = shared.division_code(place="value")
    name: Text = field("名称", zh="最近一年所印的名称", en="the name printed in the latest year", nullable=False)
    other_names: Text = field(
        "其他名称",
        zh="所印的其他名称，以“; ”分隔；每份文件中的名称见 department_names",
        en="other names printed, parted by `; `; department_names has them by document",
    )
    kind: Text = field(
        "性质",
        zh="机构性质，由名称判断；判断不了的为空",
        en="what it is, by its name; null where no word tells",
        values=enums.BODY_KIND,
    )
    parent_key: Text = shared.department_key(
        title="主管部门标识",
        zh="在本部门文件中列出该单位的部门，以最近一年为准；同年有几个的为空",
        en="the department whose document lists it as a unit, in the latest year; null where several do",
        place="value",
    )
    codes: Text = field("编码", zh="所印的编码，以“; ”分隔", en="printed codes, parted by `; `")
    first_year: Year = field(
        "最早年度",
        zh="所在文件的最早预算年度",
        en="earliest budget year of the documents that name it",
        minimum=1990,
        maximum=2100,
    )
    last_year: Year = field(
        "最近年度",
        zh="所在文件的最近预算年度",
        en="latest budget year of the documents that name it",
        minimum=1990,
        maximum=2100,
    )
    documents: Whole = field(
        "文件数", zh="该部门或单位自己公开的文件数", en="documents of its own", nullable=False, minimum=0
    )

    @rule("first_year", zh="不晚于最近年度", en="no later than the last")
    @staticmethod
    def years_in_order() -> Expression:
        return value("first_year") <= value("last_year")

    @rule("parent_key", zh="不是其自身", en="another body")
    @staticmethod
    def parent_is_another() -> Expression:
        return value("parent_key") != value("department_key")


class DepartmentNames(OfDocument):
    """One row per document, body and name: the document's own body, and the units that its tables list."""

    class Config(OfDocument.Config):
        name = "department_names"
        title = "部门与单位名称"
        description = "每份文件、每个部门或单位、每个名称一行：文件自身的部门，及其各表所列的单位"

    named_key: Text = shared.department_key(
        title="所指部门标识",
        zh="该名称所指的部门或单位；关联 departments 表的 department_key",
        en="the body that the name is of; joins to department_key of departments",
        key=True,
        place="value",
    )
    name: Text = field(
        "名称", zh="所印名称，不含“本级”“机关”等", en="the name as printed, without what tells its own level", key=True
    )
    named_in: Text = field(
        "所在",
        zh="是文件自身的部门，还是所列单位",
        en="how the document names it",
        nullable=False,
        values=enums.NAMED_IN,
    )
    codes: Text = field("编码", zh="所印的编码，以“; ”分隔", en="printed codes, parted by `; `")
