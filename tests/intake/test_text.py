"""Are text, HTML and names from outside made harmless and readable?"""

import pytest

from tracker.intake.charsets import decode, decode_header
from tracker.intake.filenames import clean_filename, extension
from tracker.intake.limits import MAX_FILE_NAME
from tracker.intake.markup import clean_html, html_as_text, text_as_html, tidy

HARMFUL = {
    "script": "<script>alert(1)</script>",
    "event": '<p onclick="alert(1)" onload=alert(1)>x</p>',
    "remote picture": '<img src="https://volg.example/pixel.gif">',
    "picture without scheme": '<img src="//volg.example/pixel.gif">',
    "picture set": '<img srcset="https://volg.example/a.png 2x">',
    "svg": "<svg onload=alert(1)><image href='https://volg.example/a'/></svg>",
    "svg as data": '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
    "javascript link": '<a href="javascript:alert(1)">x</a>',
    "hidden javascript link": '<a href="java\tscript:alert(1)">x</a>',
    "data link": '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
    "form": '<form action="https://volg.example"><input name=a><button>ok</button></form>',
    "frame": '<iframe src="https://volg.example"></iframe>',
    "object": '<object data="https://volg.example"></object><embed src="https://volg.example">',
    "style": '<p style="background:url(https://volg.example/a)">x</p>',
    "style sheet": "<style>@import url(https://volg.example/a);</style>",
    "link": '<link rel=stylesheet href="https://volg.example/a.css">',
    "refresh": '<meta http-equiv=refresh content="0;url=https://volg.example">',
    "base": '<base href="https://volg.example/">',
    "background": '<table background="https://volg.example/a"><tr><td>x</table>',
    "comment": "<!--[if mso]><img src='https://volg.example/a'><![endif]-->",
    "video": '<video src="https://volg.example/a" poster="https://volg.example/b"></video>',
    "broken": '<img src="x" <p onerror=alert(1)><a/href="javascript:alert(1)">',
}


@pytest.mark.parametrize("name", HARMFUL)
def test_nothing_in_html_loads_runs_or_sends(name: str) -> None:
    cleaned, _ = clean_html(HARMFUL[name])
    for forbidden in ("volg.example", "alert", "script", "<form", "<input", "style", "on", "svg"):
        assert forbidden not in cleaned.replace('rel="noopener noreferrer"', "")


def test_links_tables_and_enclosed_pictures_stay() -> None:
    picture = "data:image/png;base64,AAAA"
    cleaned, whole = clean_html(
        '<table><tr><td colspan="2"><a href="https://zaak.example">zie</a></table>'
        f'<img src="cid:logo" alt="Logo"><img src="{picture}"><img src="cid:weg" alt="weg">',
        {"logo": picture},
    )
    assert whole
    assert 'colspan="2"' in cleaned
    assert 'href="https://zaak.example"' in cleaned
    assert 'rel="noopener noreferrer"' in cleaned
    assert cleaned.count(f'src="{picture}"') == 2
    assert '<img alt="weg">' in cleaned


def test_html_that_is_too_deep_is_shown_as_its_words() -> None:
    cleaned, whole = clean_html("<div>" * 5_000 + "De paal &amp; de put" + "</div>" * 5_000)
    assert not whole
    assert html_as_text(cleaned) == "De paal & de put"


def test_html_that_is_deep_but_allowed_still_gives_its_words() -> None:
    cleaned, whole = clean_html("<div>" * 400 + "De paal" + "</div>" * 400)
    assert whole
    assert html_as_text(cleaned) == "De paal"


def test_plain_text_as_html_shows_its_own_signs() -> None:
    assert text_as_html("a < b\nc\n\n\n\nd") == "<p>a &lt; b<br>c</p><p>d</p>"


def test_empty_lines_are_kept_to_one() -> None:
    assert tidy("\n\na  \n\n\n\nb\xa0\n") == "a\n\nb"
    assert html_as_text("") == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (
            "=?utf-8?q?Bezwaar_tegen_caf=C3?= =?utf-8?q?=A9?= de Kroon",
            "Bezwaar tegen café de Kroon",
        ),
        ("=?utf-8?b?w6nDqW4?=", "één"),
        ("=?utf-8?b?w6nDqW4x!?=", "één1"),
        ("=?utf-8*nl?q?hallo?=", "hallo"),
        ("=?x-gek?q?hallo?=", "hallo"),
        ("=?utf-8?q?half", "=?utf-8?q?half"),
        ("lange\r\n regel", "lange regel"),
        ("caf\udcc3\udca9", "café"),
        ("a\x00b\x07c", "abc"),
    ],
)
def test_headers_are_read_as_people_wrote_them(value: str, text: str) -> None:
    assert decode_header(value) == text


def test_it_is_known_whether_a_text_is_what_it_says() -> None:
    assert decode("één".encode(), "utf-8") == ("één", True)
    assert decode("één".encode("cp1252"), "utf-8") == ("één", False)
    assert decode("één".encode(), None) == ("één", True)
    assert decode(b"\xff\xfe", "utf-16-le") == ("", True)  # a mark, no letter


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("brief.pdf", "brief.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("/", "bestand"),
        ("..", "bestand"),
        (".htaccess", "htaccess"),
        ("brief\x00\r\n.pdf", "brief.pdf"),
        ("factuur\u202efdp.exe", "factuurfdp.exe"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        ("con.pdf", "_con.pdf"),
        ("  mijn   brief .pdf ", "mijn brief .pdf"),
        ("e\u0301e\u0301n.pdf", "één.pdf"),
    ],
)
def test_a_name_cannot_leave_its_folder_or_hide_what_it_is(name: str, kept: str) -> None:
    assert clean_filename(name) == kept


def test_a_long_name_keeps_its_end() -> None:
    assert clean_filename("a" * 300 + ".pdf") == "a" * (MAX_FILE_NAME - 4) + ".pdf"
    assert len(clean_filename("a" * 300)) == MAX_FILE_NAME
    assert len(clean_filename("a." + "b" * 300)) == MAX_FILE_NAME


def test_the_end_of_a_name_is_known() -> None:
    assert [extension(name) for name in ("a.PDF", "a", ".pdf", "a.b.tif")] == [
        "pdf",
        "",
        "",
        "tif",
    ]


def test_a_quotation_in_html_is_marked_as_in_a_text_and_an_indented_line_is_not() -> None:
    cleaned, _ = clean_html(
        '<p>Ja.</p><blockquote type="cite" dir="ltr" class="x"><p>Komt u?</p>'
        '<blockquote class="gmail_quote">Wanneer?</blockquote></blockquote>'
        '<blockquote style="margin-left:40px">Mijn eigen woorden.</blockquote>'
    )
    assert '<blockquote type="cite" dir="ltr">' in cleaned
    lines = [line for line in html_as_text(cleaned).split("\n") if line.strip("> ")]
    assert lines == ["Ja.", "> Komt u?", ">> Wanneer?", "Mijn eigen woorden."]


def test_a_link_shows_its_address_where_the_words_do_not() -> None:
    def text(html: str) -> str:
        return html_as_text(clean_html(html)[0])

    assert text('<a href="https://a.example/1">foto</a>') == "foto (https://a.example/1)"
    assert text('<a href="https://a.example/">https://a.example</a>') == "https://a.example"
    assert text('<a href="mailto:jan@a.example">jan@a.example</a>') == "jan@a.example"
    assert text('<a href="tel:0612345678">0612345678</a>') == "0612345678"
    assert text('<a href="https://a.example/"><b></b></a>x') == "x"
