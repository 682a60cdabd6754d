"""Every file of a release opens with the reader its users have, and each validator finds the error planted for it."""

import csv
import io
import json
import shutil
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
import rdflib
import yaml

from pipelines.datasets.catalogue import MODELS
from pipelines.release.place import Place
from pipelines.release.publish import publish
from pipelines.release.validators import VALIDATORS, Verdict, verdict
from pipelines.release.workbook import main as department_workbook
from tests.release.orders import Document, order, record

pytestmark = pytest.mark.slow
A, C = Document("143", "-5.00", "2.00"), Document("145", year=2024)
OTHERS = [dataset for dataset in MODELS if dataset != "changes"]
FORMULA = record("budget_lines", **C.identity, row=9, name="=1+1", amount_yuan="3.00")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second release, with a replaced document: it has changes and all kinds of files."""
    place = Place(tmp_path_factory.mktemp("processed"))
    publish(place, order(Document("143", "-5.00", "1.00", content="old"), C, others=OTHERS))
    return publish(place, order(A, C, lines=[FORMULA], others=OTHERS, validators=VALIDATORS)).folder


@pytest.fixture
def copy(release: Path, tmp_path: Path) -> Path:
    """The release, to be spoilt."""
    folder = Path(shutil.copytree(release, tmp_path / "copy"))
    for path in folder.rglob("*"):
        path.chmod(0o755)
    return folder


AMOUNTS = [Decimal("-5.00"), Decimal("2.00"), Decimal("1.00"), Decimal("2.00"), Decimal("3.00")]


def test_all_validators_have_read_it_and_found_nothing(release):
    told = json.loads((release / "release.json").read_text())["checks"]
    assert told == dict.fromkeys(
        ("same_rows", "descriptor", "frictionless", "dcat", "croissant", "citation", "ocds"), "passed"
    )


def test_frictionless_itself_is_content(release):
    command = [sys.executable, "-m", "frictionless", "validate", str(release / "datapackage.json")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_parquet_and_csv_open_with_pandas_and_polars(release):
    for read in (pd.read_parquet, pl.read_parquet):
        assert list(read(release / "budget_lines.parquet")["amount_yuan"]) == AMOUNTS
    frame = pd.read_csv(release / "budget_lines.csv", dtype=str)
    assert [Decimal(text) for text in frame["amount_yuan"]] == AMOUNTS
    assert frame["name"].iloc[-1] == "'=1+1"
    assert pl.read_csv(release / "budget_lines.csv", infer_schema=False)["name"][-1] == "'=1+1"


def test_duckdb_has_keys_comments_and_views(release):
    with duckdb.connect(str(release / "yusuan.duckdb"), read_only=True) as connection:

        def ask(sql: str) -> list[tuple[object, ...]]:
            return connection.execute(sql).fetchall()

        assert [row[0] for row in ask("SELECT amount_yuan FROM budget_lines")] == AMOUNTS
        of_lines = "WHERE table_name = 'budget_lines'"
        constraints = {row[0] for row in ask(f"SELECT constraint_type FROM duckdb_constraints() {of_lines}")}
        assert {"PRIMARY KEY", "FOREIGN KEY", "NOT NULL"} <= constraints
        comments = f"SELECT comment FROM duckdb_columns() {of_lines} AND column_name = 'amount_yuan'"
        ((comment,),) = ask(comments)
        assert str(comment).startswith("金额")
        assert ask('SELECT DISTINCT "收支" FROM budget_lines_zh') == [("支出",)]
        assert ask("SELECT DISTINCT source_file FROM budget_lines_with_source ORDER BY 1")[0] == ("143-2025.pdf",)
        assert ask("SELECT version FROM about") == [("2025.03.01.2",)]


def test_without_duckdb_a_release_says_that_it_has_no_database(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    release = publish(Place(tmp_path), order(A)).folder
    assert not [*release.glob("*.duckdb")]
    assert "not in this release: DuckDB was not installed" in (release / "README.md").read_text(encoding="utf-8")


def test_the_workbook_opens_with_amounts_as_numbers_and_codes_as_texts(release):
    book = openpyxl.load_workbook(next(release.glob("*.xlsx")))
    assert book.sheetnames[:2] == ["说明", "数据字典"]
    sheet = book["budget_lines"]
    names = [cell.value for cell in sheet[2]]
    rows = [dict(zip(names, row, strict=True)) for row in sheet.iter_rows(min_row=3)]
    assert [row["amount_yuan"].value for row in rows] == [float(amount) for amount in AMOUNTS]
    assert rows[0]["amount_yuan"].number_format == "#,##0.00"
    assert (rows[0]["code"].value, rows[0]["code"].data_type) == ("2010300", "s")
    assert (rows[-1]["name"].value, rows[-1]["name"].data_type) == ("=1+1", "s")
    assert sheet.freeze_panes == "B3"
    assert sheet.auto_filter.ref.startswith("A2:")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_workbook_opens_in_libreoffice(release, tmp_path):
    book = next(release.glob("*.xlsx"))
    command = [
        "soffice",
        "--headless",
        # A profile of its own: one that another LibreOffice holds would let it do nothing.
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
    ]
    done = subprocess.run([*command, "--outdir", str(tmp_path), str(book)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    # That it was installed without Java is nothing about the file.
    about_the_file = [line for line in done.stderr.splitlines() if "javaldx" not in line]
    assert about_the_file == []
    (lines,) = tmp_path.glob("*budget_lines.csv")
    assert len(lines.read_text().splitlines()) == 2 + len(AMOUNTS)


def test_one_department_gets_a_workbook_of_its_own(release, tmp_path, capsys):
    target = tmp_path / "one.xlsx"
    assert department_workbook([str(release), "部门145", str(target)]) == 0
    sheet = openpyxl.load_workbook(target)["budget_lines"]
    assert sheet.max_row == 2 + 3
    assert department_workbook([str(release), "部门999", str(target)]) == 2
    assert "no document of" in capsys.readouterr().err


def test_a_zip_holds_a_year_with_what_is_needed_to_read_it(release):
    with zipfile.ZipFile(next(release.glob("*-2024.zip"))) as archive:
        assert {"README.md", "LICENSE.md", "data_dictionary.md", "budget_lines.csv"} <= set(archive.namelist())
        text = archive.read("budget_lines.csv").decode("utf-8-sig")
    assert [row["fiscal_year"] for row in csv.DictReader(io.StringIO(text))] == ["2024"] * 3


def test_the_zips_part_the_lines_of_the_csv_by_year(tmp_path, monkeypatch):
    # So that lines, and texts with line feeds in them, lie across what is read at once.
    monkeypatch.setattr("pipelines.release.archives._BLOCK", 50)
    texts = ["two\r\nlines", '"quoted\n"', "\n", "plain"]
    lines = [
        record("budget_lines", **each.identity, row=10 + row, name=text, amount_yuan="3.00")
        for each in (A, C)
        for row, text in enumerate(texts)
    ]
    folder = publish(Place(tmp_path), order(A, C, lines=lines, others=["classifications"])).folder
    header, *rows = csv_rows((folder / "budget_lines.csv").read_bytes())
    for year in ("2024", "2025"):
        with zipfile.ZipFile(next(folder.glob(f"*-{year}.zip"))) as archive:
            own = csv_rows(archive.read("budget_lines.csv"))
            assert archive.read("classifications.csv") == (folder / "classifications.csv").read_bytes()
        assert own == [header, *(row for row in rows if row[header.index("fiscal_year")] == year)]
        assert len(own) > len(texts)


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_catalogue_says_where_the_files_are(release):
    graph = rdflib.Graph().parse(release / "catalog.jsonld", base="https://example.org/")
    dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
    addresses = {str(address) for address in graph.objects(None, dcat.downloadURL)}
    assert "https://example.org/budget_lines.csv" in addresses
    assert len(list(graph.subjects(rdflib.RDF.type, dcat.Dataset))) == len(MODELS)


def test_croissant_gives_the_rows(release):
    import mlcroissant  # takes a second, and is loaded where tests are only listed otherwise

    dataset = mlcroissant.Dataset(jsonld=str(release / "croissant.json"))
    rows = list(dataset.records(record_set="budget_lines"))
    assert [row["budget_lines/amount_yuan"] for row in rows] == [float(amount) for amount in AMOUNTS]


def test_the_dictionary_is_there_in_three_forms(release):
    html = (release / "data_dictionary.html").read_text()
    rows = list(csv.DictReader((release / "data_dictionary.csv").open(encoding="utf-8-sig")))
    names = pq.read_schema(release / "budget_lines.parquet").names
    assert [row["column"] for row in rows if row["dataset"] == "budget_lines"] == names
    assert all(f"<code>{name}</code>" in html for name in names)
    assert "How to sum this" in (release / "data_dictionary.md").read_text()
    assert "<script" not in html


def test_citation_and_core_metadata(release):
    citation = yaml.safe_load((release / "CITATION.cff").read_text())
    assert (citation["type"], citation["version"]) == ("dataset", "2025.03.01.2")
    rows = list(csv.DictReader((release / "metadata-zh.csv").open(encoding="utf-8-sig")))
    assert {row["数据标识符"] for row in rows} >= {"yusuan/budget_lines", "yusuan/documents"}
    assert all(row["信息项"] and row["数据摘要"] for row in rows)


def test_the_feed_has_an_entry_for_each_release(release):
    atom = {"a": "http://www.w3.org/2005/Atom"}
    feed = ElementTree.parse(release / "changes.atom").getroot()
    titles = [entry.findtext("a:title", namespaces=atom) for entry in feed.findall("a:entry", atom)]
    assert titles == ["2025.03.01.2", "2025.03.01"]
    assert "修改 changed 1" in (feed.find("a:entry", atom) or feed).findtext("a:summary", "", atom)
    page = (release / "changes.html").read_text()
    assert "1.00" in page and "文件被替换" in page


def spoil_csv(release: Path) -> None:
    path = release / "budget_lines.csv"
    path.write_bytes(path.read_bytes().replace(b"-5.00", b"-6.00"))


def test_what_begins_like_a_formula_is_escaped_in_the_schema_too(release):
    package = json.loads((release / "datapackage.json").read_text())
    targets = next(each for each in package["resources"] if each["name"] == "performance_targets")
    comparator = next(each for each in targets["schema"]["fields"] if each["name"] == "comparator")
    assert "'=" in comparator["constraints"]["enum"]
    assert "'=" in {each["value"] for each in comparator["categories"]}


def spoil_descriptor(release: Path) -> None:
    path = release / "data_dictionary.csv"
    path.write_text("edited")


def spoil_type(release: Path) -> None:
    path = release / "budget_lines.csv"
    path.write_bytes(path.read_bytes().replace(b",2025,", b",soon,"))


def spoil_key(release: Path) -> None:
    path = release / "budget_lines.csv"
    path.write_bytes(path.read_bytes().replace(b"420107-145-2024-budget", b"420107-999-2024-budget"))


def spoil_catalogue(release: Path) -> None:
    for name in ("catalog.ttl", "catalog.jsonld"):
        path = release / name
        path.write_text(path.read_text().replace("dcat:theme", "dcat:topic"))


def spoil_one_catalogue(release: Path) -> None:
    path = release / "catalog.jsonld"
    path.write_text(path.read_text().replace("2025.03.01.2", "2024.01.01"))


def spoil_croissant(release: Path) -> None:
    path = release / "croissant.json"
    told = json.loads(path.read_text())
    told["distribution"][1]["@id"] = "elsewhere"
    path.write_text(json.dumps(told))


def spoil_citation(release: Path) -> None:
    path = release / "CITATION.cff"
    path.write_text(path.read_text().replace("type: dataset", "type: data"))


def spoil_purchase(release: Path) -> None:
    path = release / "ocds.json"
    path.write_text(path.read_text().replace('"planning"]', '"planned"]'))


def spoil_purchases(release: Path) -> None:
    path = release / "ocds.json"
    path.write_text(path.read_text().replace('"version": "1.1"', '"version": 1.1'))


PLANTED = [
    (spoil_csv, "same_rows", "budget_lines.csv holds other rows"),
    (spoil_descriptor, "descriptor", "data_dictionary.csv is not as described"),
    (spoil_type, "frictionless", "soon"),
    (spoil_key, "frictionless", "420107-999-2024-budget"),
    (spoil_catalogue, "dcat", "http://www.w3.org/ns/dcat#theme"),
    (spoil_one_catalogue, "dcat", "catalog.jsonld says something else"),
    (spoil_croissant, "croissant", "croissant.json"),
    (spoil_citation, "citation", "$.type: 'data' is not one of"),
    (spoil_purchase, "ocds", "$.releases[0].tag"),
    (spoil_purchases, "ocds", "$.version: 1.1 is not of type 'string'"),
]


def test_planned_purchases_are_told_as_ocds(release):
    told = json.loads((release / "ocds.json").read_text())
    (row,) = pq.read_table(release / "procurement.parquet").to_pylist()
    (planned,) = told["releases"]
    assert (planned["ocid"], planned["tag"], planned["tender"]["status"]) == (
        f"yusuan-{row['row_key']}",
        ["planning"],
        "planning",
    )
    assert planned["planning"]["budget"]["amount"] == {"amount": 5000.0, "currency": "CNY"}
    assert planned["tender"]["items"][0]["classification"]["id"] == "A05040101"
    assert planned["buyer"]["id"] == planned["parties"][0]["id"]


def test_no_purchases_make_no_package(tmp_path):
    place = Place(tmp_path / "processed")
    others = [dataset for dataset in OTHERS if dataset != "procurement"]
    folder = publish(place, order(A, others=others, validators=VALIDATORS)).folder
    assert not (folder / "ocds.json").exists()


@pytest.mark.parametrize(("spoil", "name", "told"), PLANTED)
def test_each_validator_finds_the_error_that_is_planted_for_it(copy, spoil, name, told):
    spoil(copy)
    (validator,) = (each for each in VALIDATORS if each.name == name)
    found = verdict(copy, validator)
    assert any(told in fault for fault in found.faults or ()), found


def test_a_validator_that_is_not_installed_is_told(release):
    absent = type(VALIDATORS[0])("absent", VALIDATORS[0].faults, "no_such_library")
    assert verdict(release, absent) == Verdict("absent", None)
    assert Verdict("absent", None).told == "not installed"
