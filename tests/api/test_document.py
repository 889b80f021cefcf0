"""The OpenAPI document: valid, complete, and true to what each view declares."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_smorest import Blueprint
from openapi_spec_validator import OpenAPIV31SpecValidator

from app.api.document import PREFIX
from app.shared.http.access import declared
from app.shared.permissions import Permission

pytestmark = pytest.mark.alike

METHODS = ("get", "post", "put", "patch", "delete")
UNDOCUMENTED = ("/openapi.json", "/docs")


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    answer = client.get(f"{PREFIX}/openapi.json")
    assert answer.status_code == 200
    assert answer.json is not None
    return dict(answer.json)


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def test_the_document_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_every_address_under_the_prefix_is_in_the_document(app: Flask, document: dict[str, Any]) -> None:
    served = {
        (rule.rule.replace("<int:", "<").replace("<", "{").replace(">", "}"), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(PREFIX) and not rule.rule.removeprefix(PREFIX).startswith(UNDOCUMENTED)
        for method in rule.methods or ()
        if method.lower() in METHODS
    }
    assert served == {(path, method) for path, method, _ in operations(document)}


def test_every_operation_says_who_may_call_it_and_how_it_may_fail(app: Flask, document: dict[str, Any]) -> None:
    known = {permission.value for permission in Permission}
    for path, method, operation in operations(document):
        assert operation["summary"], path
        assert operation["operationId"], path
        assert "security" in operation, path
        assert any(code.startswith("2") for code in operation["responses"]), (path, method)
        assert "default" in operation["responses"], (path, method)
        if operation["security"]:
            assert "401" in operation["responses"], (path, method)
        if "x-permission" in operation:
            assert operation["x-permission"] in known
            assert "403" in operation["responses"], (path, method)


def test_every_operation_has_an_id_of_its_own(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(ids) == len(set(ids))


def test_every_error_is_described_as_a_problem(document: dict[str, Any]) -> None:
    for name, answer in document["components"]["responses"].items():
        assert set(answer["content"]) == {"application/problem+json"}, name


def test_the_document_and_its_page_are_open_to_everybody(app: Flask) -> None:
    for endpoint in ("api.openapi", "api.docs", "api_docs.static"):
        access = declared(endpoint)
        assert access is not None
        assert access.everybody


def test_an_unchanged_document_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(f"{PREFIX}/openapi.json")
    again = client.get(f"{PREFIX}/openapi.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def sample(app: Flask, path: str, method: str) -> dict[str, Any]:
    operation: dict[str, Any] = app.extensions["api"].data()["paths"][path][method]
    return operation


def test_a_permission_becomes_a_scope_an_extension_and_a_sentence(sampled: Flask) -> None:
    operation = sample(sampled, f"{PREFIX}/samples/{{sample_id}}", "put")
    assert operation["x-permission"] == "mark_group"
    assert operation["security"] == [{"session": [], "csrf": []}, {"token": ["mark_group"]}]
    assert "What was there is kept in the history." in operation["description"]
    assert "`mark_group`" in operation["description"]
    assert {"400", "401", "403", "404", "409", "412", "413", "415", "422", "428"} <= operation["responses"].keys()
    assert "If-Match" in {parameter["name"] for parameter in operation["parameters"]}


def test_a_docstring_that_lists_answers_describes_them(sampled: Flask) -> None:
    operation = sample(sampled, f"{PREFIX}/samples", "post")
    assert operation["summary"] == "Add sample"
    assert operation["responses"]["201"]["description"] == "The sample as it was read."
    assert operation["responses"]["422"]["description"] == "Out of range."
    assert operation["responses"]["422"]["$ref"].endswith(f"/{HTTPStatus(422).name}")  # named anew in Python 3.13
    assert operation["security"] == []


def test_a_sentence_is_the_summary_as_it_is(sampled: Flask) -> None:
    operation = sample(sampled, f"{PREFIX}/samples", "get")
    assert operation["summary"] == "Return every sample."
    assert operation["security"] == [{"session": []}, {"token": []}]


def test_an_undeclared_view_is_refused_at_the_start(app: Flask) -> None:
    resources = Blueprint("open_door_api", __name__)
    resources.get("/open-door")(lambda: "")
    with app.app_context(), pytest.raises(RuntimeError, match="declares no permission"):
        app.extensions["api"].register_blueprint(resources, url_prefix=PREFIX)


def test_the_document_stays_valid_with_every_kind_of_operation(sampled: Flask) -> None:
    assert list(OpenAPIV31SpecValidator(sampled.extensions["api"].data()).iter_errors()) == []
