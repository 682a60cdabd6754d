"""A publisher as publishers are, an operator who answers the gate, and the book of what must be published."""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import yaml

from tests.assets.small import ROWS, budget
from tests.documents.files import pdf
from tests.fetching.server import Answer, Site

LINES = 13
"""The rows of `budget_lines` that a whole document gives."""
FIRST_NIGHT = date(2090, 1, 5)
"""Far ahead: what is fetched bears the day of the test, and each night must be newer than that."""
DELIVERED = "delivered/"
_CORRECTED = [
    [code, name, *({"100.00": "90.00", "20.00": "30.00"}.get(amount, amount) for amount in amounts)]
    for code, name, *amounts in ROWS
]
_SHORTENED = [["201", "一般公共服务支出", "120.00", "100.00", "20.00"], ROWS[-1]]
_BODIES = ("民政局", "教育局", "住房局", "卫生局", "水务局", "司法局", "审计局", "统计局")


@dataclass(frozen=True)
class Entry:
    """What must become of a file: rows of `budget_lines`, or the reason why it has none."""

    lines: int = LINES
    reason: str | None = None


class Publisher:
    """Documents come as files and on the web, are replaced, damaged, withdrawn; `book` has what must be published.

    The book knows a delivered file by its path below the folder of documents, a fetched one by its address.
    """

    def __init__(self, folder: Path, site: Site) -> None:
        self.folder, self.raw, self.site = folder, folder / "raw", site
        self.day = FIRST_NIGHT
        self.book: dict[str, Entry] = {}
        self.listed: list[str] = []
        self.superseded: set[str] = set()
        """The digests of what was replaced and has not come back."""
        self._names = product(range(2021, 2027), _BODIES)
        self._said: dict[str, date] = {}
        self._published: dict[str, bytes] = {}
        self._withdrawn: list[dict[str, str]] = []
        for place in (DELIVERED, "later"):
            (self.raw / place).mkdir(parents=True)
        site.put("/robots.txt", b"User-agent: *\nAllow: /\n")
        self._record()

    def next_night(self) -> None:
        self.day += timedelta(days=1)

    # What a publisher does.

    def deliver(self, count: int = 1) -> None:
        for _ in range(count):
            year, body = next(self._names)
            self._put(f"{DELIVERED}{body}{year}.pdf", self._budget(body, year), Entry())

    def correct(self) -> None:
        """The first document once more, with other amounts."""
        self._replace(self._first(), _CORRECTED, LINES)

    def shorten(self) -> None:
        """The first document once more, with most of its rows gone."""
        self._replace(self._first(), _SHORTENED, 6)

    def mend(self) -> None:
        """The first document once more, as it was meant to be."""
        self._replace(self._first(), ROWS, LINES)

    def deliver_damaged(self) -> None:
        whole = self._budget("档案局", 2026)
        self._put(f"{DELIVERED}cut.pdf", whole[: len(whole) // 2], Entry(0, "damaged"))
        self._put(f"{DELIVERED}locked.pdf", pdf("secret", user_password="secret"), Entry(0, "encrypted"))
        self._put(f"{DELIVERED}page.pdf", b"<html>404</html>", Entry(0, "not_a_pdf"))
        self._put(f"{DELIVERED}empty.pdf", b"", Entry(0, "not_a_pdf"))

    def deliver_copy(self) -> None:
        """The second document again, under another name."""
        second = [file for file in self._said if file.startswith(DELIVERED)][1]
        self._put("later/copy.pdf", (self.raw / second).read_bytes(), Entry(0, f"duplicate_of {second}"))

    def deliver_whole(self) -> None:
        """What came damaged comes again, whole."""
        self._put(f"{DELIVERED}cut.pdf", self._budget("档案局", 2026), Entry())

    def remove(self) -> None:
        """A document vanishes, and nobody says why."""
        self._lose(self._last())

    def damage(self) -> None:
        """A published document is overwritten by half of itself."""
        path = self.raw / self._last()
        shutil.copy(path, self.folder / "backup.pdf")
        path.write_bytes(path.read_bytes()[:1500])

    def unmount(self) -> None:
        self.raw.rename(self.folder / "elsewhere")
        self.raw.mkdir()

    def publish(self, count: int = 2) -> None:
        """Documents appear on the web, in a list."""
        for _ in range(count):
            year, body = next(self._names)
            path = f"/{year}-{len(self.listed)}.pdf"
            self._published[path] = self._budget(body, year)
            address = self.site.put(path, self._published[path])
            self.listed.append(path)
            self.book[address] = Entry()
        self._list()

    def replace_published(self) -> None:
        """One of them is replaced, another one appears."""
        old, new = self._published[self.listed[0]], self._budget("监察局", 2026)
        self.site.put(self.listed[0], new)
        self._supersede(old, new)
        self.publish(1)

    def break_down(self) -> None:
        """The web is busy, answers with pages of errors, and has lost one document."""
        self.site.put(self.listed[0], b"<html>busy</html>")
        self.site.put(self.listed[1], Answer(b"", 503, {"Retry-After": "36000"}))
        self.site.put(self.listed[2], Answer(b"", 404))

    def rest(self) -> None:
        """Nothing happens."""

    # What the operator does, once a run was stopped.

    def withdraw(self) -> Sequence[str]:
        """It was meant: the file is named."""
        lost = next(file for file in self.book if file.startswith(DELIVERED) and not (self.raw / file).exists())
        del self.book[lost]
        self._withdrawn.append({"file": lost, "reason": "撤回", "date": self.day.isoformat()})
        (self.folder / "withdrawals.yaml").write_text(yaml.safe_dump(self._withdrawn, allow_unicode=True))
        return ()

    def restore(self) -> Sequence[str]:
        """It was an accident: the file comes back from the backup."""
        shutil.copy(self.folder / "backup.pdf", self.raw / self._last())
        return ()

    def mount(self) -> Sequence[str]:
        self.raw.rmdir()
        (self.folder / "elsewhere").rename(self.raw)
        return ()

    def accept(self) -> Sequence[str]:
        return ("--accept-shrink", f"the publisher shortened it on {self.day}")

    def _budget(self, body: str, year: int, rows: Sequence[Sequence[str]] = ROWS) -> bytes:
        return budget(self.folder / "draft.pdf", f"武汉市青山区{body}", year, rows).read_bytes()

    def _put(self, file: str, content: bytes, entry: Entry) -> None:
        path = self.raw / file
        if path.exists():
            self._supersede(path.read_bytes(), content)
        path.write_bytes(content)
        self.book[file], self._said[file] = entry, self.day
        self._record()

    def _supersede(self, old: bytes, new: bytes) -> None:
        self.superseded.add(hashlib.sha256(old).hexdigest())
        self.superseded.discard(hashlib.sha256(new).hexdigest())

    def _replace(self, file: str, rows: Sequence[Sequence[str]], lines: int) -> None:
        name = Path(file).stem
        self._put(file, self._budget(name[:-4], int(name[-4:]), rows), Entry(lines))

    def _lose(self, file: str) -> None:
        (self.raw / file).unlink()
        del self._said[file]
        self._record()

    def _first(self) -> str:
        return next(file for file in self._said if file.startswith(DELIVERED))

    def _last(self) -> str:
        return [file for file in self._said if self.book[file] == Entry()][-1]

    def _list(self) -> None:
        entries = "".join(f'<li><a href="{path}">部门预算{path}</a> {self.day}</li>' for path in self.listed)
        self.site.put("/list.html", f"<ul>{entries}</ul>".encode())

    def _record(self) -> None:
        """What is known of the files that were delivered, and the list to look at."""
        with (self.raw / "sources.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["file", "url", "links", "division_code", "published_on"])
            writer.writerow(["", f"{self.site.address}/list.html", "部门预算", "420107", ""])
            writer.writerows([file, "", "", "420107", day] for file, day in self._said.items())
