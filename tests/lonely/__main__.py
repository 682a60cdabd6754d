"""Lists the branches, rules and words of the interpretation that one document alone needs, and those that none does.

python -m tests.lonely [FOLDER ...] [--work WORK] [--tests DATA]

Without folders, the shared corpora. Pages are read once and kept below WORK. DATA are the branches that the tests
take, as `coverage run --branch -m pytest tests/interpretation` leaves them in `.coverage`: of what no document needs,
what a test shows is said to be so.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import TypeVar

from coverage import CoverageData

from pipelines.documents.registry import read_registry
from pipelines.extraction.formats import format_of
from pipelines.foundation.store import FolderStore
from pipelines.interpretation.identity.identity import identify
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.sheets.reading import Context
from pipelines.run.batch import originals, results, run_stage
from pipelines.run.engine import Processes
from pipelines.run.stages import READ, Job, read_pages_of
from tests.lonely import branches, rules, words
from tests.publishing import SHARED

CORPORA = tuple(SHARED / name for name in ("corpus/real", "corpus/synthetic", "corpus-2/real", "corpus-2/invented"))
Need = TypeVar("Need")


def main(arguments: list[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    documents = list(_documents(options.folders, options.work))
    measurement = branches.measurement()
    decisions = rules.Decisions()
    printing: dict[words.Word, set[str]] = {word: set() for word in words.declared()}
    refused: list[str] = []
    for name, job in documents:
        pages = read_pages_of(job)
        with branches.measured(measurement, name), decisions.listening(name):
            try:
                identity = identify(pages, job.source)
                interpret(pages, Context(identity.fiscal_year, identity.department_name, identity.stage))
            except Exception as error:  # noqa: BLE001
                # What is refused has taken its branches too.
                refused.append(f"{name}: {error}")
        texts = words.PrintedTexts(pages)
        for word, found in printing.items():
            found |= {name} if texts.print(word[1]) else set()
    by_tests = _of_tests(options.tests)
    taken = branches.taken(measurement.get_data())
    print(f"{len(documents)} documents, {len(refused)} of them refused", *refused, sep="\n  ")
    _report("branches", branches.possible(), taken, branches.shown, by_tests)
    _report("rules", decisions.all(), decisions.by_rule, ": ".join)
    _report("words", printing, printing, ": ".join)


def _documents(folders: Iterable[Path], work: Path) -> Iterator[tuple[str, Job]]:
    """The documents that have pages, read before or now."""
    for folder in folders:
        jobs = originals(Job(source, FolderStore(work)) for source in read_registry(folder, format_of).sources)
        run_stage(READ, jobs, Processes())
        yield from ((f"{folder.name}/{job.source.file}", job) for job in results(READ, jobs))


def _of_tests(data: Path | None) -> Set[branches.Branch] | None:
    if data is None:
        return None
    kept = CoverageData(str(data))
    kept.read()
    return branches.taken(kept).keys()


def _report(
    kind: str,
    every: Iterable[Need],
    needed: Mapping[Need, Set[str]],
    shown: Callable[[Need], str],
    by_tests: Set[Need] | None = None,
) -> None:
    all_of_them = list(dict.fromkeys(every))
    none = [each for each in all_of_them if not needed.get(each)]
    alone = [each for each in all_of_them if len(needed.get(each, ())) == 1]
    print(f"\n{kind}: {len(all_of_them)}, of which {len(alone)} for one document alone, {len(none)} for none")
    print(f"\n  {kind} for none")
    for each in none:
        said = "" if by_tests is None else "[tests] " if each in by_tests else "[nothing] "
        print(f"    {said}{shown(each)}")
    print(f"\n  {kind} for one document alone")
    for each in sorted(alone, key=lambda each: min(needed[each])):
        print(f"    {min(needed[each])}: {shown(each)}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.lonely", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, default=CORPORA, help="folders of documents")
    parser.add_argument("--work", type=Path, default=Path("data/work"), help="where pages are kept")
    parser.add_argument("--tests", type=Path, help="coverage data of the tests")
    return parser


if __name__ == "__main__":
    main()
