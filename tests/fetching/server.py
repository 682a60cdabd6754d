"""A real server on loopback that behaves, or doesn't, as each test says."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PDF = b"%PDF-1.4\nbudget\n%%EOF\n"


@dataclass(frozen=True)
class Answer:
    """What a request gets."""

    body: bytes = PDF
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    promised: int | None = None
    """The length that is promised, where it isn't that of the body."""
    stalls: bool = False
    """Whether the body comes a byte at a time until the other side has enough."""


Answers = Callable[[Mapping[str, str]], Answer]


@dataclass
class Site:
    """Paths and what they answer, in turn; the last answer stays. `asked` has the requests in order."""

    address: str = ""
    answers: dict[str, list[Answer | Answers]] = field(default_factory=lambda: defaultdict(list))
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def put(self, path: str, *answers: Answer | Answers | bytes) -> str:
        """What a path answers from now on. Returns its address."""
        self.answers[path] = [Answer(each) if isinstance(each, bytes) else each for each in answers]
        return self.address + path

    def answer(self, path: str, headers: Mapping[str, str]) -> Answer:
        self.asked.append((path, headers))
        waiting = self.answers.get(path)
        if not waiting:
            return Answer(b"<html>not here</html>", 404, {"Content-Type": "text/html"})
        found = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return found(headers) if callable(found) else found

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = site.answer(self.path, dict(self.headers))
            self.send_response(answer.status)
            if answer.stalls:
                self.end_headers()
                while not site.closing.wait(0.02):
                    try:
                        self.wfile.write(b".")
                    except OSError:
                        return
                return
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body) if answer.promised is None else answer.promised))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        site.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield site
        finally:
            site.closing.set()
            server.shutdown()
