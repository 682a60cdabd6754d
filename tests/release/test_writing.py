import csv
import io
from decimal import Decimal

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.datasets.catalogue import MODELS, arrow_schema
from pipelines.datasets.frames import frame, to_table
from pipelines.release.personal_data import PersonalDataError
from pipelines.release.writing import ROWS_PER_GROUP, SchemaError, escaped, in_groups, unescaped, write_dataset

DATASET = "project_funding"
VERSION = "2025.03.01"


def rows_of_csv(directory, dataset=DATASET):
    text = (directory / f"{dataset}.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def contents(directory):
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def test_both_files_hold_the_same_rows_in_the_same_order(funding, tmp_path):
    tables = [funding("3.00", "1.00"), funding("2.00", department="144")]

    written = write_dataset(DATASET, iter(tables), tmp_path, VERSION)

    table = pq.read_table(tmp_path / f"{DATASET}.parquet")
    assert written.rows == 3
    assert table.equals(pa.concat_tables(tables))
    assert table["amount_yuan"].to_pylist() == [Decimal("3.00"), Decimal("1.00"), Decimal("2.00")]
    assert [row["amount_yuan"] for row in rows_of_csv(tmp_path)] == ["3.00", "1.00", "2.00"]
    assert [row["document_id"] for row in rows_of_csv(tmp_path)] == table["document_id"].to_pylist()


def test_the_parquet_file_describes_its_columns(funding, tmp_path):
    write_dataset(DATASET, [funding("1.00")], tmp_path, VERSION)

    schema = pq.read_schema(tmp_path / f"{DATASET}.parquet")
    metadata = pq.read_metadata(tmp_path / f"{DATASET}.parquet")
    declared = arrow_schema(DATASET)
    assert schema.equals(
        declared.with_metadata({**declared.metadata, b"version": VERSION.encode()}), check_metadata=True
    )
    assert metadata.row_group(0).column(0).has_offset_index
    assert metadata.row_group(0).sorting_columns[0].column_index == schema.get_field_index("document_id")
    assert schema.field("amount_yuan").metadata[b"unit"] == b"CNY"
    assert schema.field("fund").metadata[b"title"].decode() == "资金"
    assert schema.metadata[b"title"].decode() == "项目当年资金来源"
    assert metadata.row_group(0).column(0).compression == "ZSTD"


def test_the_csv_opens_in_excel_and_keeps_to_the_rfc(funding, tmp_path):
    write_dataset(DATASET, [funding("8067700.00", None, source_text='a,"b"', project_code="03")], tmp_path, VERSION)

    data = (tmp_path / f"{DATASET}.csv").read_bytes()
    header, first, second, end = data.split(b"\r\n")
    assert data.startswith(b"\xef\xbb\xbfdocument_id,fiscal_year,")
    assert b"\n" not in header + first + second + end
    assert end == b""
    assert b",8067700.00," in first
    assert b'"a,""b"""' in first
    assert rows_of_csv(tmp_path)[0]["project_code"] == "03"
    assert rows_of_csv(tmp_path)[1]["amount_yuan"] == ""
    assert rows_of_csv(tmp_path)[0]["fiscal_year"] == "2025"


def test_values_are_written_plainly(tmp_path):
    row = {"fiscal_year": 2025, "includes_procurement": False, "quantity": 1.5, "page": 1}

    write_dataset(
        "purchased_services", [to_table("purchased_services", full("purchased_services", row))], tmp_path, VERSION
    )

    (written,) = rows_of_csv(tmp_path, "purchased_services")
    assert written["includes_procurement"] == "false"
    assert written["quantity"] == "1.5"
    assert written["amount_yuan"] == "0.01"


def full(dataset, row):
    identity = {"document_id": "420107-143-2025-budget", "amount_yuan": Decimal("0.01")}
    return frame(dataset, [identity | row])


@pytest.mark.parametrize("dataset", MODELS)
def test_a_dataset_without_rows_has_its_columns(dataset, tmp_path):
    assert write_dataset(dataset, [], tmp_path, VERSION).rows == 0

    header = (tmp_path / f"{dataset}.csv").read_bytes().decode("utf-8-sig")
    assert pq.read_table(tmp_path / f"{dataset}.parquet").schema.equals(arrow_schema(dataset))
    assert header == ",".join(arrow_schema(dataset).names) + "\r\n"


def test_the_bytes_depend_on_the_rows_alone(funding, tmp_path):
    amounts = [f"{number}.00" for number in range(ROWS_PER_GROUP + 5)]
    whole = funding(*amounts)
    parts = [whole.slice(0, 1), whole.slice(1, 6), whole.slice(7, 0), whole.slice(7)]

    first = write_dataset(DATASET, [whole], tmp_path / "first", VERSION)
    second = write_dataset(DATASET, parts, tmp_path / "second", VERSION)

    assert first == second
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
    assert pq.read_metadata(tmp_path / "first" / f"{DATASET}.parquet").num_row_groups == 2


@given(st.lists(st.integers(0, 25_000), max_size=6))
def test_groups_are_full_but_for_the_last(sizes):
    tables = [pa.table({"row": pa.array(range(size), pa.int32())}) for size in sizes]

    groups = list(in_groups(tables))

    assert all(group.num_rows == ROWS_PER_GROUP for group in groups[:-1])
    assert all(0 < group.num_rows <= ROWS_PER_GROUP for group in groups)
    assert [row for group in groups for row in group["row"].to_pylist()] == [
        row for table in tables for row in table["row"].to_pylist()
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(
    amount=st.decimals(min_value=-(10**15), max_value=10**15, places=2),
    text=st.from_regex(r"[㐀-鿿，\"'\n\r\t;=+@-]{1,20}", fullmatch=True),
)
def test_csv_and_parquet_agree(tmp_path, amount, text):
    row = {"fiscal_year": 2025, "page": 1, "fund": "all", "amount_yuan": amount, "source_text": text}

    write_dataset(DATASET, [to_table(DATASET, full(DATASET, row))], tmp_path, VERSION)

    (written,) = rows_of_csv(tmp_path)
    (stored,) = pq.read_table(tmp_path / f"{DATASET}.parquet").to_pylist()
    plain = unescaped(pa.table({"text": [written["source_text"]]}))["text"].to_pylist()
    assert (Decimal(written["amount_yuan"]), plain) == (amount, [text])
    assert written["source_text"].lstrip()[0] not in "=+-@"
    assert (stored["amount_yuan"], stored["source_text"]) == (amount, text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("'quoted", "''quoted"),
        ("一般=公共", "一般=公共"),
        ("2010350", "2010350"),
    ],
)
def test_no_text_is_a_formula_and_each_comes_back(text, written):
    table = pa.table({"text": [text, None]})
    assert escaped(table)["text"].to_pylist() == [written, None]
    assert unescaped(escaped(table)).equals(table)


def test_personal_data_stops_the_release(funding, tmp_path):
    with pytest.raises(PersonalDataError, match=r"project_funding\.source_text .* page 27\): mobile 1\*+"):
        write_dataset(DATASET, [funding("2.00"), funding(None, source_text="13912345678")], tmp_path, VERSION)


def test_a_table_of_another_schema_is_refused(funding, tmp_path):
    with pytest.raises(SchemaError, match=DATASET):
        write_dataset(DATASET, [funding("1.00").drop_columns("fund")], tmp_path, VERSION)


def test_a_null_where_none_may_be_is_refused(funding, tmp_path):
    with pytest.raises(pa.ArrowInvalid, match="fund"):
        write_dataset(DATASET, [funding("1.00", fund=None)], tmp_path, VERSION)
