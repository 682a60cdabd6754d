"""What is wanted is fetched from a server that misbehaves in every way: what is there is never the worse for it."""

import csv
import hashlib
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from pipelines.datasets.frames import frame
from pipelines.datasets.validation import validate
from pipelines.documents.registry import read_registry
from pipelines.extraction.formats import format_of
from pipelines.fetching.limits import Limits
from pipelines.fetching.record import Attempt, Outcome, fetch_records, keep_attempt, read_attempts
from pipelines.fetching.wanted import read_wanted
from tests.fetching.outcomes import attempts
from tests.fetching.server import PDF, Answer


def test_a_document_is_stored_once_and_described(site, fetch, tmp_path):
    url = site.put("/2025/%E9%A2%84%E7%AE%97.pdf", PDF)
    (attempt,) = fetch(f"{url},420107,某局", columns="url,division_code,publisher")
    assert (attempt.outcome, attempt.status, attempt.bytes) == (Outcome.STORED, 200, len(PDF))
    assert attempt.sha256 == hashlib.sha256(PDF).hexdigest()
    registry = read_registry(tmp_path, format_of)
    (source,) = registry.sources
    assert registry.problems == ()
    assert source.file == attempt.source_file
    assert source.file.startswith("fetched/127.0.0.1/预算-")
    assert (source.url, source.division_code, source.publisher) == (url, "420107", "某局")
    assert source.retrieved_at == attempt.fetched_at
    assert source.path.read_bytes() == PDF


def by_etag(headers) -> Answer:
    return Answer(b"", 304) if headers.get("If-None-Match") == '"one"' else Answer(headers={"ETag": '"one"'})


def by_date(headers) -> Answer:
    modified = "Tue, 18 Feb 2025 08:00:00 GMT"
    same = headers.get("If-Modified-Since") == modified
    return Answer(b"", 304) if same else Answer(headers={"Last-Modified": modified})


@pytest.mark.parametrize(("answer", "status"), [(by_etag, 304), (by_date, 304), (PDF, 200)])
def test_what_has_not_changed_stays_untouched(site, fetch, tmp_path, answer, status):
    fetch(site.put("/a.pdf", answer))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file() and path.name[0] != "."}
    (attempt,) = fetch()
    assert (attempt.outcome, attempt.status) == (Outcome.UNCHANGED, status)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_lost_file_is_fetched_again_without_condition(site, fetch, tmp_path):
    (first,) = fetch(site.put("/a.pdf", by_etag))
    (tmp_path / str(first.source_file)).unlink()
    (again,) = fetch()
    assert (again.outcome, again.status) == (Outcome.STORED, 200)


def test_a_replaced_document_keeps_both_versions(site, fetch, tmp_path):
    (first,) = fetch(site.put("/a.pdf", PDF, PDF + b"corrected"))
    (second,) = fetch()
    assert (second.outcome, second.source_file) == (Outcome.REPLACED, first.source_file)
    path = tmp_path / str(first.source_file)
    assert path.read_bytes() == PDF + b"corrected"
    assert [version.read_bytes() for version in (path.parent / ".versions").iterdir()] == [PDF]
    (source,) = read_registry(tmp_path, format_of).sources
    assert source.sha256 == second.sha256
    assert source.retrieved_at == second.fetched_at


def test_an_error_page_never_takes_the_place_of_a_document(site, fetch, tmp_path):
    page = Answer(b"<html>system error</html>", headers={"Content-Type": "text/html"})
    (first,) = fetch(site.put("/a.pdf", PDF, page))
    (second,) = fetch()
    assert second.outcome is Outcome.REFUSED
    assert "no document (the server says text/html)" in str(second.error)
    assert (tmp_path / str(first.source_file)).read_bytes() == PDF
    assert len(read_registry(tmp_path, format_of).sources) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 408])
def test_what_passes_is_asked_again_and_waited_for_longer_each_time(site, fetch, tmp_path, waits, status):
    (attempt,) = fetch(site.put("/a.pdf", Answer(b"", status), Answer(b"", status), Answer()))
    assert (attempt.outcome, attempt.attempt) == (Outcome.STORED, 3)
    assert attempts(tmp_path) == [(Outcome.FAILED, status)] * 2 + [(Outcome.STORED, 200)]
    assert 1 <= waits[0] < waits[1]


