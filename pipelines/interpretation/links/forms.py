"""Forms that lost their head: whose they are, by what is printed elsewhere in the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_text
from pipelines.interpretation.declared.narrative import narrative
from pipelines.interpretation.forms.goals import Goal, goal_for
from pipelines.interpretation.forms.reading import Form, FormReading, reading_of
from pipelines.interpretation.forms.rows import Project, project_columns
from pipelines.interpretation.sheets.reading import Reading

_TARGETS = "performance_targets"
_OF_A_PROJECT = (_TARGETS, "project_funding", "project_activities")
_SENTENCE_END = re.compile(r"[。;]")


@dataclass(frozen=True)
class _Known:
    """What the document says of projects: codes by name, and texts that tell a project's goal or use."""

    codes: Mapping[str, str]
    uses: tuple[tuple[str, str], ...]


def link_forms(readings: Sequence[Reading], explanation: str = "") -> tuple[Reading, ...]:
    """The readings of a document's sheets, in printed order, with the project of each form that prints no name.

    Such a form goes on with the form before it where that one has no goals or indicators of the kind yet: its rows
    get `project_link` `form`. Else its goal is looked for, word by word, in the list of projects and in the sentences
    of the `explanation` (all text outside the tables) that name one project: `goal_text`. A form whose goal fits no
    project, or more than one, stays without.
    """
    known = _known(readings, explanation)
    linked: list[Reading] = []
    before: Form | None = None
    for reading in readings:
        if not isinstance(reading, FormReading):
            linked.append(reading)
            before = None
            continue
        forms: list[Form] = []
        for form in reading.forms:
            if form.scope == "project" and form.project is None and form.records:
                form = _linked(form, before, known)
            before = _together(before, form) if before and _goes_on(before, form) else form
            forms.append(form)
        linked.append(reading_of(forms, reading.uses))
    return tuple(linked)


def _linked(form: Form, before: Form | None, known: _Known) -> Form:
    if before and before.project and _goes_on(before, form):
        return _with_project(form, before.project, "form", before.goals)
    names = {name for goal in form.goals for name, use in known.uses if _same_use(goal.text or "", use)}
    if len(names) != 1:
        return form
    name = names.pop()
    return _with_project(form, Project(name, known.codes.get(fold_text(name))), "goal_text", form.goals)


def _goes_on(before: Form, form: Form) -> bool:
    """Whether a form without a name can be the rest of the one before: neither goals nor targets come twice."""
    if before.scope != "project" or form.scope != "project":
        return False
    same_project = form.project is None or form.project == before.project
    return same_project and not (before.goals and form.goals) and not _horizons(before) & _horizons(form)


def _together(before: Form, form: Form) -> Form:
    """The two parts of one form, for the comparison with the next."""
    records = {_TARGETS: (*before.records.get(_TARGETS, ()), *form.records.get(_TARGETS, ()))}
    return replace(before, goals=(*before.goals, *form.goals), records=records)


def _horizons(form: Form) -> set[object]:
    return {record["horizon"] for record in form.records.get(_TARGETS, ())}


def _with_project(form: Form, project: Project, link: str, goals: Sequence[Goal]) -> Form:
    def said(dataset: str, record: Record) -> Record:
        if dataset not in _OF_A_PROJECT:
            return record
        columns = {**record, **project_columns(project)}
        return {**columns, "project_link": link, **_goal(record, goals)} if dataset == _TARGETS else columns

    records = {dataset: tuple(said(dataset, record) for record in rows) for dataset, rows in form.records.items()}
    return replace(form, project=project, records=records)


def _goal(record: Record, goals: Sequence[Goal]) -> Record:
    """The goal of a target whose own part of the form prints none."""
    if record["goal"] is not None:
        return {}
    found = goal_for(str(record["horizon"]), goals)
    return {"goal": found.text, "goal_no": found.number}


def _known(readings: Sequence[Reading], explanation: str) -> _Known:
    listed = [
        (project.name, project.use)
        for reading in readings
        if isinstance(reading, FormReading)
        for form in reading.forms
        for project in form.listed
    ]
    rows = [
        row
        for reading in readings
        for name in ("projects", "project_profiles")
        for row in reading.records.get(name, ())
    ]
    named = [str(row["project_name"]) for row in rows if row.get("project_name")]
    names = dict.fromkeys([*named, *(name for name, _ in listed)])
    return _Known(_codes(rows), (*listed, *_sentences(explanation, names)))


def _codes(rows: Iterable[Record]) -> Mapping[str, str]:
    """Codes by folded name, of names that have only one."""
    found: dict[str, set[str]] = {}
    for row in rows:
        if row.get("project_name") and row.get("project_code"):
            found.setdefault(fold_text(str(row["project_name"])), set()).add(str(row["project_code"]))
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


def _sentences(explanation: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each project that a sentence alone names, with what the sentence says behind the name."""
    folded = {fold_text(name): name for name in names}
    for sentence in _SENTENCE_END.split(fold_text(explanation)):
        inside = [name for name in folded if name in sentence]
        longest = [name for name in inside if not any(name != other and name in other for other in inside)]
        if len(longest) == 1:
            clauses = re.split(r"[,，]", sentence.split(longest[0], 1)[1])
            yield from ((folded[longest[0]], ",".join(clauses[start:])) for start in range(len(clauses)))


def _same_use(goal: str, use: str) -> bool:
    return bool(goal) and _plain(goal) == _plain(use)


def _plain(text: str) -> str:
    return narrative().used_for.sub("", fold_text(text).rstrip("。.;,"))
