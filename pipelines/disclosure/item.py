"""What the rules of completeness look at and what they say: items as declared, evidence, judgements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from pipelines.datasets.enumerations import COMPLETENESS_TOPIC
from pipelines.foundation.declaration import Declaration, DeclarationFile, OneOf
from pipelines.foundation.record import Record
from pipelines.foundation.sentence import Names, Sentence, Told
from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.interpretation.prose.statements import Statement


class Item(Declaration):
    """An item as declared: what is asked, for how many points. `since` is the first fiscal year that asks for it.

    Each rule is a kind of item: it names what the rule needs, and judges.
    """

    item: str
    topic: Annotated[str, OneOf(COMPLETENESS_TOPIC)]
    points: int
    zh: str
    en: str
    since: int | None = None
    newly_established: bool = True

    def judge(self, found: Disclosed) -> Judgement:
        """How much of the item a document has."""
        raise NotImplementedError


@dataclass(frozen=True)
class Disclosed:
    """What is known of a document: what was read of it, what its checks found, its coverage by table."""

    read: Interpretation
    findings: Sequence[Record]
    coverage: Mapping[str, Record]
    fiscal_year: int | None

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


class Label(Declaration):
    """A name in both languages."""

    zh: str
    en: str

    @property
    def told(self) -> Told:
        return Told(self.zh, self.en)


class Judgements(Declaration):
    """The sentences of judgements, what they count, and the names of levels."""

    sentences: Mapping[str, Sentence]
    counts: Mapping[str, Label]
    levels: Mapping[int, Label]


JUDGEMENTS = DeclarationFile("pipelines.disclosure", "judgements.yaml", Judgements)


@cache
def words() -> Judgements:
    return JUDGEMENTS.load()


def judged(
    share: float | None,
    says: str,
    evidence: str | None = None,
    place: tuple[object, object] = (None, None),
    **fields: object,
) -> Judgement:
    """A judgement in the words of `judgements.yaml`; `place` is a page and what is printed there."""
    told = words().sentences[says].tell(**fields)
    return Judgement(share, told.zh, told.en, evidence, *place)


def counted(found: int, whole: int, what: str, evidence: str, missing: Sequence[str] = ()) -> Judgement:
    """So many of so many, with the names of those that are missing; where there is none at all it does not apply."""
    if not whole:
        return judged(None, "not_applicable", evidence)
    fields: dict[str, Any] = {"found": found, "whole": whole, "what": words().counts[what].told}
    if missing:
        return judged(found / whole, "counted_lacking", evidence, missing=Names(tuple(missing)), **fields)
    return judged(found / whole, "counted", evidence, **fields)


def place(record: Record | Statement | None) -> tuple[object, object]:
    """Where a record was read, or a statement: its page and its source text."""
    if isinstance(record, Statement):
        return record.page, record.source_text
    return (None, None) if record is None else (record.get("page"), record.get("source_text"))
