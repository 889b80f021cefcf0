"""Which passwords are taken."""

import pytest

from app.accounts.rules import browser_name, email_key, own_path, password_problem

EMAIL, NAMES = "amina.banda@ministry.gov.zm", ("Amina", "Banda Phiri")


@pytest.mark.parametrize(
    "password",
    [
        "lemon tree very pretty",
        "correct horse",
        "ḽâ vie en rose",
        "密码很长很长很长很长",
        "Amina likes green lemons",
        "x7!kQ9#mZ2",
    ],
)
def test_taken(password: str) -> None:
    assert password_problem(password, EMAIL, NAMES) is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "at least 10"),
        ("ninechars", "at least 10"),
        ("x" * 201, "at most 200"),
        ("Password123", "among the first"),
        ("QWERTYUIOP", "among the first"),
        ("ababababababab", "among the first"),
        ("amina.banda@ministry.gov.zm", "made of your name"),
        ("AminaBanda1", "made of your name"),
        ("bandaphiri12", "made of your name"),
        ("ministry2022", "made of your name"),
        ("ecampus2022!", "made of your name"),
    ],
)
def test_not_taken(password: str, why: str) -> None:
    problem = password_problem(password, EMAIL, NAMES)
    assert problem is not None
    assert why in str(problem)


def test_people_without_a_name_are_no_trouble() -> None:
    assert password_problem("lemon tree very pretty", "a@b.test", ("", "")) is None


def test_an_address_is_compared_without_case_or_form() -> None:
    assert email_key(" Ame\u0301lie@Test.EXAMPLE ") == email_key("AMÉLIE@test.example")


@pytest.mark.parametrize("address", ["/a", "/a?b=c", "/"])
def test_a_path_of_this_site_is_gone_to(address: str) -> None:
    assert own_path(address, "/home") == address


@pytest.mark.parametrize(
    "address", [None, "", "a", "//a", "/\\a", "http://a", "/a\nb", "/a\u2028b", "javascript:a", "///a"]
)
def test_any_other_address_leads_home(address: str | None) -> None:
    assert own_path(address, "/home") == "/home"


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/120.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge, Windows"),
        ("curl/8.4.0", "curl"),
        ("", ""),
    ],
)
def test_a_browser_is_called_what_people_call_it(told: str, name: str) -> None:
    assert browser_name(told) == name
