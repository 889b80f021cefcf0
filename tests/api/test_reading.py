"""How the API reads a request, and what it answers to one that it cannot read."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

pytestmark = pytest.mark.alike

ADDRESS = "/api/v1/samples"


def posted(app: Flask, **request: object) -> TestResponse:
    return app.test_client().post(ADDRESS, **request)  # type: ignore[arg-type]


def problem(answer: TestResponse) -> dict[str, object]:
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert {"type", "title", "status", "detail", "code", "request_id"} <= answer.json.keys()
    assert answer.json["status"] == answer.status_code
    return dict(answer.json)


def test_a_readable_body_is_taken(sampled: Flask) -> None:
    answer = posted(sampled, json={"number": 7})
    assert (answer.status_code, answer.json) == (201, {"number": 7, "name": ""})


@pytest.mark.parametrize("body", ["{", "", "[", '{"number": }', "\ufeff{}", "NaN", '"number"', "null", "[1]"])
def test_malformed_json_is_unreadable(sampled: Flask, body: str) -> None:
    answer = posted(sampled, data=body.encode(), content_type="application/json")
    assert answer.status_code == 422
    assert problem(answer)["code"] == "unreadable"


def test_bytes_that_are_no_text_are_unreadable(sampled: Flask) -> None:
    assert posted(sampled, data=b'{"name": "\xff"}', content_type="application/json").status_code == 422


def test_every_fault_of_a_body_is_listed_with_its_place(sampled: Flask) -> None:
    answer = posted(sampled, json={"number": 11, "nmae": "x"})
    assert answer.status_code == 422
    listed = problem(answer)["problems"]
    assert isinstance(listed, list)
    assert {fault["where"] for fault in listed} == {"number", "nmae"}


def test_a_body_of_another_kind_is_refused_not_taken_for_an_empty_one(sampled: Flask) -> None:
    answer = posted(sampled, data={"number": "7"})
    assert answer.status_code == 415
    assert problem(answer)["code"] == "unsupported_media_type"


def test_json_with_a_suffix_is_json(sampled: Flask) -> None:
    answer = posted(sampled, data=b'{"number": 7}', content_type="application/vnd.sample+json")
    assert answer.status_code == 201


def test_a_missing_body_says_what_is_missing(sampled: Flask) -> None:
    assert posted(sampled).status_code == 422


def test_another_kind_of_request_is_told_which_kinds_there_are(sampled: Flask) -> None:
    answer = sampled.test_client().patch(ADDRESS)
    assert answer.status_code == 405
    assert problem(answer)["code"] == "method_not_allowed"
    assert "POST" in answer.headers["Allow"]


def test_an_unknown_address_is_a_problem_even_for_a_browser(sampled: Flask) -> None:
    answer = sampled.test_client().get("/api/v1/nothing", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert problem(answer)["code"] == "not_found"


def test_nobody_signed_in_is_a_problem_and_no_redirect(sampled: Flask) -> None:
    answer = sampled.test_client().get(ADDRESS)
    assert answer.status_code == 401
    assert problem(answer)["code"] == "not_signed_in"


@pytest.mark.parametrize("name", [r"a\u0000b", r"\ud800", r"\udc00x"])
def test_characters_that_no_database_keeps_are_unreadable(sampled: Flask, name: str) -> None:
    answer = posted(sampled, data=f'{{"number": 1, "name": "{name}"}}'.encode(), content_type="application/json")
    assert answer.status_code == 422


def test_a_character_beyond_the_basic_plane_is_kept(sampled: Flask) -> None:
    answer = posted(sampled, data=rb'{"number": 1, "name": "\ud83c\udf0d"}', content_type="application/json")
    assert answer.json == {"number": 1, "name": "\N{EARTH GLOBE EUROPE-AFRICA}"}


@pytest.mark.parametrize("body", ["[" * 200_000, '{"a":' * 200_000, '{"number": 1' + "0" * 5000 + "}"])
def test_nesting_and_numbers_beyond_reason_are_unreadable(sampled: Flask, body: str) -> None:
    assert posted(sampled, data=body.encode(), content_type="application/json").status_code == 422


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_in_json_is_unreadable(sampled: Flask, number: str) -> None:
    answer = posted(sampled, data=f'{{"number": {number}}}'.encode(), content_type="application/json")
    assert answer.status_code == 422


def test_a_body_that_is_too_large_is_refused(sampled: Flask) -> None:
    answer = posted(sampled, data=b" " * 6_000_000, content_type="application/json")
    assert answer.status_code == 413
    assert problem(answer)["status"] == 413


def test_a_number_that_no_database_can_hold_finds_nothing(sampled: Flask) -> None:
    client = sampled.test_client()
    assert client.delete(f"{ADDRESS}/{2**31 - 1}").status_code == 204
    for number in (2**31, 2**63, 10**30):
        answer = client.delete(f"{ADDRESS}/{number}")
        assert answer.status_code in {404, 405}  # 405 where the address takes other kinds of request
        assert answer.mimetype == "application/problem+json"


def test_the_document_says_how_large_a_number_may_be(sampled: Flask) -> None:
    item = sampled.extensions["api"].data()["paths"][f"{ADDRESS}/{{sample_id}}"]
    parameters = [*item.get("parameters", []), *item["delete"].get("parameters", [])]
    assert [parameter["schema"] for parameter in parameters] == [
        {"type": "integer", "maximum": 2**31 - 1, "minimum": 0}
    ]
