"""Who may call a route. Every view declares it; the check runs before the view; what declares nothing is refused."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from flask import Request, Response, current_app, g, request
from flask import session as cookie
from flask_login import LoginManager, UserMixin
from flask_login import current_user as _current_user
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf, same_origin
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.shared import clock
from app.shared.errors import NotFound, NotSignedIn
from app.shared.http.signed import Signed
from app.shared.http.static import is_static
from app.shared.permissions import Actor, Permission, PersonOnline
from app.shared.tokens import token_hash

View = TypeVar("View", bound=Callable[..., Any])
CourseOf = Callable[[Mapping[str, Any]], int | None]


class Loader(LoginManager):
    """Flask-Login, which would look at address and browser at each request although no protection asks for it."""

    def _session_protection_failed(self) -> bool:
        """Return that it did not: a sign-in is a secret that the server knows, wherever it comes from."""
        return False

    def _update_remember_cookie(self, response: Response) -> Response:
        """Return the answer as it is: nobody is remembered but by a sign-in that the server knows."""
        return response


login_manager = Loader()
csrf = CSRFProtect()


class CourseLike(Protocol):
    """What this module needs to know of a course."""

    @property
    def id(self) -> int:
        """Return the course's id."""

    @property
    def code(self) -> str:
        """Return the course's code."""


@dataclass(frozen=True, slots=True)
class Finders:
    """What lower layers cannot import: handed down by `create_app`. A token arrives as its SHA-256 in hex."""

    by_sign_in: Callable[[str, datetime], PersonOnline | None]
    by_api_token: Callable[[str, datetime], PersonOnline | None]
    course: Callable[[str], CourseLike | None]
    course_by_id: Callable[[int], CourseLike]


@dataclass(frozen=True, slots=True)
class Access:
    """A view's declaration. `permission` None: anybody signed in, or with `everybody` anybody at all.

    `reads_first`: although its method is one that writes, the view reads, and writes only inside `writing_first`.
    """

    permission: Permission | None = None
    everybody: bool = False
    course_of: CourseOf | None = None
    without_csrf: bool = False
    reads_first: bool = False


class SignedIn(UserMixin):
    """Flask-Login's user: a person online and the secret token of this sign-in (never the person's id)."""

    def __init__(self, token: str, person: PersonOnline) -> None:
        self.token = token
        self.person = person

    def get_id(self) -> str:
        """Return what Flask-Login keeps in the cookie: worthless once the server forgets the sign-in."""
        return self.token


def requires(
    permission: Permission, *, course_of: CourseOf | None = None, reads_first: bool = False
) -> Callable[[View], View]:
    """Declare that a view needs `permission`, in the course of its `code` argument or the one `course_of` finds.

    For `reads_first` see `Access`.
    """
    return _declare(Access(permission=permission, course_of=course_of, reads_first=reads_first))


def signed_in(view: View) -> View:
    """Declare that anybody who is signed in may call the view."""
    return _declare(Access())(view)


def public(view: View) -> View:
    """Declare that anybody may call the view."""
    return _declare(Access(everybody=True))(view)


