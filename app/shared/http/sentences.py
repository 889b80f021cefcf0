"""The sentences of templates, looked up once for each language: `_`, `gettext`, `ngettext` and `{% trans %}`.

A page says a hundred sentences. Flask-Babel asks for each anew which locale and which catalogue there are.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from flask import Flask
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from app.shared.language import catalogue


def register(app: Flask, spoken: Callable[[], str]) -> None:
    """Let the templates of `app` say their sentences in the language that `spoken` gives."""

    @pass_eval_context
    def gettext(context: EvalContext, sentence: str, /, **values: object) -> str:
        said = _said(spoken(), sentence)
        return _filled(context, said, values) if values else _plain(said, autoescape=context.autoescape)

    @pass_eval_context
    def ngettext(context: EvalContext, one: str, many: str, number: int, /, **values: object) -> str:
        return _filled(context, catalogue(spoken()).ngettext(one, many, number), {"num": number, **values})

    app.jinja_env.globals |= {"_": gettext, "gettext": gettext, "ngettext": ngettext}


@lru_cache(maxsize=8192)
def _said(language: str, sentence: str) -> str:
    return catalogue(language).gettext(sentence)


@lru_cache(maxsize=8192)
def _plain(said: str, *, autoescape: bool) -> str:
    return Markup(said) % {} if autoescape else said % {}  # noqa: S704 - our own sentences, escaped where they need it


def _filled(context: EvalContext, said: str, values: dict[str, object]) -> str:
    return Markup(said) % values if context.autoescape else said % values  # noqa: S704 - it escapes the values
