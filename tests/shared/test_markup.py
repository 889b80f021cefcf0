"""Texts made safe to show."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.shared.markup import FORMATS, plain_text, render, render_inline

PICTURE = "data:image/png;base64,iVBORw0KGgo="
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=//elsewhere.example/x.png alt=seen>",
    "<img src='data:image/svg+xml;base64,AAAA'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='da\tta:text/html,<script>1</script>'>x</a>",
    "<a href=' DATA:text/html,x'>x</a>",
    "<svg onload=alert(1)><a xlink:href='javascript:1'>x</a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math href='javascript:alert(1)'><maction actiontype='statusline#javascript:1'>x</maction></math>",
    "<p style='background:url(//elsewhere.example)'>x</p>",
    "<form action=/courses/x><button>Send</button></form>",
    "<iframe src=//elsewhere.example></iframe>",
    "<p id=csrf class=button>x</p>",
    "[x](/sign-out) [y]() [z](//elsewhere.example) <a href=/sign-out>x</a><a href='//elsewhere.example'>y</a>",
    "[x](javascript:alert(1)) ![y](http://elsewhere.example/y.png) <b onclick=1>z</b>",
]
FORBIDDEN = re.compile(
    r"<(script|style|svg|iframe|form|button|maction|mglyph)|\bon\w+=|(href|src)=\"(?!https?://|data:image/png;)|\b(style|id|class|action)="
    r"|src=\"http",
    re.IGNORECASE,
)


@pytest.mark.parametrize("text_format", FORMATS)
@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_hostile_gets_through(source, text_format):
    assert not FORBIDDEN.search(without_text(render(source, text_format)))
    assert not FORBIDDEN.search(without_text(render_inline(source, text_format)))


@given(st.text(alphabet="<>/\"'=&; \n*[]()!`abimgsrc:dt", max_size=60), st.sampled_from(FORMATS))
def test_no_text_breaks_out(source, text_format):
    rendered = render(source, text_format)
    assert not FORBIDDEN.search(without_text(rendered))
    if text_format == "html":
        assert render(rendered, "html") == rendered, "clean HTML stays as it is"


def test_plain_text_keeps_its_letters_and_its_lines():
    assert render("1 < 2 & <b>\nnext", "plain") == "1 &lt; 2 &amp; &lt;b&gt;<br>\nnext"


def test_markdown_has_tables_and_no_raw_html():
    assert render("|a|\n|-|\n|1|", "markdown").startswith("<table>")
    assert render("a <b>c</b>", "markdown") == "<p>a &lt;b&gt;c&lt;/b&gt;</p>"


def test_html_keeps_structure_formulas_languages_and_own_pictures():
    formula = "<math><msup><mi>x</mi><mn>2</mn></msup></math>"
    kept = f'<p lang="fr" dir="ltr">x<sub>1</sub> {formula} <img src="{PICTURE}" alt="a"></p>'
    assert render(kept, "html") == kept


def test_links_lead_elsewhere_without_telling_where_from():
    assert render("<a href='https://example.org'>x</a>", "html") == (
        '<a href="https://example.org" rel="noopener noreferrer">x</a>'
    )


@pytest.mark.parametrize(
    ("source", "text_format", "expected"),
    [
        ("a *b*", "markdown", "a <em>b</em>"),
        ("a\nb", "markdown", "a\nb"),
        ("<p>a</p>", "html", "a"),
        ("<p>a</p><p>b</p>", "html", "<p>a</p><p>b</p>"),
        ("a\nb", "plain", "a<br>\nb"),
    ],
)
def test_a_single_paragraph_stands_inside_a_line(source, text_format, expected):
    assert render_inline(source, text_format) == expected


@pytest.mark.parametrize(
    ("source", "text_format", "expected"),
    [
        (" 1 < 2 ", "plain", "1 < 2"),
        ("# T\n\n- a *b*\n- c", "markdown", "T\na b\nc"),
        ("<p>1 &lt;&nbsp;2</p><p>b</p>", "html", "1 < 2\nb"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "html", "a b"),
        (f"<img alt='x > \"y\"' src='{PICTURE}'> z", "html", 'x > "y" z'),
        ("<math><mi>x</mi></math>", "html", "x"),
    ],
)
def test_words_alone(source, text_format, expected):
    assert plain_text(source, text_format) == expected


def test_an_unknown_format_is_a_fault_of_the_caller():
    with pytest.raises(ValueError, match="rtf"):
        render("x", "rtf")


def without_text(markup: str) -> str:
    """The tags alone: what a reader merely sees as letters does no harm."""
    return "".join(re.findall(r"<[^>]*>", markup))