def test_attempts_come_to_an_end(site, fetch, tmp_path):
    (attempt,) = fetch(site.put("/a.pdf", Answer(b"", 503)))
    assert attempts(tmp_path) == [(Outcome.FAILED, 503)] * 3
    assert attempt.error == "HTTP 503"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 304])
def test_what_does_not_pass_is_asked_once(site, fetch, tmp_path, status):
    fetch(site.put("/a.pdf", Answer(b"", status)))
    assert attempts(tmp_path) == [(Outcome.FAILED, status)]


@pytest.mark.parametrize(("asked", "least"), [("17", 17), ("nonsense", 1)])
def test_retry_after_is_honoured(site, fetch, waits, asked, least):
    (attempt,) = fetch(site.put("/a.pdf", Answer(b"", 429, {"Retry-After": asked}), Answer()))
    assert attempt.outcome is Outcome.STORED
    assert waits[0] >= least


def test_retry_after_may_be_a_moment(site, fetch, waits):
    moment = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    fetch(
        site.put("/a.pdf", Answer(b"", 503, {"Retry-After": moment}), Answer()),
        limits=Limits(interval=0.0, longest_wait=10_000.0),
    )
    assert waits[0] > 3600


def test_who_asks_to_wait_too_long_is_left_for_the_next_run(site, fetch, tmp_path, waits):
    fetch(site.put("/a.pdf", Answer(b"", 503, {"Retry-After": "3600"})))
    assert attempts(tmp_path) == [(Outcome.FAILED, 503)]
    assert waits == []


def test_a_connection_that_breaks_is_tried_again(site, fetch, tmp_path):
    (attempt,) = fetch(site.put("/a.pdf", Answer(promised=1000), Answer()))
    assert attempt.outcome is Outcome.STORED
    assert attempts(tmp_path) == [(Outcome.FAILED, None), (Outcome.STORED, 200)]


