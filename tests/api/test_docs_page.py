"""The page that shows the document: everything it loads comes from here, and no script stands in it."""

import re

import pytest
from flask.testing import FlaskClient

from app.api.document import PREFIX

pytestmark = pytest.mark.alike


def test_the_page_and_all_it_loads_come_from_this_system(client: FlaskClient) -> None:
    page = client.get(f"{PREFIX}/docs")
    assert page.status_code == 200
    loaded = re.findall(r'(?:src|href)="([^"#]+)"', page.text)
    assert loaded
    for address in (address for address in loaded if not address.startswith("data:")):
        assert address.startswith("/"), address
        assert client.get(address, buffered=True).status_code in {200, 401}, address


def test_the_page_has_no_inline_script_or_style(client: FlaskClient) -> None:
    page = client.get(f"{PREFIX}/docs").text
    assert not re.search(r"<script(?![^>]*src=)", page)
    assert "<style" not in page
    assert 'style="' not in page
    assert "onload" not in page
