"""A page that lists documents leads to them."""

from pipelines.documents.registry import read_registry
from pipelines.extraction.formats import format_of
from pipelines.fetching.record import Outcome
from tests.fetching.outcomes import attempts
from tests.fetching.server import PDF, Answer


def page(*entries: str, following: str = "") -> bytes:
    return f"<html><body><ul>{''.join(entries)}</ul>{following}</body></html>".encode()


def entry(href: str, title: str, day: str = "") -> str:
    return f'<li><a href="{href}" title="{title}">{title[:4]}...</a><span>{day}</span></li>'


def test_a_list_leads_to_its_documents_page_after_page(site, fetch, tmp_path):
    site.put(
        "/list/index.html",
        page(
            entry("../files/civil.pdf", "民政局2025年部门预算", "2025-02-18"),
            entry("../files/news.pdf", "工作动态", "2025-02-19"),
            following='<a href="index_1.html">下一页</a>',
        ),
    )
    site.put("/list/index_1.html", page(entry("/files/school.pdf", "教育局2025年部门预算", "2025年2月7日")))
    for name in ("civil", "school"):
        site.put(f"/files/{name}.pdf", PDF + name.encode())
    found = fetch(f"{site.address}/list/index.html,部门预算,420107", columns="url,links,division_code")
    assert [attempt.outcome for attempt in found] == [Outcome.STORED] * 2
    sources = {source.note: source for source in read_registry(tmp_path, format_of).sources}
    assert {title: str(source.published_on) for title, source in sources.items()} == {
        "民政局2025年部门预算": "2025-02-18",
        "教育局2025年部门预算": "2025-02-07",
    }
    assert {source.division_code for source in sources.values()} == {"420107"}
    assert "/files/news.pdf" not in site.paths


def test_a_list_of_articles_leads_to_what_is_attached_to_them(site, fetch, tmp_path):
    site.put("/list.html", page(entry("/t1.html", "民政局2025年部门预算", "2025-02-18"), entry("/t2.html", "其他")))
    site.put("/t1.html", page(entry("/att/one.pdf", "附件"), entry("/t0.html", "上一篇")))
    site.put("/att/one.pdf", PDF)
    (attempt,) = fetch(rf"{site.address}/list.html,部门预算 > \.pdf$", columns="url,links")
    assert attempt.url.endswith("/att/one.pdf")
    (source,) = read_registry(tmp_path, format_of).sources
    assert (source.note, str(source.published_on)) == ("附件", "2025-02-18")
    assert "/t2.html" not in site.paths


def test_a_list_whose_pages_are_counted_by_a_script_goes_on_and_ends(site, fetch):
    for number, path in enumerate(("/index.html", "/index_1.html", "/index_2.html")):
        script = f'<script>createPageHTML(3, {number}, "index", "html");</script>'
        site.put(path, page(entry(f"/{number}.pdf", "预算"), following=script))
        site.put(f"/{number}.pdf", PDF)
    assert len(fetch(f"{site.address}/index.html,预算", columns="url,links")) == 3


def test_a_list_that_goes_in_a_circle_or_breaks_off_gives_what_it_has(site, fetch, tmp_path):
    site.put("/one.html", page(entry("/a.pdf", "预算"), following='<a href="/two.html">下一页</a>'))
    site.put("/two.html", page(entry("/b.pdf", "预算"), following='<a href="/one.html">下一页</a>'))
    for name in "ab":
        site.put(f"/{name}.pdf", PDF)
    assert len(fetch(f"{site.address}/one.html,预算", columns="url,links")) == 2
    site.put("/two.html", Answer(b"", 404))
    assert len(fetch()) == 1
    assert attempts(tmp_path, "two.html")[-1] == (Outcome.FAILED, 404)


def test_what_a_list_no_longer_shows_stays_described(site, fetch, tmp_path):
    site.put("/list.html", page(entry("/a.pdf", "甲局预算")), page(entry("/b.pdf", "乙局预算")))
    for name in "ab":
        site.put(f"/{name}.pdf", PDF + name.encode())
    fetch(f"{site.address}/list.html,预算", columns="url,links")
    fetch()
    assert {source.note for source in read_registry(tmp_path, format_of).sources} == {"甲局预算", "乙局预算"}


def test_links_are_relative_to_what_their_page_declares(site, fetch):
    site.put("/list.html", b'<base href="/files/">' + page(entry("a.pdf", "预算")))
    site.put("/files/a.pdf", PDF)
    (attempt,) = fetch(f"{site.address}/list.html,预算", columns="url,links")
    assert attempt.url == f"{site.address}/files/a.pdf"


def test_a_link_that_nothing_ends_is_ended_by_the_next(site, fetch, tmp_path):
    site.put("/list.html", page("<li>", *(f'<a href="/{name}.pdf">预算 {name} ' for name in "ab"), "2025-02-18"))
    for name in "ab":
        site.put(f"/{name}.pdf", PDF + name.encode())
    fetch(f"{site.address}/list.html,预算", columns="url,links")
    sources = read_registry(tmp_path, format_of).sources
    assert {(source.note, str(source.published_on)) for source in sources} == {
        ("预算 a", "2025-02-18"),
        ("预算 b 2025-02-18", "2025-02-18"),
    }


def test_a_number_of_pages_that_is_none_ends_a_list(site, fetch):
    script = f'<script>createPageHTML({"9" * 5000}, 0, "index", "html");</script>'
    site.put("/index.html", page(entry("/a.pdf", "预算"), following=script))
    site.put("/a.pdf", PDF)
    assert len(fetch(f"{site.address}/index.html,预算", columns="url,links")) == 1


def test_what_moves_a_cursor_in_a_link_is_asked_for_as_browsers_do(site, fetch):
    site.put("/list.html", page(entry("/a\x1b[2J\u202e.pdf", "预算")))
    site.put("/a%1B[2J%E2%80%AE.pdf", PDF)
    (attempt,) = fetch(f"{site.address}/list.html,预算", columns="url,links")
    assert attempt.url == f"{site.address}/a%1B[2J%E2%80%AE.pdf"
    assert attempt.status == 200


def test_a_link_to_the_next_page_may_be_set_in_pieces(site, fetch):
    following = '<a href="/two.html"><b>下一</b> <b>页</b> <i>&gt;</i></a>'
    site.put("/one.html", page(entry("/a.pdf", "预算"), following=following))
    site.put("/two.html", page(entry("/b.pdf", "预算")))
    for name in "ab":
        site.put(f"/{name}.pdf", PDF)
    assert len(fetch(f"{site.address}/one.html,预算", columns="url,links")) == 2
