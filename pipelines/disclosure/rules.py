"""The ways to judge an item of a disclosure: each looks at the records and says what share of it is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator

from pipelines.datasets.catalogue import MODELS
from pipelines.datasets.enumerations import PRESENCE, THREE_PUBLIC
from pipelines.disclosure.coverage import Tables, expected_tables
from pipelines.disclosure.item import Disclosed, Item, Judgement, Label, counted, judged, place, words
from pipelines.foundation.declaration import OneOf
from pipelines.foundation.record import Record
from pipelines.foundation.sentence import Told
from pipelines.foundation.text import fold_text
from pipelines.interpretation.declared.statements import statements

_PUBLISHED = {"present": 1.0, "present_unread": 1.0, "empty_with_note": 1.0, "empty_without_note": 0.5, "absent": 0.0}
_PRINTED = ("present", "present_unread")
_DEEPEST = 3
_IN_WORDS_ONLY = 0.5


def _known_topic(topic: str) -> str:
    if topic not in {each.topic for each in statements().topics}:
        raise ValueError(f"statements.yaml declares no topic {topic}")
    return topic


Topic = Annotated[str, AfterValidator(_known_topic)]
"""A topic of the statements that the interpretation finds."""


class TableItem(Item):
    """A table is there; where empty, with a note."""

    rule: Literal["table"]
    table: Tables

    def judge(self, found: Disclosed) -> Judgement:
        row = found.coverage[self.table]
        presence = str(row["presence"])
        label = PRESENCE[presence]
        source = row["note"] if row["note"] is not None else row["source_text"]
        told = Told(label.zh, label.en.capitalize())
        at = (row["page"], source)
        return judged(_PUBLISHED[presence], "presence", f"coverage.presence={presence}", at, presence=told)


class Depth(Item):
    """The codes of a table, or of the one that is printed instead of it, go down to a level."""

    rule: Literal["depth"]
    table: Tables
    level: Literal[1, 2, 3]
    instead: Tables | None = None

    def judge(self, found: Disclosed) -> Judgement:
        rows = [found.coverage[name] for name in (self.table, self.instead) if name is not None]
        printed = [row for row in rows if row["presence"] in _PRINTED]
        deepest, row = max(((_level(row), index) for index, row in enumerate(printed)), default=(0, 0))
        if not printed:
            if all(row["presence"] == "empty_with_note" for row in rows):
                return judged(None, "empty_with_note")
            return judged(0.0, "table_not_disclosed", "coverage.presence")
        source, levels = printed[row], words().levels
        if not deepest and source["presence"] == "present_unread":
            return judged(None, "not_read", "coverage.presence", (source["page"], None))
        if not deepest:
            return judged(0.0, "without_levels", "coverage.deepest_level", (source["page"], None))
        return judged(
            min(deepest / self.level, 1.0),
            "down_to",
            f"coverage.deepest_level={deepest}",
            (source["page"], source["source_text"]),
            level=levels[min(deepest, _DEEPEST)].told,
            level_no=deepest,
            wanted=levels[self.level].told,
            wanted_no=self.level,
        )


def _level(row: Record) -> int:
    return level if isinstance(level := row.get("deepest_level"), int) else 0


class Units(Item):
    """Each table with numbers states the unit they are printed in."""

    rule: Literal["units"]

    def judge(self, found: Disclosed) -> Judgement:
        tables = [name for name in expected_tables(found.fiscal_year) if found.presence(name) == "present"]
        without = [name for name in tables if found.coverage[name]["printed_unit"] is None]
        return counted(len(tables) - len(without), len(tables), "tables_with_unit", "coverage.printed_unit", without)


class Comparison(Item):
    """A table prints last year beside this year; half the points where only the explanation compares."""

    rule: Literal["comparison"]

    def judge(self, found: Disclosed) -> Judgement:
        tables = [row for row in found.coverage.values() if row.get("compares_last_year")]
        if tables:
            evidence = f"coverage.compares_last_year={tables[0]['table']}"
            return judged(1.0, "tables_compare", evidence, place(tables[0]), count=len(tables))
        changes = [row for row in found.rows("narrative_figures") if row.get("change") is not None]
        if changes:
            at = (changes[0]["page"], changes[0]["sentence"])
            evidence = "narrative_figures.change"
            return judged(_IN_WORDS_ONLY, "compared_in_words", evidence, at, count=len(changes))
        return judged(0.0, "not_compared")


class Statements(Item):
    """The text speaks of each topic, or says there is none of it (`none_of`: the table)."""

    rule: Literal["statements"]
    topics: Mapping[Topic, Label]
    none_of: Tables | None = None

    def judge(self, found: Disclosed) -> Judgement:
        if self.none_of is not None and (none := found.declares_none(self.none_of)):
            return judged(1.0, "said_to_be_none", "note", place(none))
        stated = {topic: found.statement(topic) for topic in self.topics}
        missing = [label for topic, label in self.topics.items() if stated[topic] is None]
        first = next(filter(None, stated.values()), None)
        if not missing:
            return judged(1.0, "stated", "statement", place(first))
        told = Told("、".join(label.zh for label in missing), ", ".join(label.en for label in missing))
        return judged(1 - len(missing) / len(self.topics), "lacking", "statement", place(first), missing=told)


class Stated(Item):
    """An amount, or that there is none: in one of the tables, a row of a name, or the text."""

    rule: Literal["stated"]
    tables: tuple[Tables, ...]
    names: tuple[str, ...]
    topics: tuple[Topic, ...]

    def judge(self, found: Disclosed) -> Judgement:
        for name in self.tables:
            if found.presence(name) in (*_PRINTED, "empty_with_note"):
                return judged(1.0, "in_own_table", f"coverage.{name}", place(found.coverage[name]))
        for row in found.rows("budget_lines"):
            if any(name in fold_text(str(row.get("name") or "")) for name in self.names):
                return judged(1.0, "in_a_table", "budget_lines", place(row))
        for topic in self.topics:
            if statement := found.statement(topic):
                return judged(1.0, "stated", "statement", place(statement))
        none = next(filter(None, map(found.declares_none, self.tables)), None)
        if none is not None:
            return judged(1.0, "said_not_to_apply", "note", place(none))
        return judged(0.0, "not_disclosed")


class Amounts(Item):
    """The codes of a table that have an amount: there, or in the text under a word."""

    rule: Literal["amounts"]
    table: Tables
    codes: Mapping[Annotated[str, OneOf(THREE_PUBLIC)], str]

    def judge(self, found: Disclosed) -> Judgement:
        if none := found.declares_none(self.table):
            return judged(1.0, "said_to_be_none", "note", place(none))
        printed = {row.get("code") for row in found.lines(self.table)}
        figures = [row for row in found.rows("narrative_figures") if row.get("amount_yuan") is not None]
        subjects = [fold_text(str(row.get("subject") or "")) for row in figures if row.get("change") is None]
        missing = [
            code
            for code, word in self.codes.items()
            if code not in printed and not any(word in each for each in subjects)
        ]
        source = "budget_lines.code, narrative_figures.subject"
        return counted(len(self.codes) - len(missing), len(self.codes), "items_with_amount", source, missing)


class Rows(Item):
    """A list with amounts is there, or it is said that there is nothing to list."""

    rule: Literal["rows"]
    dataset: Annotated[str, OneOf(MODELS)]
    table: Tables

    def judge(self, found: Disclosed) -> Judgement:
        listed = [row for row in found.rows(self.dataset) if row.get("amount_yuan") is not None]
        if listed:
            return judged(1.0, "listed", self.dataset, place(listed[0]), count=len(listed))
        if none := found.declares_none(self.table):
            return judged(1.0, "said_to_be_none", "note", place(none))
        if found.presence(self.table) in _PRINTED:
            return judged(_IN_WORDS_ONLY, "without_items", f"coverage.{self.dataset}")
        return judged(0.0, "not_disclosed")


class GlossaryMatch(Item):
    """The functional items of the tables that the glossary explains."""

    rule: Literal["glossary_match"]

    def judge(self, found: Disclosed) -> Judgement:
        explanations = (each for each in found.read.statements if each.topic == "glossary")
        text = "".join(fold_text(each.source_text) for each in explanations)
        used = {
            fold_text(str(row.get("name")))
            for row in found.lines("general_budget_by_function")
            if row.get("scheme") == "function" and row.get("level") == _DEEPEST and row.get("name")
        }
        if not text:
            return judged(0.0, "no_glossary")
        missing = sorted(name for name in used if name not in text)
        return counted(len(used) - len(missing), len(used), "functions_explained", "statement.glossary", missing)


class Checks(Item):
    """The checks of figures that agree, rounding included."""

    rule: Literal["checks"]

    def judge(self, found: Disclosed) -> Judgement:
        evaluated = [row for row in found.findings if row.get("status") in ("pass", "rounding", "fail")]
        sums = [row for row in evaluated if row.get("left_yuan") is not None]
        agree = sum(row.get("status") != "fail" for row in sums)
        return counted(agree, len(sums), "checks_agree", "findings.status")
