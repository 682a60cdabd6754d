"""What the proof and the disclosure declare holds no slip: each is an error that names file, entry and key."""

import pytest

from pipelines.disclosure.completeness import COMPLETENESS
from pipelines.disclosure.coverage import DECLARED_COVERAGE
from pipelines.disclosure.item import JUDGEMENTS
from pipelines.foundation.declaration import DeclarationError
from pipelines.foundation.sentence import Names, Sentence, Told
from pipelines.reconciliation.across.words import DECLARED_EXPLANATION
from pipelines.reconciliation.figures.axes import DECLARED_AXES
from pipelines.reconciliation.figures.of_lists import DECLARED_LISTS
from pipelines.reconciliation.figures.words import FIGURE_WORDS
from pipelines.reconciliation.findings.catalogue import CHECK_FILES, REASONS, by_id
from pipelines.reconciliation.findings.findings import CAUSES
from pipelines.reconciliation.findings.report import REPORT_WORDS
from pipelines.reconciliation.findings.wording import WORDING
from pipelines.reconciliation.observed.forms import DECLARED_FORMS
from pipelines.reconciliation.observed.texts import DECLARED_TEXTS

FILES = (
    *(CHECK_FILES, REASONS, CAUSES, WORDING, REPORT_WORDS, DECLARED_AXES, DECLARED_LISTS, FIGURE_WORDS),
    *(DECLARED_EXPLANATION, DECLARED_FORMS, DECLARED_TEXTS, DECLARED_COVERAGE, COMPLETENESS, JUDGEMENTS),
)


def text_of(file, name):
    return dict(file.texts())[name]


@pytest.mark.parametrize(
    ("file", "name", "meant", "slip", "told"),
    [
        (CHECK_FILES, "between.yaml", "flow: revenue", "flwo: revenue", r"between.yaml: entry 1 .*left .*flwo"),
        (CHECK_FILES, "between.yaml", "fund: all", "fund: al", r"between.yaml: entry 1 .*left .*fund"),
        (CHECK_FILES, "between.yaml", "both: true", "btoh: true", r"between.yaml: entry .*btoh"),
        (CHECK_FILES, "between.yaml", "severity: error", "severity: eror", "between.yaml: entry 1 .*severity"),
        (CHECK_FILES, "between.yaml", "table: revenue,", "table: revenues,", "between.yaml: entry .*table"),
        (CHECK_FILES, "between.yaml", "each: [fund]", "each: [fnud]", "between.yaml: entry .*each"),
        (CHECK_FILES, "between.yaml", "  right:", "  rihgt:", "between.yaml: entry 1 "),
        (CHECK_FILES, "codes.yaml", "      zh:", "      hz:", "codes.yaml: entry 1 .*says .*zh"),
        (CHECK_FILES, "codes.yaml", "{count}", "{}", "codes.yaml: entry 1 .*says"),
        (DECLARED_AXES, "axes.yaml", "[debt, balance]", "[debt, balanec]", "axes.yaml.*balanec"),
        (DECLARED_AXES, "axes.yaml", "[debt, balance]", "[debt, unit_funds]", "axes.yaml.*within one whole"),
        (DECLARED_AXES, "axes.yaml", "  measure:", "  mesure:", "axes.yaml: wholes .*mesure"),
        (
            DECLARED_LISTS,
            "of_lists.yaml",
            "amount_yuan: project}",
            "amuont_yuan: project}",
            "of_lists.yaml.*amuont_yuan",
        ),
        (DECLARED_LISTS, "of_lists.yaml", "  project_funding:", "  project_fund:", "of_lists.yaml.*project_fund"),
        (DECLARED_EXPLANATION, "explanation.yaml", "[three_public]", "[three_pubic]", "explanation.yaml: sections"),
        (DECLARED_FORMS, "forms.yaml", "when: over", "when: ovr", "forms.yaml: contradictions .*when"),
        (DECLARED_TEXTS, "texts.yaml", "  county:", "  conty:", "texts.yaml: levels .*conty"),
        (DECLARED_COVERAGE, "coverage.yaml", "table: revenue}", "table: revnue}", "coverage.yaml: core .*table"),
        (DECLARED_COVERAGE, "coverage.yaml", "unread: [unknown_table, ", "unread: [", "each disposition counts once"),
        (COMPLETENESS, "completeness.yaml", "rule: table,", "rule: tabel,", "completeness.yaml: items / entry 1"),
        (COMPLETENESS, "completeness.yaml", "topic: tables", "topic: tabels", "completeness.yaml: items / entry 1"),
        (COMPLETENESS, "completeness.yaml", "level: 3", "level: 4", "completeness.yaml: items"),
        (
            COMPLETENESS,
            "completeness.yaml",
            "none_of: procurement",
            "non_of: procurement",
            "completeness.*non_of",
        ),
    ],
)
def test_a_slip_is_an_error_that_says_where(file, name, meant, slip, told):
    text = text_of(file, name)
    assert meant in text
    with pytest.raises(DeclarationError, match=told):
        file.parse(text.replace(meant, slip, 1), name)


def test_a_check_stands_once():
    files = CHECK_FILES.load_all()
    with pytest.raises(DeclarationError, match=r"declared twice: .*sides_of_summary"):
        by_id((*files, next(file for file in files if file[0].id == "sides_of_summary")))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_file_can_be_read(file):
    assert file.load_all()


def test_a_sentence_tells_its_own_fields_and_no_others():
    sentence = Sentence(zh="{table}缺{names}", en="{table} lacks {names}")
    told = sentence.tell(table=Told("甲表", "table A"), names=Names(("1", "2")))
    assert told == Told("甲表缺1、2", "table A lacks 1, 2")
    with pytest.raises(TypeError, match="tells"):
        sentence.tell(table="A")
    with pytest.raises(TypeError, match="tells"):
        sentence.tell(table="A", names="B", page=1)