def _declare(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark


def finders() -> Finders:
    """Return what `create_app` handed down."""
    handed: Finders = current_app.extensions["finders"]
    return handed


@login_manager.user_loader
def _load_by_cookie(token: str) -> SignedIn | None:
    person = finders().by_sign_in(token_hash(token), clock.now())
    return SignedIn(token, person) if person else None


@login_manager.request_loader
def _load_by_header(incoming: Request) -> SignedIn | None:
    if not incoming.authorization or incoming.authorization.type != "bearer":
        return None
    token = incoming.authorization.token or ""
    person = finders().by_api_token(token_hash(token), clock.now())
    return SignedIn(token, person) if person else None


def current_person() -> PersonOnline | None:
    """Return who is signed in; None for a stranger."""
    known = g.get("_login_user")  # where Flask-Login keeps whom it looked up
    user = _current_user if known is None else known
    return user.person if user and user.is_authenticated else None


def forget_person() -> None:
    """Let an answer be given although nobody could be looked up: the database may be what failed."""
    if "_login_user" not in g:
        g._login_user = login_manager.anonymous_user()  # noqa: SLF001 - where Flask-Login keeps it


def current_actor() -> Actor:
    """Return the actor behind the request. Raises `NotSignedIn`."""
    person = current_person()
    if person is None:
        raise NotSignedIn
    return person.actor


def current_course() -> Any:  # noqa: ANN401 - a CourseValue, which this layer must not import
    """Return the course of the request's `code`, found and checked before the view ran."""
    return g.course


def may(permission: str, course_id: int | None = None) -> bool:
    """Tell a template whether the reader holds `permission`, in `course_id` or the page's course."""
    person = current_person()
    here = course_id if course_id is not None else getattr(g.get("course"), "id", None)
    return person is not None and person.actor.may(Permission(permission), here)


def check_access() -> None:
    """Refuse the request unless its view's declaration admits it. Runs before every view."""
    if request.endpoint is None or request.routing_exception is not None:
        return
    access = declared(request.endpoint)
    if access is None:
        raise RuntimeError(f"{request.endpoint} declares no permission")
    actor = None if access.everybody else current_actor()
    _check_csrf(access)
    if actor is None:
        return
    course_id = _course_id(access, actor)
    if access.permission is not None:
        actor.require(access.permission, course_id)


def declared(endpoint: str) -> Access | None:
    """Return what the view behind `endpoint` declares; files under `static` are open to everybody."""
    if is_static(endpoint):
        return Access(everybody=True)
    view = current_app.view_functions[endpoint]
    methods = getattr(view, "view_class", None)
    access = getattr(view, "access", None) or getattr(methods, "access", None)
    return access if isinstance(access, Access) else None


def _check_csrf(access: Access) -> None:
    if access.without_csrf or request.method in {"GET", "HEAD", "OPTIONS"} or _by_header_alone():
        return
    if not _sent_our_token():
        csrf.protect()


def _sent_our_token() -> bool:
    """Tell whether the header holds a token of this session, as our pages' scripts send it; else Flask-WTF decides."""
    token, own = request.headers.get("X-CSRFToken"), cookie.get("csrf_token")
    if not token or not own:
        return False
    try:
        named = _tokens(str(current_app.secret_key)).read(token)
    except BadSignature:
        return False
    same = isinstance(named, str) and hmac.compare_digest(named, own)
    return same and (not request.is_secure or same_origin(request.referrer or "", f"https://{request.host}/"))


def csrf_token() -> str:
    """Return the token that a form or a script of this session sends back; signed once for each session."""
    own = cookie.get("csrf_token")
    return _tokens(str(current_app.secret_key)).sign(own) if own else generate_csrf()


@lru_cache(maxsize=8)
def _tokens(secret_key: str) -> Signed:
    return Signed(URLSafeTimedSerializer(secret_key, salt="wtf-csrf-token"))


def _by_header_alone() -> bool:
    """Tell whether the caller is known by a header that no other site can make a browser send, and not by a cookie."""
    if request.authorization is None or request.authorization.type != "bearer":
        return False
    person = current_person()
    return person is None or person.actor.scopes is not None


def _course_id(access: Access, actor: Actor) -> int | None:
    values = request.view_args or {}
    if access.course_of is not None:
        course_id = access.course_of(values)
    elif "code" in values:
        course = finders().course(values["code"])
        g.course, course_id = course, course.id if course else None
    else:
        return None
    if course_id is None or not actor.roles_in(course_id):
        g.course = None
        raise NotFound
    return course_id


def without_csrf(view: View) -> View:
    """Declare a public view that needs no CSRF token (signing in by JSON: there is no session to ride on yet)."""
    return _declare(Access(everybody=True, without_csrf=True))(view)
