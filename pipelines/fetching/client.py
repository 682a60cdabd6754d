"""One request: within its limits, to a host that may be asked, no faster than the host wants it."""

from __future__ import annotations

import hashlib
import socket
import tempfile
import time
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from threading import Timer
from typing import IO
from urllib.parse import urljoin

import httpx
from httpcore import NetworkStream

from pipelines.fetching.addresses import AddressError, CheckedTransport
from pipelines.fetching.limits import Limits

AGENT = f"yusuan/{version('yusuan')} (open data out of budget disclosures)"
_IN_MEMORY = 10_000_000
_NOT_MODIFIED = 304
_PACKINGS = frozenset({"gzip", "x-gzip", "deflate"})
_ANY_HEADER = zlib.MAX_WBITS | 32
"""Of gzip or zlib."""
_UNPACKED_AT_ONCE = 1 << 20


class RefusedError(Exception):
    """What may not be fetched: by its scheme, its address, its size, robots.txt or where it leads."""


class FailedError(Exception):
    """An attempt without a usable answer. `wait` is what Retry-After asks for, in seconds, where it is given."""

    def __init__(
        self, message: str, *, status: int | None = None, lasting: bool = False, wait: float | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.lasting = lasting
        """Whether asking again is of no use."""
        self.wait = wait


@dataclass(frozen=True)
class Reply:
    """An answer of status 200 or 304 with its body, at its beginning; `url` is where redirects led."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: IO[bytes]
    bytes: int
    sha256: str
    charset: str | None = None


@dataclass
class Client:
    """Asks one address at a time. `sleep` waits; `interval_of` says what a host wants between two requests."""

    limits: Limits
    allow_private: bool = False
    sleep: Callable[[float], None] = time.sleep
    _asked: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        transport = httpx.HTTPTransport() if self.allow_private else CheckedTransport()
        self._http = httpx.Client(
            transport=transport,
            timeout=httpx.Timeout(self.limits.silence),
            headers={"User-Agent": AGENT, "Accept-Encoding": "identity"},
        )

    def close(self) -> None:
        self._http.close()

    @contextmanager
    def get(
        self,
        url: str,
        headers: Mapping[str, str],
        largest: int,
        may: Callable[[httpx.URL], float],
    ) -> Generator[Reply]:
        """Ask once. `may` is asked before each request whether it may be made, and says the interval for its host.

        Raises RefusedError and FailedError.
        """
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as body:
            yield self._follow(url, headers, largest, may, body)

    def _follow(
        self, url: str, headers: Mapping[str, str], largest: int, may: Callable[[httpx.URL], float], body: IO[bytes]
    ) -> Reply:
        target = _parsed(url)
        for _ in range(self.limits.redirects + 1):
            self._wait(target.host, may(target))
            with self._answer(target, headers) as response:
                if not response.has_redirect_location:
                    return self._reply(response, largest, body)
                target = _parsed(urljoin(str(target), response.headers["Location"]))
        raise RefusedError(f"it leads on more than {self.limits.redirects} times")

    def _wait(self, host: str, interval: float) -> None:
        if (left := self._asked.get(host, float("-inf")) + interval - time.monotonic()) > 0:
            self.sleep(left)
        self._asked[host] = time.monotonic()

    @contextmanager
    def _answer(self, url: httpx.URL, headers: Mapping[str, str]) -> Generator[httpx.Response]:
        with _deadline(self.limits.seconds) as deadline:
            try:
                request = self._http.build_request("GET", url, headers=headers, extensions={"trace": deadline.trace})
                response = self._http.send(request, stream=True)
                with closing(response):
                    yield response
                # A body without a length seems to be whole when its connection is ended.
                if deadline.passed:
                    raise FailedError(f"it takes longer than {self.limits.seconds:g} seconds")
            except AddressError as error:
                raise RefusedError(str(error)) from error
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                if deadline.passed:
                    raise FailedError(f"it takes longer than {self.limits.seconds:g} seconds") from error
                raise FailedError(f"{type(error).__name__}: {error}") from error

    def _reply(self, response: httpx.Response, largest: int, body: IO[bytes]) -> Reply:
        if response.status_code not in (200, _NOT_MODIFIED):
            raise _failure(response)
        digest, size = hashlib.sha256(), 0
        for chunk in _unpacked(response) if response.status_code != _NOT_MODIFIED else ():
            size += len(chunk)
            if size > largest:
                raise RefusedError(f"it has more than {largest:,} bytes")
            digest.update(chunk)
            body.write(chunk)
        body.seek(0)
        return Reply(
            response.status_code,
            str(response.url),
            response.headers,
            body,
            size,
            digest.hexdigest(),
            response.charset_encoding,
        )


def _unpacked(response: httpx.Response) -> Iterator[bytes]:
    """The body, a little at a time, also of a server that packs it though it was asked not to.

    Raises RefusedError for other packings than gzip and deflate, once, and FailedError where a packed body breaks off.
    """
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing == "identity":
        yield from response.iter_raw()
        return
    if packing not in _PACKINGS:
        raise RefusedError(f"it is packed as {packing!r}")
    unpacker = zlib.decompressobj(_ANY_HEADER)
    try:
        for chunk in response.iter_raw():
            # No more at once, however much a few bytes stand for.
            yield unpacker.decompress(chunk, _UNPACKED_AT_ONCE)
            while unpacker.unconsumed_tail:
                yield unpacker.decompress(unpacker.unconsumed_tail, _UNPACKED_AT_ONCE)
    except zlib.error as error:
        raise FailedError(f"it can't be unpacked: {error}") from error
    if not unpacker.eof or unpacker.unused_data:
        raise FailedError("it is packed in parts, or breaks off before its end")


def _parsed(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url)
        host = parsed.host
    except (httpx.InvalidURL, ValueError) as error:
        raise RefusedError(f"no address: {error}") from error
    if parsed.scheme not in ("http", "https") or not host:
        raise RefusedError(f"only http and https are asked, not {(parsed.scheme or url)!r}")
    if parsed.userinfo:
        raise RefusedError("an address with a name and a password is not asked")
    return parsed


def _failure(response: httpx.Response) -> FailedError:
    status = response.status_code
    passing = status in (408, 425, 429) or status >= 500
    return FailedError(f"HTTP {status}", status=status, lasting=not passing, wait=_retry_after(response))


def _retry_after(response: httpx.Response) -> float | None:
    """The seconds that an answer asks to wait: it gives them, or a moment."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


@dataclass
class _Deadline:
    """Ends a connection when its time is over, also one that sends a byte now and then."""

    stream: NetworkStream | None = None
    passed: bool = False

    def trace(self, event: str, info: Mapping[str, object]) -> None:
        """Told by httpx of each step: keeps the connection it has made."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            made = info["return_value"]
            self.stream = made if isinstance(made, NetworkStream) else None
            if self.passed:
                # While names were looked up, or other addresses of the host tried.
                self.end()

    def end(self) -> None:
        self.passed = True
        if self.stream is not None:
            with suppress(OSError):
                self.stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)


@contextmanager
def _deadline(seconds: float) -> Generator[_Deadline]:
    deadline = _Deadline()
    timer = Timer(seconds, deadline.end)
    timer.daemon = True
    timer.start()
    try:
        yield deadline
    finally:
        timer.cancel()
