"""Pieces of pages that recur dozens of times on one: a sign, a moment in two zones. Made once, then found in memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from flask import Flask, g, url_for
from markupsafe import Markup, escape

from app.shared.language import city_of, say
from app.shared.wording import text


def register(
    app: Flask,
    spoken: Callable[[], str],
    zone: Callable[[], str],
    told: Callable[[datetime, str, str, str], str],
) -> None:
    """Give templates `sign`, `moment_in_zones` and `city_of`.

    `spoken`: the reader's language; `zone`: the reader's; `told`: a moment in words, by style, zone and language.
    """

    @lru_cache(maxsize=8192)
    def in_zones(moment: datetime, style: str, there: str, mine: str, language: str) -> Markup:
        theirs, for_reader = told(moment, style, there, language), told(moment, style, mine, language)
        own, city, my_city = "", escape(city_of(there, language)), escape(city_of(mine, language))
        if for_reader != theirs:
            said = escape(say(text("for you: %(time)s", time=for_reader), language))
            own = f' <span class="instant-own">{said} <span class="zone">{my_city}</span></span>'
        return Markup(  # noqa: S704 - every part is escaped
            f'<time class="instant" datetime="{moment.isoformat()}"><span class="instant-course">{escape(theirs)} '
            f'<span class="zone">{city}</span></span>{own}</time>'
        )

    def moment_in_zones(moment: datetime, style: str, there: str = "") -> Markup:
        """Return a moment in the zone `there` (empty: that of the page's course), and in the reader's if it differs."""
        mine = zone()
        return in_zones(moment, style, there or getattr(g.get("course"), "timezone", mine), mine, spoken())

    def city_for_reader(zone: str) -> str:
        return city_of(zone, spoken())

    app.jinja_env.globals |= {"sign": sign, "moment_in_zones": moment_in_zones, "city_of": city_for_reader}


def sign(name: str, kind: str = "") -> Markup:
    """Return one of the signs of static/icons.svg, for decoration only."""
    here = g._get_current_object()  # noqa: SLF001 - as Flask's manual has it
    if "signs_at" not in here:
        here.signs_at = url_for("static", filename="icons.svg")
    return _sign(here.signs_at, name, kind)


@lru_cache(maxsize=512)
def _sign(address: str, name: str, kind: str) -> Markup:
    return Markup(  # noqa: S704 - every part is escaped
        f'<svg class="icon {escape(kind)}" aria-hidden="true" focusable="false" width="16" height="16">'
        f'<use href="{escape(address)}#{escape(name)}"></use></svg>'
    )
