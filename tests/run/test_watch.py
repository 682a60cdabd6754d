"""How far a stage is, as a log tells it, and as a terminal shows it."""

import io
import logging
import sys

import pytest

from assets.progress import Bar, watch_for
from pipelines.run.watch import Lines, Silence, clock


def test_a_log_tells_of_the_beginning_the_end_and_now_and_then(caplog):
    with caplog.at_level(logging.INFO), Lines(logging.getLogger("test"), interval=0.0).stage("pages", 3) as progress:
        progress.working(["a.pdf", "b.pdf"])
        progress.done("a.pdf", None)
        progress.working(["b.pdf", "c.pdf"])
    assert caplog.messages[:2] == ["pages: 3 documents to do", "pages: 0 of 3, ? left; a.pdf, b.pdf"]
    assert caplog.messages[2].startswith("pages: 1 of 3, 0:00:0")
    assert caplog.messages[2].endswith(" left; b.pdf, c.pdf")
    assert caplog.messages[3].startswith("pages: 3 documents in 0:00:0")


def test_a_log_tells_no_more_often_than_agreed_and_nothing_where_nothing_is_to_do(caplog):
    with caplog.at_level(logging.INFO):
        with Lines(logging.getLogger("test"), interval=600.0).stage("pages", 3) as progress:
            for _ in range(100):
                progress.working(["a.pdf"])
        assert len(caplog.messages) == 2
        with Lines(logging.getLogger("test")).stage("claims", 0):
            pass
        assert len(caplog.messages) == 2


def test_each_document_is_told_to_those_who_ask(caplog):
    with caplog.at_level(logging.DEBUG), Lines(logging.getLogger("test")).stage("pages", 2) as progress:
        progress.done("a.pdf", None)
        progress.done("b.pdf", "its end is missing")
    assert caplog.messages[1:3] == ["pages: a.pdf: done", "pages: b.pdf: its end is missing"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_a_bar(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    watch = watch_for(1)
    assert watch == Bar(each=True)
    with watch.stage("pages", 2) as progress:
        progress.working(["青山区预算.pdf"])
        progress.done("青山区预算.pdf", None)
        progress.done("b.pdf", "its end is missing")
    shown = terminal.getvalue()
    assert "pages: b.pdf: its end is missing" in shown
    assert "100%" in shown
    assert "2 of 2" in shown
    assert "青山区预算.pdf" in shown


def test_who_asks_for_quiet_hears_nothing(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert watch_for(-1) == Silence()
    with watch_for(-1).stage("pages", 1) as progress:
        progress.working(["a.pdf"])
        progress.done("a.pdf", None)
    assert terminal.getvalue() == ""


def test_elsewhere_there_are_lines(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert isinstance(watch_for(0), Lines)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00:00"), (59.6, "0:01:00"), (3661, "1:01:01"), (90_000, "25:00:00")]
)
def test_a_clock(seconds, text):
    assert clock(seconds) == text
