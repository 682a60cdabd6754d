"""The titles of forms: what a title names that its form prints in no cell."""

from __future__ import annotations

from pipelines.foundation.text import fold_space, fold_text
from pipelines.interpretation.declared.captions import captions
from pipelines.interpretation.declared.forms import FormDeclaration, shared_form
from pipelines.interpretation.forms.rows import Project
from pipelines.interpretation.sheets.sheet import Caption

_LONGEST_TITLE = 3
_STOPS = ("。", "：", ":")


def project_in_title(caption: Caption, form: FormDeclaration) -> Project | None:
    """The project that a form's title names; None where it says only what kind of form it is."""
    if form.project_in_title is None or form.any_title is None:
        return None
    match = form.project_in_title.fullmatch(_whole_title(caption))
    if match is None or form.any_title.fullmatch(match["project_name"]):
        return None
    return Project(match["project_name"], None, match["unit_name"])


def _whole_title(caption: Caption) -> str:
    """The title over all its lines, without a number: the last line above the table that ends as one, with those it
    goes on from."""
    lines = [_unnumbered(fold_space(line)) for line in caption.lines if not _is_beside_title(line)]
    ends = (*shared_form().title_endings, *_STOPS)
    start = len(lines) - 1
    while start > 0 and len(lines) - start < _LONGEST_TITLE and not lines[start - 1].endswith(ends):
        start -= 1
    return "".join(lines[max(start, 0) :])


def _is_beside_title(line: str) -> bool:
    folded = fold_text(line)
    return folded.startswith("(") or captions().number.fullmatch(folded) is not None


def _unnumbered(line: str) -> str:
    number = captions().number_before_title.match(line)
    return line[number.end() :].lstrip() if number else line
