"""A project is published once, though a list of goals prints it again."""

from pipelines.interpretation.forms.reading import FormReading
from pipelines.interpretation.links.listed_projects import once
from pipelines.interpretation.sheets.reading import CellUse, Disposition, Reading, Role

USES = {(1, 2): CellUse(Role.AMOUNT, Disposition.PUBLISHED)}


def project(name: str) -> dict[str, object]:
    return {"project_name": name, "amount_yuan": 1, "row": 1, "column": 2}


def test_a_project_of_the_table_of_projects_is_no_project_of_the_list_of_goals() -> None:
    table, form = Reading({"projects": [project("军供 保障")]}), FormReading({"projects": [project("军供保障")]}, USES)
    assert once([form, table])[0].records == {"projects": []}
    assert once([form, table])[0].uses[1, 2].disposition is Disposition.RECONCILED


def test_a_project_that_only_the_list_prints_stays() -> None:
    form = FormReading({"projects": [project("军供保障")]}, USES)
    assert once([form, Reading({"projects": [project("其他")]})])[0] is form
