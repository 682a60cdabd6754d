"""What the rules of completeness look at and what they say: items as declared, evidence, judgements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.foundation.record import Record
from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.interpretation.prose.statements import Statement


@dataclass(frozen=True)
class Item:
    """An item as declared: what is asked, for how many points, by which rule; `settings` are that rule's."""

    item: str
    topic: str
    points: int
    rule: str
    zh: str
    en: str
    since: int | None = None
    newly_established: bool = True
    settings: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def declared(cls, data: Mapping[str, object]) -> Item:
        """An item from its declaration. TypeError for one that lacks a key."""
        own = {"item", "topic", "points", "rule", "zh", "en", "since", "newly_established"}
        settings = {key: value for key, value in data.items() if key not in own}
        return cls(**{key: value for key, value in data.items() if key in own}, settings=settings)  # pyright: ignore[reportArgumentType]

    def text(self, key: str) -> str:
        """A setting that is a name."""
        return str(self.settings[key])

    def texts(self, key: str) -> tuple[str, ...]:
        """A setting that is a list of names, or the names of a mapping."""
        value = self.settings.get(key) or ()
        if not isinstance(value, list | tuple | dict):
            raise TypeError(f"{self.item}: {key} is a list")
        return tuple(str(each) for each in value)


@dataclass(frozen=True)
class Evidence:
    """What is known of a document: what was read of it, what its checks found, its coverage by table."""

    read: Interpretation
    findings: Sequence[Record]
    coverage: Mapping[str, Record]
    fiscal_year: int

    def rows(self, dataset: str) -> Sequence[Record]:
        """The records of a dataset."""
        return self.read.rows(dataset)

    def presence(self, table: str) -> str:
        """Whether a table is there, as in `coverage`."""
        return str(self.coverage[table]["presence"])

    def lines(self, table: str) -> Iterator[Record]:
        """The table's lines of this year."""
        wanted = (table, self.fiscal_year)
        return (row for row in self.rows("budget_lines") if (row.get("table"), row.get("amount_year")) == wanted)

    def statement(self, topic: str, table: str | None = None) -> Statement | None:
        """The first statement of a topic."""
        found = (each for each in self.read.statements if (each.topic, each.table) == (topic, table))
        return next(found, None)

    def declares_none(self, table: str) -> Record | Statement | None:
        """What says that there is nothing to print in a table, if anything does."""
        if self.presence(table) == "empty_with_note":
            return {"page": self.coverage[table]["page"], "source_text": self.coverage[table]["note"]}
        if self.presence(table) in ("present", "present_unread"):
            return None
        return self.statement("none", table) or self.statement("zero", table)


@dataclass(frozen=True)
class Judgement:
    """The share of an item's points (None: it does not apply), why in Chinese and English, and the evidence.

    `evidence` names the data the judgement rests on; `source_text` is what is printed on `page`.
    """

    share: float | None
    zh: str
    en: str
    evidence: str | None = None
    page: object = None
    source_text: object = None


def counted(found: int, whole: int, zh: str, en: str, evidence: str, missing: Sequence[str] = ()) -> Judgement:
    """So many of so many, with the names of those that are missing; where there is none at all it does not apply."""
    if not whole:
        return Judgement(None, "不适用", "Does not apply", evidence)
    lacking = f"；缺：{'、'.join(missing)}" if missing else ""
    lacking_en = f"; missing: {', '.join(missing)}" if missing else ""
    return Judgement(found / whole, f"{found}/{whole} {zh}{lacking}", f"{found} of {whole} {en}{lacking_en}", evidence)


def place(record: Record | Statement | None) -> tuple[object, object]:
    """Where a record was read, or a statement: its page and its source text."""
    if isinstance(record, Statement):
        return record.page, record.source_text
    return (None, None) if record is None else (record.get("page"), record.get("source_text"))
