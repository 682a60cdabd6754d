"""What readers of the data must know, in two languages; and the pages that tell it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jinja2

from pipelines.datasets.catalogue import columns, primary_key, rules, titles
from pipelines.datasets.dictionary import dictionary
from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.release.database import has_database
from pipelines.release.package import Edition, package


class Sentence(Declaration):
    """A sentence in two languages."""

    zh: str
    en: str


class Guide(Declaration):
    """What the data are, what to mind, how to sum them."""

    about: tuple[Sentence, ...]
    warnings: tuple[Sentence, ...]
    sums: tuple[Sentence, ...]


GUIDE = DeclarationFile("pipelines.release", "guide.yaml", Guide)
_DICTIONARY = ("dataset", "dataset_title", "column", "title", "type", "unit", "nullable", "key", "description",
               "description_en", "values")  # fmt: skip


@cache
def guide() -> Guide:
    """The declared guide."""
    return GUIDE.load()


@cache
def templates() -> jinja2.Environment:
    """The templates of a release's pages: values are escaped in HTML, and a name that nobody gives is an error."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("pipelines.release"),
        autoescape=jinja2.select_autoescape(["html", "xml"]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def write_text(path: Path, text: str) -> None:
    """Write a text as all of a release are written: UTF-8, lines ending in a line feed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def write_readme(release: Path, edition: Edition) -> None:
    """Write the README and the licence of a release."""
    told = {"edition": edition, "package": package(), "guide": guide(), "datasets": _datasets(edition)}
    told |= {"has_database": has_database()}
    write_text(release / "README.md", templates().get_template("README.md").render(told))
    write_text(release / "LICENSE.md", templates().get_template("LICENSE.md").render(told))


def write_dictionary(release: Path, edition: Edition) -> None:
    """Write the data dictionary as Markdown, as a page and as a table."""
    datasets = [each.dataset for each in edition.publications]
    chapters = [
        {
            "name": name,
            "titles": titles(name),
            "key": primary_key(name),
            "columns": columns(name),
            "rules": rules(name),
            "rows": edition.publication(name).rows,
        }
        for name in datasets
    ]
    told = {"edition": edition, "package": package(), "guide": guide(), "chapters": chapters}
    told["coverage"] = coverage(edition)
    introduction = templates().get_template("guide.md").render(told)
    write_text(release / "data_dictionary.md", f"{dictionary(datasets)}\n{introduction}")
    write_text(release / "data_dictionary.html", templates().get_template("dictionary.html").render(told))
    with (release / "data_dictionary.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_DICTIONARY)
        for name in datasets:
            writer.writerows(_described(name))


def coverage(edition: Edition) -> list[tuple[str, int, int]]:
    """The years of which there are documents, each with the number of those published and of those set aside."""
    published = Counter(str(row["fiscal_year"] or "-") for row in edition.documents if row["document_id"])
    aside = Counter(str(row["fiscal_year"] or "-") for row in edition.documents if not row["document_id"])
    return [(year, published[year], aside[year]) for year in sorted(published.keys() | aside.keys())]


def _datasets(edition: Edition) -> list[tuple[str, str, str, int]]:
    return [
        (each.dataset, titles(each.dataset)[0], titles(each.dataset)[2], each.rows) for each in edition.publications
    ]


def _described(dataset: str) -> Iterator[tuple[str, ...]]:
    for column in columns(dataset):
        note = column.note
        values = "; ".join(f"{value}={label.zh} {label.en}" for value, label in (note.values or {}).items())
        yield (
            dataset,
            titles(dataset)[0],
            column.name,
            note.title,
            str(column.type),
            note.unit or "",
            "true" if column.nullable else "false",
            "true" if column.name in primary_key(dataset) else "false",
            note.zh,
            note.en,
            values,
        )
