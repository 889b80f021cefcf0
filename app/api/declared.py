"""What a view declares, written into its operation: permission, ways to sign in, and the problems it may answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from apispec import BasePlugin
from werkzeug.routing import Rule

from app.shared.http.access import Access, declared

READS = frozenset({"get", "head", "options"})
_ANSWER = re.compile(r"(?:^|;)\s*(\d{3}):?\s+([^;]+)")
_IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "description": "Chosen by you, once for each thing to do: a repeat gets the first answer.",
}
_IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "schema": {"type": "string"},
    "description": "The `ETag` you read. Needed once something is stored.",
}


class Declared(BasePlugin):
    """apispec plugin. Also remembers, for each operation, the kinds of body that it reads."""

    def __init__(self) -> None:
        """Start with no operation."""
        self.reads: dict[tuple[str, str], frozenset[str]] = {}
        self.tags: list[str] = []

    def operation_helper(
        self,
        path: str | None = None,  # noqa: ARG002 - the plugin's interface
        operations: dict[Any, Any] | None = None,
        **kwargs: Any,  # noqa: ANN401 - the plugin's interface
    ) -> None:
        """Complete the operations of one rule in place. Raises `RuntimeError` for a view without a declaration."""
        rule: Rule = kwargs["rule"]
        access = declared(rule.endpoint)
        if access is None:
            raise RuntimeError(f"{rule.endpoint} declares no permission")
        for method, operation in (operations or {}).items():
            self._complete(rule, method, operation, access)

    def _complete(self, rule: Rule, method: str, operation: dict[str, Any], access: Access) -> None:
        blueprint, name = rule.endpoint.rsplit(".", 1)
        tag = blueprint.removesuffix("_api")
        if tag not in self.tags:
            self.tags.append(tag)
        body = frozenset(operation.get("requestBody", {}).get("content", {}))
        self.reads[rule.endpoint, method.upper()] = body
        summary, answers = _said(operation, name)
        operation |= {
            "operationId": f"{tag}.{name}",
            "tags": [tag],
            "summary": summary,
            "description": _described(operation.get("description", ""), access),
            "security": _security(method, access),
        }
        if access.permission is not None:
            operation["x-permission"] = access.permission.value
        operation["responses"] = _responses(operation, {*_failures(rule, method, access, body)}, answers)
        parameters = {"post": [_IDEMPOTENCY_KEY], "put": [_IF_MATCH], "patch": [_IF_MATCH]}.get(method, [])
        if parameters and not access.everybody:
            operation["parameters"] = [*operation.get("parameters", []), *parameters]


def _said(operation: dict[str, Any], name: str) -> tuple[str, dict[str, str]]:
    """Return an operation's summary, and what its docstring says of each status.

    A docstring of the form "200 the mark; 404 no such essay" describes answers; the summary is then the view's name.
    """
    summary = str(operation.get("summary", "")).strip()
    answers = {code: said.strip().rstrip(".") for code, said in _ANSWER.findall(summary)}
    if answers or not summary:
        summary = name.replace("_", " ").capitalize()
    return summary, {code: f"{said[:1].upper()}{said[1:]}." for code, said in answers.items()}


def _described(description: str, access: Access) -> str:
    if access.everybody:
        needs = "Open to everybody."
    elif access.permission is None:
        needs = "Needs a sign-in."
    else:
        needs = f"Needs the permission `{access.permission.value}`."
    return f"{description.strip()}\n\n{needs}".strip()


def _security(method: str, access: Access) -> list[dict[str, list[str]]]:
    if access.everybody:
        return []
    scopes = [access.permission.value] if access.permission else []
    cookie: dict[str, list[str]] = {"session": []} if method in READS else {"session": [], "csrf": []}
    return [cookie, {"token": scopes}]


def _failures(rule: Rule, method: str, access: Access, body: frozenset[str]) -> Iterator[HTTPStatus]:
    if not access.everybody:
        yield HTTPStatus.UNAUTHORIZED
    if access.permission is not None:
        yield HTTPStatus.FORBIDDEN
    if rule.arguments:
        yield HTTPStatus.NOT_FOUND
    if method not in READS:
        yield HTTPStatus.CONFLICT
        if not access.without_csrf:
            yield HTTPStatus.BAD_REQUEST
    if method in {"put", "patch"}:
        yield from (HTTPStatus.PRECONDITION_FAILED, HTTPStatus.PRECONDITION_REQUIRED)
    if body:
        yield from (
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            HTTPStatus.UNPROCESSABLE_ENTITY,
        )


def _responses(operation: dict[str, Any], failures: set[HTTPStatus], answers: dict[str, str]) -> dict[str, Any]:
    """Return the answers by status: what the view documents, what its declaration implies, what its docstring says."""
    documented = {
        str(code if code == "default" else int(code)): answer for code, answer in operation.get("responses", {}).items()
    }
    implied = {str(status.value): _problem(status) for status in failures}
    responses: dict[str, Any] = implied | {
        code: _problem(HTTPStatus(int(code))) if isinstance(answer, str) and code.isdigit() else answer
        for code, answer in documented.items()
    }
    for code, said in answers.items():
        responses.setdefault(code, _problem(HTTPStatus(int(code))))
        responses[code] = {**responses[code], "description": said}
    return dict(sorted(responses.items()))


def _problem(status: HTTPStatus) -> dict[str, str]:
    return {"$ref": f"#/components/responses/{status.name}"}
