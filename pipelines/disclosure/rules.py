"""The ways to judge an item of a disclosure: each looks at the records and says what share of it is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipelines.datasets.enumerations import PRESENCE
from pipelines.disclosure.coverage import expected_tables
from pipelines.disclosure.item import Evidence, Item, Judgement, counted, place
from pipelines.disclosure.targets import families, project_targets, quantified
from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_text

_PUBLISHED = {"present": 1.0, "present_unread": 1.0, "empty_with_note": 1.0, "empty_without_note": 0.5, "absent": 0.0}
_LEVELS = {1: ("类", "class"), 2: ("款", "group"), 3: ("项", "item")}
_IN_WORDS_ONLY = 0.5


Rule = Callable[[Item, Evidence], Judgement]


def table(item: Item, evidence: Evidence) -> Judgement:
    """A table is there; where empty, with a note."""
    row = evidence.coverage[item.text("table")]
    presence = str(row["presence"])
    label = PRESENCE[presence]
    found = row["note"] if row["note"] is not None else row["source_text"]
    return Judgement(
        _PUBLISHED[presence], label.zh, label.en.capitalize(), f"coverage.presence={presence}", row["page"], found
    )


def depth(item: Item, evidence: Evidence) -> Judgement:
    """The codes of a table, or of the one that is printed instead of it, go down to a level."""
    wanted = int(item.text("level"))
    rows = [evidence.coverage[name] for name in (item.text("table"), str(item.settings.get("instead", ""))) if name]
    printed = [row for row in rows if row["presence"] in ("present", "present_unread")]
    deepest, row = max(((_level(row), index) for index, row in enumerate(printed)), default=(0, 0))
    if not printed:
        if all(row["presence"] == "empty_with_note" for row in rows):
            return Judgement(None, "空表，有说明", "The table is empty, with a note")
        return Judgement(0.0, "未公开该表", "The table is not disclosed", "coverage.presence")
    source = printed[row]
    if not deepest and source["presence"] == "present_unread":
        return Judgement(
            None, PRESENCE["present_unread"].zh, "The table was not read", "coverage.presence", source["page"]
        )
    if not deepest:
        return Judgement(0.0, "没有分级的科目", "It has no codes with levels", "coverage.deepest_level", source["page"])
    (zh, en), (wanted_zh, wanted_en) = _LEVELS[min(deepest, 3)], _LEVELS[wanted]
    return Judgement(
        min(deepest / wanted, 1.0),
        f"细化到{zh}级，要求{wanted_zh}级",
        f"Down to level {deepest} ({en}); level {wanted} ({wanted_en}) is asked for",
        f"coverage.deepest_level={deepest}",
        source["page"],
        source["source_text"],
    )


def _level(row: Record) -> int:
    return level if isinstance(level := row.get("deepest_level"), int) else 0


def units(item: Item, evidence: Evidence) -> Judgement:
    """Each table with numbers states the unit they are printed in."""
    tables = [name for name in expected_tables(evidence.fiscal_year) if evidence.presence(name) == "present"]
    without = [name for name in tables if evidence.coverage[name]["printed_unit"] is None]
    stated = len(tables) - len(without)
    return counted(stated, len(tables), "张表注明单位", "tables state their unit", "coverage.printed_unit", without)


def comparison(item: Item, evidence: Evidence) -> Judgement:
    """A table prints last year beside this year; half the points where only the explanation compares."""
    tables = [row for row in evidence.coverage.values() if row.get("compares_last_year")]
    if tables:
        first = tables[0]
        return Judgement(
            1.0,
            f"{len(tables)}张表列有上年数据",
            f"{len(tables)} tables print the year before",
            f"coverage.compares_last_year={first['table']}",
            first["page"],
            first["source_text"],
        )
    changes = [row for row in evidence.rows("narrative_figures") if row.get("change") is not None]
    if changes:
        return Judgement(
            _IN_WORDS_ONLY,
            f"仅在文字说明中与上年比较（{len(changes)}处）",
            f"Compared in the explanation only ({len(changes)} times)",
            "narrative_figures.change",
            changes[0]["page"],
            changes[0]["sentence"],
        )
    return Judgement(0.0, "没有与上年比较", "Nothing is compared with the year before")


def statements(item: Item, evidence: Evidence) -> Judgement:
    """The text speaks of each topic, or says there is none of it (`none_of`: the table)."""
    if "none_of" in item.settings and (none := evidence.declares_none(item.text("none_of"))):
        return Judgement(1.0, "说明没有该项支出", "The document says there is none", "note", *place(none))
    topics = item.settings["topics"]
    if not isinstance(topics, dict):
        raise TypeError(f"{item.item}: topics is a mapping")
    found = {topic: evidence.statement(topic) for topic in topics}
    missing = [labels for topic, labels in topics.items() if found[topic] is None]
    first = next(filter(None, found.values()), None)
    share = 1 - len(missing) / len(topics)
    if not missing:
        return Judgement(1.0, "有文字说明", "Stated in the text", "statement", *place(first))
    return Judgement(
        share,
        "缺" + "、".join(zh for zh, _ in missing),
        "Missing: " + ", ".join(en for _, en in missing),
        "statement",
        *place(first),
    )


def stated(item: Item, evidence: Evidence) -> Judgement:
    """An amount, or that there is none: in one of the tables, a row of a name, or the text."""
    for name in item.texts("tables"):
        if evidence.presence(name) in ("present", "present_unread", "empty_with_note"):
            found = evidence.coverage[name]
            return Judgement(1.0, "单独列表", "In a table of its own", f"coverage.{name}", *place(found))
    names = item.texts("names")
    for row in evidence.rows("budget_lines"):
        if any(name in fold_text(str(row.get("name") or "")) for name in names):
            return Judgement(1.0, "在表中列示", "A row or column of a table", "budget_lines", *place(row))
    for topic in item.texts("topics"):
        if found := evidence.statement(topic):
            return Judgement(1.0, "有文字说明", "Stated in the text", "statement", *place(found))
    none = next(filter(None, map(evidence.declares_none, item.texts("tables"))), None)
    if none is not None:
        return Judgement(1.0, "说明不适用", "Said not to apply", "note", *place(none))
    return Judgement(0.0, "未公开", "Not disclosed")


def amounts(item: Item, evidence: Evidence) -> Judgement:
    """The codes of a table that have an amount: there, or in the text under a word."""
    name = item.text("table")
    if none := evidence.declares_none(name):
        return Judgement(1.0, "说明没有该项支出", "The document says there is none", "note", *place(none))
    codes = item.settings["codes"]
    if not isinstance(codes, dict):
        raise TypeError(f"{item.item}: codes is a mapping")
    printed = {row.get("code") for row in evidence.lines(name)}
    figures = [row for row in evidence.rows("narrative_figures") if row.get("amount_yuan") is not None]
    subjects = {fold_text(str(row.get("subject") or "")) for row in figures if row.get("change") is None}
    missing = [
        code for code, word in codes.items() if code not in printed and not any(word in each for each in subjects)
    ]
    source = "budget_lines.code, narrative_figures.subject"
    return counted(len(codes) - len(missing), len(codes), "项有金额", "items have an amount", source, missing)


def rows(item: Item, evidence: Evidence) -> Judgement:
    """A list with amounts is there, or it is said that there is nothing to list."""
    dataset = item.text("dataset")
    listed = [row for row in evidence.rows(dataset) if row.get("amount_yuan") is not None]
    if listed:
        zh, en = f"列有{len(listed)}条", f"{len(listed)} rows"
        return Judgement(1.0, zh, en, dataset, *place(listed[0]))
    if none := evidence.declares_none(item.text("table")):
        return Judgement(1.0, "说明没有该项支出", "The document says there is none", "note", *place(none))
    if evidence.presence(item.text("table")) in ("present", "present_unread"):
        return Judgement(_IN_WORDS_ONLY, "有表，未逐项列示", "A table without single items", f"coverage.{dataset}")
    return Judgement(0.0, "未公开", "Not disclosed")


def glossary_match(item: Item, evidence: Evidence) -> Judgement:
    """The functional items of the tables that the glossary explains."""
    explanations = (each for each in evidence.read.statements if each.topic == "glossary")
    text = "".join(fold_text(each.source_text) for each in explanations)
    used = {
        fold_text(str(row.get("name")))
        for row in evidence.lines("general_budget_by_function")
        if row.get("scheme") == "function" and row.get("level") == 3 and row.get("name")
    }
    if not text:
        return Judgement(0.0, "没有名词解释", "There is no glossary")
    missing = sorted(name for name in used if name not in text)
    explained = len(used) - len(missing)
    source = "statement.glossary"
    return counted(explained, len(used), "个项级科目有解释", "functional items are explained", source, missing)


def checks(item: Item, evidence: Evidence) -> Judgement:
    """The checks of figures that agree, rounding included."""
    evaluated = [row for row in evidence.findings if row.get("status") in ("pass", "rounding", "fail")]
    sums = [row for row in evaluated if row.get("left_yuan") is not None]
    agree = sum(row.get("status") != "fail" for row in sums)
    return counted(agree, len(sums), "项核对相符", "checks agree", "findings.status")


RULES: Mapping[str, Rule] = {
    rule.__name__: rule
    for rule in (
        table,
        depth,
        units,
        comparison,
        statements,
        stated,
        amounts,
        rows,
        quantified,
        families,
        project_targets,
        glossary_match,
        checks,
    )
}
"""The rules by the name under which `completeness.yaml` asks for them."""
