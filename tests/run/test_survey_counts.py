"""Two surveys side by side: what a document gained and lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.run.survey_counts import COUNTS, Counted, changes, main, read_counts, write_counts

READ = Counted("a.pdf", "a", "", {**dict.fromkeys(COUNTS, 0), "numbers": 10, "published": 8, "unread": 2})
REFUSED = Counted("a.pdf", "", "damaged", dict.fromkeys(COUNTS, 0))


def than(**counts: int) -> Counted:
    """The document with other counts."""
    return Counted(READ.file, READ.document, READ.refused, {**READ.counts, **counts})


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        (READ, than(published=9, unread=1), "gained"),
        (READ, than(published=9, unread=1, fail=1), "lost"),
        (READ, than(unread=3), "lost"),
        (READ, than(checks=4), "changed"),
        (READ, REFUSED, "lost"),
        (REFUSED, READ, "gained"),
        (READ, READ, None),
    ],
)
def test_what_became_of_a_document(before: Counted, after: Counted, outcome: str | None) -> None:
    found = [each.outcome for each in changes({"a.pdf": before}, {"a.pdf": after})]
    assert found == ([outcome] if outcome else [])


def test_documents_that_only_one_survey_has() -> None:
    assert [each.outcome for each in changes({"a.pdf": READ}, {"b.pdf": READ})] == ["gone", "added"]


def test_the_values_before_and_after_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [tmp_path / "before.csv", tmp_path / "after.csv"]
    for path, document in zip(paths, (READ, than(published=9, unread=1)), strict=True):
        write_counts(path, [document])
        assert read_counts(path) == {"a.pdf": document}
    assert main([*map(str, paths)]) == 0
    assert capsys.readouterr().out == "a.pdf: gained: published 8 -> 9 (+1), unread 2 -> 1 (-1)\n1 gained, 0 the same\n"
    assert main([*map(str, reversed(paths))]) == 1


def test_a_file_that_is_no_survey_is_bad_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text("file\n", encoding="utf-8")
    assert main([str(tmp_path / "a.csv")] * 2) == 2
    assert "no survey" in capsys.readouterr().err
    assert main([str(tmp_path / "b.csv")] * 2) == 2
