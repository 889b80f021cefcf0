"""Templates behave as Jinja's own do, although calls and what is written take a shorter way."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from jinja2 import (
    DictLoader,
    Environment,
    UndefinedError,
    pass_context,
    pass_environment,
    pass_eval_context,
    select_autoescape,
)
from markupsafe import Markup

from app.shared.http.modules import CallingContext, SharingTemplate

ROW = "{% macro row(first, second='two', third=none) %}[{{ first }}|{{ second }}|{{ third }}]{% endmacro %}"
BOX = "{% macro box(title) %}<b>{{ title }}</b>{{ caller() }}{% endmacro %}"


def written(source: str, *, own: bool, escaped: bool = True, **values: Any) -> str:
    """Return what a template writes: with our classes, or with Jinja's own."""
    environment = Environment(autoescape=escaped)  # noqa: S701 - both kinds are compared
    if own:
        environment.context_class, environment.template_class = CallingContext, SharingTemplate
    return environment.from_string(source).render(**values)


class Sign:
    """Something that says of itself that it is safe."""

    def __html__(self) -> str:
        return "<sign>"


class Called:
    """An object that can be called."""

    def __call__(self, name: str) -> str:
        return f"<{name}>"

    def method(self, name: str) -> str:
        return f"({name})"


@pass_eval_context
def escaping(settings: Any) -> bool:
    return bool(settings.autoescape)


@pass_context
def seen(context: Any, name: str) -> Any:
    return context.get(name)


@pass_environment
def environment_of(environment: Any) -> str:
    return type(environment).__name__


VALUES: dict[str, Any] = {
    "text": "<a & 'b'>",
    "safe": Markup("<i>"),
    "sign": Sign(),
    "number": 7,
    "true": True,
    "half": 0.5,
    "nothing": None,
    "called": Called(),
    "escaping": escaping,
    "seen": seen,
    "environment_of": environment_of,
    "length": len,
    "items": ["<", 2],
}


@pytest.mark.parametrize("escaped", [True, False])
@pytest.mark.parametrize(
    "source",
    [
        "{{ text }}{{ safe }}{{ sign }}{{ number }}{{ true }}{{ half }}{{ nothing }}{{ missing }}",
        "{{ called(text) }}{{ called.method(text) }}{{ length(items) }}",
        "{{ escaping() }}{{ environment_of() }}",
        "{% set here = 'local' %}{{ seen('here') }}{% for one in items %}{{ seen('number') }}{{ one }}{% endfor %}",
        "{% set whole %}<p>{{ text }}</p>{% endset %}{{ whole }}{{ whole ~ text }}{{ text ~ safe }}",
        ROW + "{{ row(1) }}{{ row(text, third=safe) }}{{ row(1, 2, 3) }}{{ row(second=text, first=sign) }}{{ row() }}",
        ROW + "{% for one in items %}{{ row(one, loop.index) }}{% endfor %}",
        BOX + "{% call box(text) %}{{ text }}<hr>{% endcall %}",
        BOX + "{% for one in items %}{% call box(one) %}{{ one }}{% endcall %}{% endfor %}",
        "{% macro all() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ all(text, 2, name=safe) }}",
        "{% macro own(caller=none) %}{{ caller() if caller else text }}{% endmacro %}{{ own() }}"
        "{% call own() %}!{% endcall %}",
        "{% macro deep(left) %}{{ left }}{% if left %}{{ deep(left - 1) }}{% endif %}{% endmacro %}{{ deep(3) }}",
        "{{ text|upper }}{{ safe|upper }}{{ items|join(text) }}{{ safe|e }}{{ text|safe }}",
    ],
)
def test_a_template_writes_what_it_would_with_jinja_alone(source: str, *, escaped: bool) -> None:
    assert written(source, own=True, escaped=escaped, **VALUES) == written(source, own=False, escaped=escaped, **VALUES)


@pytest.mark.parametrize("call", ["one(text)", "all(text, 2, name=text)"])
def test_whether_a_macro_is_safe_depends_on_where_it_is_called(call: str) -> None:
    """A template that escapes imports macros of one that does not."""
    plain = (
        "{% macro one(x) %}<i>{{ x }}{% endmacro %}{% macro all(x) %}<i>{{ x }}{{ varargs|length }}{{ kwargs|length }}"
    )
    sources = {"plain.txt": plain + "{% endmacro %}", "page.html": '{% import "plain.txt" as m %}{{ m.' + call + " }}"}
    told = []
    for own in (True, False):
        environment = Environment(loader=DictLoader(sources), autoescape=select_autoescape())
        if own:
            environment.context_class, environment.template_class = CallingContext, SharingTemplate
        told.append(environment.get_template("page.html").render(text="<a>"))
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (ROW + "{{ row(1, 2, 3, 4) }}", TypeError),
        (ROW + "{{ row(1, fourth=4) }}", TypeError),
        (ROW + "{% call row(1) %}{% endcall %}", TypeError),
        (BOX + "{{ box(1) }}", UndefinedError),
        ("{{ missing() }}", UndefinedError),
    ],
)
def test_a_call_that_jinja_refuses_is_refused(source: str, error: type[Exception]) -> None:
    for own in (True, False):
        with pytest.raises(error):
            written(source, own=own)


def test_a_hostile_text_is_escaped_in_a_macro_of_every_component(app: Flask) -> None:
    """`components/*.html` are made once for all requests: what they write must be escaped all the same."""
    hostile = "<script>alert('x')</script>"
    with app.test_request_context("/"):
        source = '{% import "components/ui.html" as ui %}{{ ui.chip(x, "ok") }}{{ ui.stat(x, x) }}{{ ui.notice(x) }}'
        page = app.jinja_env.from_string(source).render(x=hostile)
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;") == 4
