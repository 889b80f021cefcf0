"""The printed facts survive being stored."""

from __future__ import annotations

import json

import pytest

from app.certificates.rules import CertificateFacts
from tests.certificates.samples import FACTS


def test_facts_read_back_from_json_as_they_were() -> None:
    assert CertificateFacts.from_data(json.loads(json.dumps(FACTS.to_data()))) == FACTS


def test_a_missing_or_unknown_fact_is_named() -> None:
    data = FACTS.to_data()
    del data["issuer"]
    with pytest.raises(ValueError, match="colour, issuer"):
        CertificateFacts.from_data(data | {"colour": "blue"})
