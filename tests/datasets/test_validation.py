import pytest
from pandera.errors import SchemaErrors

from pipelines.datasets.frames import frame
from pipelines.datasets.validation import validate

OTHER = {"document_id": "420107-144-2025-budget", "department_code": "144"}


def test_one_bad_row_holds_its_document_back_and_no_other(record):
    rows = frame(
        "project_funding",
        [
            record("project_funding"),
            record("project_funding", **OTHER),
            record("project_funding", fund="money"),
        ],
    )

    found = validate("project_funding", rows)

    assert found.good["document_id"].tolist() == ["420107-144-2025-budget"]
    assert found.reasons == {"420107-143-2025-budget": "schema project_funding.fund: isin (money)"}
    assert [failure.row for failure in found.failures] == [2]


def test_the_first_failure_is_the_reason(record):
    rows = frame("project_funding", [record("project_funding", fund="a"), record("project_funding", page=0)])

    assert validate("project_funding", rows).reasons == {
        "420107-143-2025-budget": "schema project_funding.fund: isin (a)"
    }


def test_a_long_value_is_cut_in_the_reason(record):
    rows = frame("project_funding", [record("project_funding", fund="长" * 100)])

    (failure,) = validate("project_funding", rows).failures

    assert failure.reason == f"schema project_funding.fund: isin ({'长' * 60}…)"


def test_rows_nobody_answers_for_raise(record):
    with pytest.raises(SchemaErrors):
        validate("project_funding", frame("project_funding", [record("project_funding", document_id=None)]))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda rows: rows.drop(columns="fund"),
        lambda rows: rows.assign(extra="x"),
        lambda rows: rows.assign(amount_yuan=rows["amount_yuan"].astype("float64")),
    ],
    ids=["missing column", "unknown column", "money as float"],
)
def test_a_frame_of_another_shape_raises(record, spoil):
    with pytest.raises(SchemaErrors):
        validate("project_funding", spoil(frame("project_funding", [record("project_funding")])))


def test_rows_keep_their_order(record):
    rows = frame("project_funding", [record("project_funding", page=page) for page in (3, 1, 2)])

    assert validate("project_funding", rows).good["page"].tolist() == [3, 1, 2]
