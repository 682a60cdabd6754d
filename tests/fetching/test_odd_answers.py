"""Answers, pages and names that are odd cost their own address, and nothing of what is there."""

import gzip
import socket
import time
import zlib
from types import SimpleNamespace

import pytest

from pipelines.fetching import addresses
from pipelines.fetching.limits import Limits
from pipelines.fetching.record import Outcome
from tests.fetching.outcomes import attempts
from tests.fetching.server import PDF, Answer


def packed(body: bytes, packing: str) -> Answer:
    return Answer(body, headers={"Content-Encoding": packing})


@pytest.mark.parametrize("asked", ["²", "Thu, 01 Jan 1970 00:00:00 -9999999999", "9" * 400])
def test_a_retry_after_that_can_t_be_read_is_none(site, fetch, tmp_path, asked):
    answer = Answer(b"", 503, {"Retry-After": asked.encode().decode("latin-1")})
    (attempt,) = fetch(site.put("/a.pdf", answer))
    assert attempt.outcome is Outcome.FAILED
    assert attempt.error == "HTTP 503"


def test_what_a_server_calls_its_versions_may_be_no_ascii(site, fetch):
    fetch(site.put("/a.pdf", Answer(headers={"ETag": '"é"', "Last-Modified": "mañana"})))
    (attempt,) = fetch()
    assert (attempt.outcome, attempt.status) == (Outcome.UNCHANGED, 200)


@pytest.mark.parametrize("url", ["http://xn--/a.pdf", f"http://{'a' * 64}.example/a.pdf", "http://\u2488com/a.pdf"])
def test_a_name_that_can_t_be_one_costs_its_own_address(site, fetch, url):
    odd, good = fetch(url, site.put("/a.pdf", PDF))
    assert odd.outcome in (Outcome.REFUSED, Outcome.FAILED)
    assert good.outcome is Outcome.STORED


@pytest.mark.parametrize("name", ["预" * 70, "𠀀" * 70, "a" * 300])
def test_a_long_name_is_cut_so_that_its_versions_have_one_too(site, fetch, tmp_path, name):
    fetch(site.put(f"/{''.join(f'%{byte:02X}' for byte in name.encode())}.pdf", PDF, PDF + b"corrected"))
    (attempt,) = fetch()
    assert attempt.outcome is Outcome.REPLACED
    path = tmp_path / str(attempt.source_file)
    assert len(path.name.encode()) < 200
    assert [version.read_bytes() for version in (path.parent / ".versions").iterdir()] == [PDF]


@pytest.mark.parametrize(("pack", "packing"), [(gzip.compress, "gzip"), (zlib.compress, "deflate")])
def test_what_a_server_packs_though_it_is_asked_not_to_is_unpacked(site, fetch, tmp_path, pack, packing):
    (attempt,) = fetch(site.put("/a.pdf", packed(pack(PDF), packing)))
    assert attempt.outcome is Outcome.STORED
    assert (tmp_path / str(attempt.source_file)).read_bytes() == PDF


@pytest.mark.parametrize(
    ("answer", "outcome", "error"),
    [
        (packed(gzip.compress(gzip.compress(PDF)), "gzip, gzip"), Outcome.REFUSED, "it is packed as 'gzip, gzip'"),
        (packed(PDF, "br"), Outcome.REFUSED, "it is packed as 'br'"),
        (packed(gzip.compress(PDF)[:-9], "gzip"), Outcome.FAILED, "it is packed in parts, or breaks off"),
        (packed(gzip.compress(PDF) + gzip.compress(PDF), "gzip"), Outcome.FAILED, "it is packed in parts, or breaks"),
        (packed(PDF, "gzip"), Outcome.FAILED, "it can't be unpacked"),
        (packed(gzip.compress(PDF + bytes(5_000_000)), "gzip"), Outcome.REFUSED, "it has more than 100,000 bytes"),
    ],
    ids=["twice", "otherwise", "cut off", "in parts", "not at all", "a bomb"],
)
def test_what_is_packed_in_an_odd_way_is_not_stored(site, fetch, answer, outcome, error):
    limits = Limits(interval=0.0, attempts=1, largest=100_000)
    (attempt,) = fetch(site.put("/a.pdf", answer), limits=limits)
    assert attempt.outcome is outcome
    assert str(attempt.error).startswith(error)


@pytest.mark.parametrize("body", [b"%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n2 0 obj\nendobj\n", b"<html>%PDF-1.4</html>"])
def test_a_document_without_its_end_never_takes_the_place_of_a_whole_one(site, fetch, tmp_path, body):
    (first,) = fetch(site.put("/a.pdf", PDF, body, body, PDF + b"corrected"), limits=Limits(interval=0.0, attempts=1))
    (second,) = fetch(limits=Limits(interval=0.0, attempts=1))
    assert (second.outcome, second.error) == (Outcome.FAILED, "its end is missing; what is there stays")
    assert (tmp_path / str(first.source_file)).read_bytes() == PDF
    (third,) = fetch()
    assert (third.outcome, third.attempt) == (Outcome.REPLACED, 2)


def test_the_mark_at_the_beginning_of_a_text_is_no_rule_of_robots_txt(site, fetch):
    site.put("/robots.txt", b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n")
    (attempt,) = fetch(site.put("/a.pdf", PDF))
    assert attempt.error == "robots.txt asks not to fetch it"


@pytest.mark.parametrize(
    ("robots", "cause"),
    [
        (Answer(b"# " + bytes(600_000)), "it has more than 512,000 bytes"),
        (Answer(b"", 302, {"Location": "/robots.txt"}), "it leads on more than 5 times"),
    ],
)
def test_a_robots_txt_that_can_t_be_read_is_asked_for_once(site, fetch, tmp_path, robots, cause):
    site.put("/robots.txt", robots)
    found = fetch(site.put("/a.pdf", PDF), site.put("/b.pdf", PDF))
    assert [attempt.error for attempt in found] == [f"its robots.txt can't be read ({cause})"] * 2
    assert attempts(tmp_path, "robots.txt") == [(Outcome.REFUSED, None)]


def test_what_never_ends_is_ended_though_its_time_was_over_before_it_began(site, fetch, monkeypatch):
    def resolve(host: str, port: int, **_: object) -> object:
        time.sleep(0.4)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]

    monkeypatch.setattr(addresses, "socket", SimpleNamespace(getaddrinfo=resolve, SOCK_STREAM=socket.SOCK_STREAM))
    monkeypatch.setattr(addresses, "is_public", lambda _: True)
    site.put("/robots.txt", Answer(stalls=True))
    (attempt,) = fetch(site.put("/a.pdf", PDF), limits=Limits(interval=0.0, seconds=0.2, attempts=1), private=False)
    assert attempt.error == "its robots.txt can't be read (it takes longer than 0.2 seconds)"