def test_nobody_there(fetch, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        (attempt,) = fetch(f"http://127.0.0.1:{free.getsockname()[1]}/a.pdf")
    assert attempt.outcome is Outcome.REFUSED
    assert "its robots.txt can't be read" in str(attempt.error)
    assert [each.url[-11:] for each in read_attempts(tmp_path)] == ["/robots.txt"] * 3 + [attempt.url[-11:]]


def test_what_is_too_large_is_not_kept(site, fetch, tmp_path):
    (attempt,) = fetch(site.put("/a.pdf", PDF + bytes(2000)), limits=Limits(interval=0, largest=1000))
    assert (attempt.outcome, attempt.error) == (Outcome.REFUSED, "it has more than 1,000 bytes")
    assert read_registry(tmp_path, format_of).sources == ()


def test_what_never_ends_is_ended(site, fetch, tmp_path):
    limits = Limits(interval=0, seconds=0.2, attempts=1)
    (attempt,) = fetch(site.put("/a.pdf", Answer(stalls=True)), limits=limits)
    assert (attempt.outcome, attempt.error) == (Outcome.FAILED, "it takes longer than 0.2 seconds")


def test_redirects_are_followed_to_an_end(site, fetch):
    url = site.put("/a.pdf", Answer(b"", 302, {"Location": "/b.pdf"}))
    site.put("/b.pdf", PDF)
    (attempt,) = fetch(url)
    assert (attempt.outcome, attempt.final_url) == (Outcome.STORED, f"{site.address}/b.pdf")
    site.put("/b.pdf", Answer(b"", 302, {"Location": "/a.pdf"}))
    (attempt,) = fetch()
    assert (attempt.outcome, attempt.error) == (Outcome.REFUSED, "it leads on more than 5 times")


@pytest.mark.parametrize(
    ("location", "error"),
    [
        ("file:///etc/passwd", "only http and https are asked, not 'file'"),
        ("ftp://127.0.0.1/a.pdf", "only http and https are asked, not 'ftp'"),
        ("http://name:secret@127.0.0.1/a.pdf", "an address with a name and a password is not asked"),
    ],
)
def test_where_a_redirect_may_not_lead(site, fetch, location, error):
    (attempt,) = fetch(site.put("/a.pdf", Answer(b"", 301, {"Location": location})))
    assert (attempt.outcome, attempt.error) == (Outcome.REFUSED, error)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/a.pdf", "a.pdf", "http://", "http://[1/"])
def test_what_is_no_address_of_the_web_is_refused(fetch, url):
    (attempt,) = fetch(url)
    assert attempt.outcome is Outcome.REFUSED


def test_the_operators_own_network_is_not_asked(site, fetch, tmp_path):
    (attempt,) = fetch(site.put("/a.pdf", PDF), private=False)
    assert (attempt.outcome, attempt.status) == (Outcome.REFUSED, None)
    assert attempt.error == "127.0.0.1 leads to 127.0.0.1, which is not on the open Internet"
    assert site.asked == []


def test_robots_txt_is_heeded_and_asked_once(site, fetch, waits):
    site.put("/robots.txt", b"User-agent: *\nDisallow: /private/\nCrawl-delay: 7\n")
    urls = [site.put("/private/a.pdf", PDF), site.put("/a.pdf", PDF), site.put("/b.pdf", PDF)]
    refused, stored, second = fetch(*urls)
    assert (refused.outcome, refused.error) == (Outcome.REFUSED, "robots.txt asks not to fetch it")
    assert (stored.outcome, second.outcome) == (Outcome.STORED, Outcome.STORED)
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a.pdf", "/b.pdf"]
    assert max(waits) > 6


def test_a_host_without_robots_txt_lets_all_be_fetched_and_nothing_failed(site, fetch, tmp_path):
    (attempt,) = fetch(site.put("/a.pdf", PDF))
    assert attempt.outcome is Outcome.STORED
    asked = [(each.url[-11:], each.outcome, each.status, each.error) for each in read_attempts(tmp_path)]
    assert asked[0] == ("/robots.txt", Outcome.ABSENT, 404, None)


def test_a_robots_txt_that_fails_lets_nothing_be_fetched(site, fetch):
    site.put("/robots.txt", Answer(b"", 500))
    (attempt,) = fetch(site.put("/a.pdf", PDF))
    assert (attempt.outcome, attempt.error) == (Outcome.REFUSED, "its robots.txt can't be read (HTTP 500)")


def test_one_host_is_not_asked_faster_than_agreed(site, fetch, waits):
    fetch(*(site.put(f"/{name}.pdf", PDF) for name in "abc"), limits=Limits(interval=5.0))
    assert len(waits) == 3
    assert all(4 < wait <= 5 for wait in waits)


def test_every_attempt_is_a_row_that_meets_its_declaration(site, fetch, tmp_path):
    good = site.put("/a.pdf", Answer(b"", 503), by_etag)
    fetch(good, site.put("/b.pdf", b"<html>"), site.put("/c.pdf", Answer(b"", 404)))
    fetch()
    rows = frame("fetches", fetch_records(tmp_path))
    assert validate("fetches", rows).failures == ()
    counts = {"failed": 3, "refused": 2, "absent": 2, "stored": 1, "unchanged": 1}
    assert rows["outcome"].value_counts().to_dict() == counts


def test_a_record_that_a_power_cut_tore_is_passed_over(site, fetch, tmp_path):
    fetch(site.put("/a.pdf", by_etag))
    with (tmp_path / ".fetches.jsonl").open("ab") as stream:
        stream.write(b'{"fetched_at": "2025')
    (attempt,) = fetch()
    assert attempt.outcome is Outcome.UNCHANGED
    assert [each.outcome for each in read_attempts(tmp_path)][-1] is Outcome.UNCHANGED


def test_an_error_of_several_lines_is_one_record(tmp_path):
    told = "one\ntwo\u2028three\x0cfour"
    keep_attempt(tmp_path, Attempt("2025-03-01T02:30:00.000Z", "https://example.org", 1, Outcome.FAILED, error=told))
    assert [each.error for each in read_attempts(tmp_path)] == [told]


def test_a_pattern_that_is_none_is_told(tmp_path):
    (tmp_path / "sources.csv").write_text("file,url,links\n,https://example.org/list,(\n,https://example.org/a.pdf,\n")
    wanted, problems = read_wanted(tmp_path)
    assert [each.url for each in wanted] == ["https://example.org/a.pdf"]
    assert problems == ("sources.csv, record 1: links can't be '(': missing ), unterminated subpattern at position 0",)


def test_the_names_of_files_stay_within_their_folder(site, fetch, tmp_path):
    (attempt,) = fetch(site.put("/..%2F..%2F.hidden%00.pdf", PDF))
    path = (tmp_path / str(attempt.source_file)).resolve()
    assert path.is_relative_to(tmp_path / "fetched" / "127.0.0.1")
    with (tmp_path / "fetched" / "sources.csv").open() as stream:
        assert [row["url"] for row in csv.DictReader(stream)] == [attempt.url]
