"""Proposing a member's factor: from evidence, never by silence, and never less for more evidence."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.groupwork.rules.factors import FactorProposal, MemberEvidence, propose
from app.groupwork.rules.settings import FactorSettings, GroupWorkSettings

DEFAULT = GroupWorkSettings.from_data({}).factor
FULL, PARTIAL, NONE = FactorProposal.FULL, FactorProposal.PARTIAL, FactorProposal.NONE
ORDER = {None: 0, NONE: 0, PARTIAL: 1, FULL: 2}


@pytest.mark.parametrize(
    ("evidence", "peers", "expected"),
    [
        (MemberEvidence(), 0, None),
        (MemberEvidence(tasks_done=3, tasks_given=3), 0, FULL),
        (MemberEvidence(tasks_done=3, tasks_given=3, sessions_attended=0, sessions_noted=2), 0, FULL),
        (MemberEvidence(tasks_done=2, tasks_given=3, sessions_attended=2, sessions_noted=2), 0, FULL),
        (MemberEvidence(tasks_done=0, tasks_given=3, sessions_attended=1, sessions_noted=2), 0, PARTIAL),
        (MemberEvidence(tasks_done=1, tasks_given=3), 0, PARTIAL),
        (MemberEvidence(revisions=1), 0, PARTIAL),
        (MemberEvidence(sessions_attended=2, sessions_noted=2), 0, PARTIAL),
        (MemberEvidence(tasks_done=0, tasks_given=3), 0, None),
        (MemberEvidence(sessions_attended=0, sessions_noted=2), 0, None),
        (MemberEvidence(tasks_done=0, tasks_given=3, sessions_attended=0, sessions_noted=2), 0, NONE),
        (MemberEvidence(peers=Fraction(0)), 0, None),
        (MemberEvidence(peers=Fraction(0)), 100, None),
        (MemberEvidence(peers=Fraction(1)), 100, FULL),
        (MemberEvidence(tasks_done=0, tasks_given=3, peers=Fraction(0)), 40, NONE),
    ],
)
def test_what_is_proposed(evidence: MemberEvidence, peers: int, expected: FactorProposal | None) -> None:
    assert propose(evidence, DEFAULT, Fraction(peers)).proposal is expected


def test_the_share_is_the_weighted_mean_exactly() -> None:
    found = propose(MemberEvidence(1, 3, 1, 2, 1, Fraction(1, 2)), DEFAULT, Fraction(100))
    parts = 60 * Fraction(1, 3) + 20 * Fraction(1, 2) + 20 * Fraction(1, 3) + 100 * Fraction(1, 2)
    assert found.share == parts / 200


weights = st.integers(0, 100)


@st.composite
def circumstances(draw: st.DrawFn) -> tuple[MemberEvidence, FactorSettings, Fraction]:
    tasks, sessions = draw(st.integers(0, 6)), draw(st.integers(0, 4))
    evidence = MemberEvidence(
        tasks_done=draw(st.integers(0, tasks)),
        tasks_given=tasks,
        sessions_attended=draw(st.integers(0, sessions)),
        sessions_noted=sessions,
        revisions=draw(st.integers(0, 8)),
        peers=draw(st.none() | st.fractions(0, 1, max_denominator=50)),
    )
    low, high = sorted(draw(st.lists(st.fractions(Fraction(1, 100), 1, max_denominator=100), min_size=2, max_size=2)))
    settings = FactorSettings(
        tasks=Fraction(draw(weights)),
        sessions=Fraction(draw(weights)),
        worksheet=Fraction(draw(weights)),
        revisions=draw(st.integers(1, 6)),
        full=high,
        partial=low,
    )
    return evidence, settings, Fraction(draw(weights))


def more(evidence: MemberEvidence) -> list[MemberEvidence]:
    """Every way of having done one thing more."""
    better = [replace(evidence, revisions=evidence.revisions + 1)]
    if evidence.tasks_done < evidence.tasks_given:
        better.append(replace(evidence, tasks_done=evidence.tasks_done + 1))
    if evidence.sessions_attended < evidence.sessions_noted:
        better.append(replace(evidence, sessions_attended=evidence.sessions_attended + 1))
    if evidence.peers is not None:
        better.append(replace(evidence, peers=min(Fraction(1), evidence.peers + Fraction(1, 10))))
    return better


@given(circumstances())
def test_more_evidence_never_lowers_a_proposal(case: tuple) -> None:
    evidence, settings, peers = case
    before = propose(evidence, settings, peers)
    for better in more(evidence):
        after = propose(better, settings, peers)
        assert ORDER[after.proposal] >= ORDER[before.proposal]
        assert before.share is None or after.share >= before.share


@given(circumstances())
def test_only_full_partial_none_or_nothing_is_proposed(case: tuple) -> None:
    evidence, settings, peers = case
    found = propose(evidence, settings, peers)
    assert found.proposal in {FULL, PARTIAL, NONE, None}
    assert found.share is None or 0 <= found.share <= 1


@given(circumstances())
def test_silence_proposes_nothing(case: tuple) -> None:
    _evidence, settings, peers = case
    assert propose(MemberEvidence(), settings, peers).proposal is None
