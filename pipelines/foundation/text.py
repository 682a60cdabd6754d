"""Pure text folding: what printed Chinese text needs before it can be compared or read.

Free of every room and imported by all: `fold_space` (printed text as it is published), `fold_width`
(plain digits and signs), `fold_characters` (one code point per character), `fold_text` (for comparing),
`strip_list_number` (a label without its number), and the years and list numbers that texts print.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

# CJK radicals that only look like characters; PDF fonts often map glyphs to them and NFKC leaves them alone.
# Source: Unicode, EquivalentUnifiedIdeograph. The last three are Kangxi radicals for which NFKC gives a form
# that simplified Chinese does not use (戶, 靑, 黃).
_RADICALS = str.maketrans(
    "⺁⺂⺃⺄⺅⺆⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺭⺯⺰⺱⺲⺳⺴⺶⺹⺺⺻⺼⺾⺿⻀⻁⻂"
    "⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳⼾⾭⿈",
    "厂乛乚乙亻冂刀刂卜㔾小小兀尣尢巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王目示礻糹纟罓罒㓁冗羊耂肀聿肉艹艹艹虎衤"
    "覀西见角讠贝车辶辶辶邑钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟户青黄",
)

# Zero-width characters, soft hyphen, direction marks, byte-order mark: printed as nothing.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff]")
_FULL_WIDTH = str.maketrans({0xFF01 + i: 0x21 + i for i in range(94)} | {"￥": "¥"})
_SPACE = re.compile(r"\s+")
_WIDE = "\u2e80-\u303f\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60“”‘’—…"
_WRAP = re.compile(rf"(?<=[{_WIDE}])[^\S\r\n]*[\r\n]\s*(?=[{_WIDE}])")

_QUOTES_AND_DASHES = str.maketrans(
    dict.fromkeys("“”„‟〝〞「」『』", '"') | dict.fromkeys("‘’‚‛′`", "'") | dict.fromkeys("‐‑‒–—―−─━﹘", "-")
)


def _any_of(table: Mapping[int, str | int]) -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(re.escape, map(chr, table)))}]")


_RADICAL, _FULL_WIDTH_SIGN, _QUOTE_OR_DASH = map(_any_of, (_RADICALS, _FULL_WIDTH, _QUOTES_AND_DASHES))

OTHER_NUMBER = "No"
"""The category of ①, ⒈, ⑴, ㈠ and of superscripts in Unicode."""

_TEXTS_AT_ONCE = 20_000
"""A document prints the same few thousand labels over and over; each is folded once."""

YEAR = r"20\d\d"
"""A year that a document of today speaks of as its own or the last one, as a part of patterns."""
ANY_YEAR = r"(?:19|20)\d\d"
"""A year of whatever is dated: the start of a project, a purchase."""
YEAR_IN_LABEL = re.compile(rf"(?P<year>{YEAR})(?:年度?)?")
"""The year of a label or header, which needs no 年: 2025年度预算数, 2025预算数."""

_YEAR = re.compile(rf"(?P<year>{YEAR})年")
_OF_WHICH = "其中"
_DIGITS = re.compile(r"\d+")
_HAN_NUMBER = "[一二三四五六七八九十百零〇廿卅]+"
_HAN_DIGITS = re.compile(_HAN_NUMBER)
_LIST_NUMBER = re.compile(
    rf"""
    \s*(?:
        其\s*中\s*[:：]
      | [(（]\s*(?P<bracketed>{_HAN_NUMBER}|[0-9０-９]{{1,2}})\s*[)）]\s*、?
      | (?P<han>{_HAN_NUMBER})\s*[、.．，,]
      | (?P<digits>[0-9０-９]{{1,2}})\s*(?:、|[)）]|[.．](?![0-9０-９]))
      | (?P<enclosed>[①-⒛㈠-㈩㊀-㊉])\s*[、.．]?
    )\s*""",
    re.VERBOSE,
)


@lru_cache(_TEXTS_AT_ONCE)
def fold_space(text: str) -> str:
    """Fold white space of printed text: no line breaks inside Chinese, one space elsewhere, none at the ends.

    Characters stay as printed; invisible ones are dropped.
    """
    return _SPACE.sub(" ", _WRAP.sub("", _INVISIBLE.sub("", text))).strip()


@lru_cache(_TEXTS_AT_ONCE)
def fold_width(text: str) -> str:
    """Replace full-width digits, letters and signs by the plain ones, and nothing else.

    For numbers: NFKC would make 12.501 of 12.50 with a footnote ①.
    """
    return _translated(_INVISIBLE.sub("", text), _FULL_WIDTH, _FULL_WIDTH_SIGN)


def fold_characters(text: str) -> str:
    """Replace look-alike radicals, full-width letters, digits and signs by the plain characters (NFKC)."""
    return unicodedata.normalize("NFKC", _translated(_INVISIBLE.sub("", text), _RADICALS, _RADICAL))


@lru_cache(_TEXTS_AT_ONCE)
def fold_text(text: str) -> str:
    """Form of printed text for comparing: characters folded, no white space, one kind of quote and of dash.

    Idempotent. Brackets, colons and commas are ASCII after it; `、`, `《》` and `。` stay.
    """
    folded = fold_characters(text)
    if _SPACE.search(folded):
        # Once more: some signs become a space and an accent, which joins the letter before when the space goes.
        folded = fold_characters(_SPACE.sub("", folded))
    return _translated(folded, _QUOTES_AND_DASHES, _QUOTE_OR_DASH)


def _translated(text: str, table: Mapping[int, str | int], of_table: re.Pattern[str]) -> str:
    """A text with characters of a table replaced. Hardly any text has one, and looking first takes a tenth of it."""
    return text.translate(table) if of_table.search(text) else text


def printed_year(text: str) -> int | None:
    """The first year that a text names: 2025 of `2025年部门预算`; a bare number is none."""
    match = _YEAR.search(text)
    return int(match["year"]) if match else None


def is_year(text: str) -> bool:
    """Whether a text is a year and nothing else: `2025`, `2025年`, `2025年度`."""
    return YEAR_IN_LABEL.fullmatch(text) is not None


def year_of_label(label: str) -> int | None:
    """The first year that a label names, with 年 or without."""
    match = YEAR_IN_LABEL.search(label)
    return int(match["year"]) if match else None


def is_part(label: str) -> bool:
    """Whether a label says that it is of a part of what stands before it: `其中：…`."""
    return fold_text(label).startswith(_OF_WHICH)


@lru_cache(_TEXTS_AT_ONCE)
def list_number_form(label: str) -> str:
    """The form of a label's list number: `一、` of `二十五、…`, `(1)` of `（12）…`; "" where it has none."""
    folded = fold_text(label)
    number, plain = strip_list_number(folded)
    if number == _OF_WHICH:
        return ""
    return _DIGITS.sub("1", _HAN_DIGITS.sub("一", folded.removesuffix(plain)))


@lru_cache(_TEXTS_AT_ONCE)
def strip_list_number(text: str) -> tuple[str, str]:
    """Split a label into its list number and the rest: `（一）人员经费` -> (`一`, `人员经费`).

    The number comes without punctuation and with plain digits, `其中` where a label has only that, "" where
    there is none. Several in a row (`其中：1.房屋`) all go and the last one is told.
    """
    number, rest = "", text
    while match := _LIST_NUMBER.match(rest):
        number = next((group for group in match.groups() if group), number or _OF_WHICH)
        rest = rest[match.end() :]
    return fold_text(number).strip("()."), rest.strip()
