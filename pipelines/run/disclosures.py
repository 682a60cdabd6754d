"""Disclosures in several files: what a file does not say of itself, a sister file may that repeats its totals.

Tables can be published without a cover, their explanation apart. A file that does not say whose it is, or of which
year, takes it from the only sister that does: a file of the same recorded disclosure, or one of the same folder in
which the file's greatest total stands, and at least two others.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import PurePosixPath

from pipelines.documents.registry import Source
from pipelines.interpretation.identity.bodies import body
from pipelines.run.fingerprint import fingerprint
from pipelines.run.stage import Job, Stage
from pipelines.run.stages import SAID_BY_SOURCE

CLAIM_FILE = "claim.json"
_CLAIMING = "run.claiming"
_WHOSE = ("department_name", "fiscal_year", "stage")
_SHARED_TOTALS = 3


@dataclass(frozen=True)
class Claim:
    """What a document says of itself (`said`, by fact of a source) and the amounts in it, in yuan rounded to 0.01 万元.

    `totals` are those of its tables' rows of totals, `amounts` these and those of its sentences.
    """

    said: Mapping[str, str | int]
    totals: tuple[int, ...]
    amounts: tuple[int, ...]

    @property
    def is_identified(self) -> bool:
        return "department_name" in self.said and "fiscal_year" in self.said

    def is_repeated_by(self, other: Claim) -> bool:
        """Whether another document prints the greatest of this one's totals, and enough of the others."""
        shared = set(self.totals) & set(other.amounts)
        return len(shared) >= _SHARED_TOTALS and max(self.totals) in shared


CLAIM = Stage(
    "claims",
    f"pipelines.{_CLAIMING}:keep_claim",
    fingerprint((_CLAIMING,), ("pyyaml", "pydantic")),
    facts=SAID_BY_SOURCE,
)
"""Pages to what the document says of itself, for its sisters."""


def with_sisters(jobs: Iterable[Job]) -> tuple[Job, ...]:
    """The jobs, each source with what its document doesn't say of itself and a sister does, and with its sisters."""
    everything = tuple(jobs)
    claims = {job.source.file: claim for job in everything if (claim := _kept(job))}
    completed = tuple(_with(job, _completed(job.source, everything, claims)) for job in everything)
    same: defaultdict[Whose, list[Source]] = defaultdict(list)
    for job, after in zip(everything, completed, strict=True):
        if claim := claims.get(job.source.file):
            same[_whose(after.source, claim)].append(job.source)
    known = (files for whose, files in same.items() if None not in whose)
    sisters = {file: found for files in known for file, found in _sisters(files, claims).items()}
    return tuple(_with_sisters(job, sisters.get(job.source.file, ())) for job in completed)


def _with_sisters(job: Job, sisters: tuple[str, ...]) -> Job:
    return job if job.source.sisters == sisters else _with(job, replace(job.source, sisters=sisters))


def _with(job: Job, source: Source) -> Job:
    return job if source is job.source else replace(job, source=source)


Whose = tuple[str | int | None, str | int | None, str | int | None]
"""Whose a document is, of which year and stage, as far as it or its sister says."""


def _whose(source: Source, claim: Claim) -> Whose:
    name, year, stage = (claim.said.get(fact) or getattr(source, fact) for fact in _WHOSE)
    division = claim.said.get("division_code") or source.division_code
    key = body(str(name), None if division is None else str(division), within=source.sha256).key if name else None
    return key, year, stage


def _sisters(same: Sequence[Source], claims: Mapping[str, Claim]) -> Mapping[str, tuple[str, ...]]:
    """The digests of the other files of each file's disclosure, of files of one body, year and stage.

    They are those that sources.csv puts together, or tables and the one explanation that repeats their totals. Where
    a file would be paired with several, nothing tells which are printings of the same, and none is a sister.
    """
    pairs: defaultdict[str, set[Source]] = defaultdict(set)
    recorded: defaultdict[str, set[Source]] = defaultdict(set)
    for one, other in permutations(same, 2):
        if one.disclosure is not None and one.disclosure == other.disclosure:
            recorded[one.file].add(other)
        elif one.disclosure is None and other.disclosure is None and _explains(one, other, claims):
            pairs[one.file].add(other)
            pairs[other.file].add(one)
    alone = {
        file: others
        for file, others in pairs.items()
        if len(others) == 1 and all(len(pairs[other.file]) == 1 for other in others)
    }
    return {file: tuple(sorted(other.sha256 for other in others)) for file, others in {**alone, **recorded}.items()}


def _explains(source: Source, other: Source, claims: Mapping[str, Claim]) -> bool:
    """Whether a file of the same folder states, outside its own tables, the totals that another's tables print."""
    own, claim = claims[source.file], claims[other.file]
    in_one_folder = PurePosixPath(other.file).parent == PurePosixPath(source.file).parent
    return in_one_folder and own.is_repeated_by(claim) and max(own.totals) not in claim.totals


def _kept(job: Job) -> Claim | None:
    kept = CLAIM.read(job, CLAIM_FILE) if job.source.set_aside is None else None
    if kept is None:
        return None
    claim = json.loads(kept)
    return Claim(claim["said"], tuple(claim["totals"]), tuple(claim["amounts"]))


def _completed(source: Source, jobs: Sequence[Job], claims: Mapping[str, Claim]) -> Source:
    own = claims.get(source.file)
    if own is None or own.is_identified:
        return source
    told = [
        claims[job.source.file].said
        for job in jobs
        if job.source.file in claims and _is_sister(source, job.source, own, claims[job.source.file])
    ]
    if not told or any(each != told[0] for each in told):
        return source
    return replace(source, **{fact: value for fact, value in told[0].items() if fact not in own.said})


def _is_sister(source: Source, other: Source, own: Claim, claim: Claim) -> bool:
    if other.file == source.file or not claim.is_identified:
        return False
    if source.disclosure is not None:
        return other.disclosure == source.disclosure
    in_one_folder = PurePosixPath(other.file).parent == PurePosixPath(source.file).parent
    return in_one_folder and own.is_repeated_by(claim)
