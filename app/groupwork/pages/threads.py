"""The team's discussion, and the ambassador's thread with the assistants."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.groupwork import service
from app.groupwork.pages.blueprint import pages
from app.groupwork.pages.here import answered, show, space
from app.groupwork.queries.space import MOST_POSTS, get_post, posts_in
from app.groupwork.rules.values import Channel
from app.shared.errors import NotFound
from app.shared.http import arrived_at, current_actor, current_course, requires
from app.shared.http.addresses import typed_id
from app.shared.markup import render
from app.shared.permissions import Permission

_ADDRESSES = {Channel.TEAM: "groupwork.discussion", Channel.ASSISTANTS: "groupwork.assistants"}


@pages.get("/courses/<code>/groups/<int:group_id>/discussion")
@requires(Permission.VIEW_COURSE)
def discussion(code: str, group_id: int) -> str:  # noqa: ARG001 - the check found the course
    """200 what the team says; 404 another group's member."""
    return _page(group_id, Channel.TEAM)


@pages.post("/courses/<code>/groups/<int:group_id>/discussion")
@requires(Permission.VIEW_COURSE)
def write_to_team(code: str, group_id: int) -> ResponseReturnValue:
    """303 posted; 422 the page again with what was typed."""
    return _write(code, group_id, Channel.TEAM)


@pages.get("/courses/<code>/groups/<int:group_id>/assistants")
@requires(Permission.VIEW_COURSE)
def assistants(code: str, group_id: int) -> str:  # noqa: ARG001
    """200 what ambassador and assistants write to each other; 404 for other members."""
    return _page(group_id, Channel.ASSISTANTS)


@pages.post("/courses/<code>/groups/<int:group_id>/assistants")
@requires(Permission.VIEW_COURSE)
def write_to_assistants(code: str, group_id: int) -> ResponseReturnValue:
    """303 posted, and the other side is mailed; 422 the page again with what was typed."""
    return _write(code, group_id, Channel.ASSISTANTS)


@pages.post("/courses/<code>/groups/<int:group_id>/posts/<int:post_id>")
@requires(Permission.VIEW_COURSE)
def edit_post(code: str, group_id: int, post_id: int) -> ResponseReturnValue:
    """303 the own post is changed; 403 somebody else's; 409 its half hour is over."""
    channel = _channel(group_id, post_id)
    return answered(
        lambda: service.edit_post(current_course(), group_id, post_id, request.form.get("text", ""), **_by()),
        _("The post is changed."),
        url_for(_ADDRESSES[channel], code=code, group_id=group_id),
        lambda problems: _page(group_id, channel, problems),
    )


@pages.post("/courses/<code>/groups/<int:group_id>/posts/<int:post_id>/hiding")
@requires(Permission.VIEW_GROUP_WORK)
def hide_post(code: str, group_id: int, post_id: int) -> ResponseReturnValue:
    """303 the post is hidden from members; 422 without a reason."""
    channel = _channel(group_id, post_id)
    return answered(
        lambda: service.hide_post(current_course(), group_id, post_id, request.form.get("reason", ""), **_by()),
        _("The post is hidden."),
        url_for(_ADDRESSES[channel], code=code, group_id=group_id),
        lambda problems: _page(group_id, channel, problems),
    )


def _write(code: str, group_id: int, channel: Channel) -> ResponseReturnValue:
    return answered(
        lambda: service.write_post(current_course(), group_id, channel, request.form.get("text", ""), **_by()),
        _("Your post is there."),
        url_for(_ADDRESSES[channel], code=code, group_id=group_id),
        lambda problems: _page(group_id, channel, problems, typed=request.form.get("text", "")),
    )


def _page(group_id: int, channel: Channel, problems: list[dict[str, Any]] | None = None, *, typed: str = "") -> str:
    here = space(group_id)
    if channel is Channel.ASSISTANTS and not here.viewer.reads_assistants:
        raise NotFound
    before = typed_id(request.args.get("before", "")) or None
    posts = posts_in(group_id, channel, before=before)
    return show(
        "thread.html",
        here,
        channel=channel.value,
        posts=posts,
        rendered={post.id: render(post.text, "markdown") for post in posts},
        earlier=posts[0].id if len(posts) == MOST_POSTS else None,
        problems=problems or [],
        typed=typed,
    )


def _channel(group_id: int, post_id: int) -> Channel:
    space(group_id)
    return get_post(group_id, post_id).channel


def _by() -> dict[str, Any]:
    return {"actor": current_actor(), "now": arrived_at()}
