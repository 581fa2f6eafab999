"""Pages, styles and what they load: hosts, files of the package, files that are not in it."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest

from contents import HEAD, content, inspected, told
from darslik.inspect.content.address import Address, address
from darslik.inspect.content.markup import tags
from darslik.inspect.rules.content_weight import unused

if TYPE_CHECKING:
    from pathlib import Path

BODY = '<script src="lesson.js"></script></head><body>'


def page(inner: str) -> str:
    return f"{HEAD}{BODY}\n{inner}\n</body></html>"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a.png", Address(path="x/a.png")),
        ("../b/./c.png?v=1#top", Address(path="b/c.png")),
        ("a%20b.png", Address(path="x/a b.png")),
        ("..\\a.png", Address(path="a.png")),
        ("../../a.png", Address(path="../a.png", outside=True)),
        ("/a.png", Address(path="a.png", rooted=True)),
        ("http://Host.Example:80/x", Address("http", "host.example")),
        ("//host.example/x", Address("", "host.example")),
        ("https://user:word@host.example/", Address("https", "host.example")),
        ("data:image/png;base64,AA", None),
        ("mailto:a@b.example", None),
        ("#part", None),
        ("?a=1", None),
        ("{{ path }}/a.png", None),
        ("", None),
    ],
)
def test_where_an_address_leads(raw: str, expected: Address | None) -> None:
    assert address(raw, "x") == expected


def test_tags_survive_anything() -> None:
    found = [
        tag.name for tag in tags("<a b='<c>' d=e/><!-- <x> --><script><y></script><img src=\"z") if not tag.closing
    ]
    assert found == ["a", "script", "img"]


def uses(folder: Path, inner: str) -> list[tuple[str, str]]:
    return [(one.use, one.address.host) for _, one in content(folder, {"a.html": inner}).references()]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ('<a href="https://h.example/">x</a>', ("link", "h.example")),
        ('<img src="https://h.example/a.png" alt="">', ("image", "h.example")),
        ('<img srcset="https://h.example/a.png 2x" alt="">', ("image", "h.example")),
        ('<div style="background: url(https://h.example/a.png)">', ("image", "h.example")),
        ('<style>@import "https://h.example/a.css";</style>', ("style", "h.example")),
        ("<style>@font-face{src:url('https://h.example/a.woff2')}</style>", ("font", "h.example")),
        ('<link rel="stylesheet" href="https://h.example/a.css">', ("style", "h.example")),
        ('<iframe src="https://h.example/"></iframe>', ("frame", "h.example")),
        ('<video poster="https://h.example/a.jpg"></video>', ("image", "h.example")),
        ('<svg><use xlink:href="https://h.example/a.svg#x"/></svg>', ("image", "h.example")),
        ("<script>fetch('https://h.example/a')</script>", ("data", "h.example")),
        ("<script>x.src = 'https:\\/\\/h.example\\/a.png'</script>", ("image", "h.example")),
        ("<script>d.write('<script src=\"https://h.example/a.js\">')</script>", ("script", "h.example")),
    ],
)
def test_what_loads_and_what_is_only_a_link(inner: str, expected: tuple[str, str], tmp_path: Path) -> None:
    assert uses(tmp_path, inner) == [expected]


@pytest.mark.parametrize(
    "inner",
    [
        "<script>const verb = 'http://adlnet.gov/expapi/verbs/passed';</script>",
        "<script>x.setAttributeNS('http://www.w3.org/2000/svg', 'a', b)</script>",
        "<!-- <img src='http://h.example/a.png'> -->",
        '<link rel="canonical" href="http://h.example/">',
        '<p>http://h.example/</p><svg xmlns="http://www.w3.org/2000/svg"/>',
        "<style>/* url(http://h.example/a.png) */</style>",
        "<script>// fetch('http://h.example/')\n</script>",
    ],
)
def test_names_and_comments_load_nothing(inner: str, tmp_path: Path) -> None:
    assert uses(tmp_path, inner) == []


def test_a_host_is_told_once_with_its_first_place(tmp_path: Path) -> None:
    inner = '<img src="http://h.example/a.png" alt="">\n<img src="http://h.example/b.png" alt="">'
    assert told(tmp_path, "plain-http-resource", {"index.html": page(inner)}) == [
        "index.html:2:11 a picture is loaded from `h.example` over `http:`, 2 times in 1 file"
    ]


def test_case_of_a_script_is_an_error_of_a_link_a_warning(tmp_path: Path) -> None:
    inner = '<script src="Lesson.js"></script><a href="Index.html">x</a>'
    found = inspected(tmp_path, {"index.html": page(inner)}).found
    assert [(one.rule, one.severity.value) for one in found] == [
        ("needed-file-missing", "error"),
        ("link-to-nowhere", "warning"),
    ]
    assert "the file is spelled `lesson.js`" in found[0].message


def test_files_are_looked_for_where_a_base_says(tmp_path: Path) -> None:
    inner = HEAD.replace("<title>", '<base href="sub/"><title>') + '</head><body><img src="a.png" alt=""></body></html>'
    files: dict[str, bytes | str] = {"index.html": inner, "sub/a.png": b"x"}
    assert [one.address.path for _, one in content(tmp_path, files).references()] == ["sub/a.png"]


@pytest.mark.parametrize(
    ("body", "language"),
    [
        (codecs.BOM_UTF16_LE + page("<p>Матн</p>").encode("utf-16-le"), "en"),
        (page("<p>Матн</p>").encode("utf-16-be"), "en"),
        (codecs.BOM_UTF8 + page("<p>Матн</p>").encode(), "en"),
        (page("<p>Матн</p>").replace("utf-8", "windows-1251").encode("cp1251"), "en"),
        (page("<p>x</p>").encode() + b"\xff\xfe\xc3", "en"),
        (page("<p>x</p>").replace("utf-8", "unicode_escape").encode() + b"\xff", "en"),
    ],
)
def test_encodings(body: bytes, language: str, tmp_path: Path) -> None:
    found = content(tmp_path, {"a.html": body}).seen.pages["a.html"]
    assert found.lang == language
    assert found.title == "T"


def test_a_page_of_another_encoding_says_so_or_is_told(tmp_path: Path) -> None:
    silent = page("<p>Матн</p>").replace('<meta charset="utf-8">', "")
    assert told(tmp_path, "page-without-charset", {"index.html": silent}) == [
        "index.html:1:1 the page does not say its encoding"
    ]


@pytest.mark.parametrize("tag", ["en", "pt-BR", "uz-Latn", "zh-Hant-TW", "sr-Latn-RS", "de-CH-1996", "x-own", "es-419"])
def test_language_tags(tag: str, tmp_path: Path) -> None:
    assert told(tmp_path, "page-language-unknown", {"index.html": page("").replace('"en"', f'"{tag}"')}) == []


@pytest.mark.parametrize("tag", ["english9", "en_US", "e", "de--DE", "123", "русский"])
def test_what_is_no_language_tag(tag: str, tmp_path: Path) -> None:
    assert len(told(tmp_path, "page-language-unknown", {"index.html": page("").replace('"en"', f'"{tag}"')})) == 1


def test_files_named_by_scripts_count_as_used(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {
        "index.html": "<img src='a%20b.png'><script src='main.js'></script>",
        "a b.png": b"x",
        "main.js": "load('pages/' + id + '.js'); ids = ['intro']; show('slide' + n + '.png')",
        "pages/intro.js": "",
        "img/slide12.png": b"x",
        "old.png": b"x",
        "LICENSE": "x",
    }
    assert unused(content(tmp_path, files)) == ["old.png"]


def test_deep_nesting_and_long_lines(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {
        "deep.html": HEAD + "<div>" * 100_000,
        "deep.js": "(" * 200_000 + "[{" * 100_000 + "`${" * 50_000,
        "line.js": "var a=1;" * (1024 * 1024),
        "line.html": HEAD + '<img src="a.png">' * 30_000,
        "urls.js": "x = '" + "http://a.example/b " * 400_000 + "'",
        "line.css": "a{b:url(c.png)}" * 50_000,
        "bytes.html": bytes(range(256)) * 2000,
        "bytes.js": bytes(range(255, -1, -1)) * 2000,
    }
    found = content(tmp_path, files)
    assert found.seen.pages["deep.html"].lang == "en"
    assert found.seen.pages["line.html"].images == 30_000
    assert len(found.seen.references["line.css"]) == 20_000
