"""Corrections of frozen results: what is changed, and the signature over it. Pure.

A signature is the HMAC-SHA256, by a key that only the system holds, over a digest of both results, of every value that
was changed, and of who decided it, when and why. Whoever changes a word of it afterwards cannot make it again.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from app.grading.rules.vocabulary import NOT_DONE, PiecePlan, PieceState, Standing


@dataclass(frozen=True, slots=True)
class PieceCorrection:
    """What a piece is to be in the corrected result. `criteria`: an essay's points, as exact text."""

    state: PieceState
    excused: bool = False
    criteria: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction says: pieces by key, and the bonus where `touches_bonus`."""

    pieces: Mapping[str, PieceCorrection] = field(default_factory=dict)
    bonus: Fraction | None = None
    touches_bonus: bool = False


@dataclass(frozen=True, slots=True)
class CorrectionValue:
    """A correction as it was signed. `genuine`: digest and signature hold, of what is stored now.

    `changes`: each with `what` (a piece's key, or `bonus`), `before` and `after` as plain data.
    """

    id: int
    enrolment_id: int
    result_id: int
    replaces_id: int
    number: int
    reason: str
    changes: Sequence[Mapping[str, Any]]
    signed_by: int
    signed_at: datetime
    digest: str
    genuine: bool

    def touches(self, key: str) -> bool:
        """Return whether a piece (or `bonus`) was changed."""
        return any(change["what"] == key for change in self.changes)


def corrected_standing(standing: Standing, corrected: Corrected) -> Standing:
    """Return a frozen standing with what a correction changes in it."""
    pieces = {**standing.pieces, **{key: piece.state for key, piece in corrected.pieces.items()}}
    excused = standing.excused.difference(corrected.pieces)
    excused |= {key for key, one in corrected.pieces.items() if one.excused}
    bonus = corrected.bonus if corrected.touches_bonus else standing.bonus
    return replace(standing, pieces=pieces, excused=excused, bonus=bonus)


def changes_between(
    before: Standing,
    after: Standing,
    corrected: Corrected,
    plan: Sequence[PiecePlan],
    known: Mapping[str, Mapping[str, str]],
) -> list[dict[str, Any]]:
    """Return each value that differs, as JSON data with exact numbers, in the plan's order; the bonus last.

    `known`: the points of each essay's criteria until now, by piece. The same points again are no change.
    """
    keys = [piece.key for piece in plan if piece.key in corrected.pieces]
    changes: list[dict[str, Any]] = [
        {"what": key, "before": _piece(before, key), "after": _piece(after, key)} for key in keys
    ]
    for change in changes:
        criteria = corrected.pieces[change["what"]].criteria
        if criteria and (change["before"] != change["after"] or not _same(criteria, known.get(change["what"], {}))):
            change["after"]["criteria"] = dict(criteria)
    changes.append({"what": "bonus", "before": _text(before.bonus), "after": _text(after.bonus)})
    return [change for change in changes if change["before"] != change["after"]]


def _same(points: Mapping[str, str], others: Mapping[str, str]) -> bool:
    exact, other = ({key: Fraction(value) for key, value in one.items()} for one in (points, others))
    return exact == other


def digest_of(content: Any) -> str:  # noqa: ANN401 - JSON data
    """Return the SHA-256 of JSON data, the same whatever the order of its keys."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def signature_of(digest: str, key: bytes) -> str:
    """Return the keyed signature of a digest, 64 hexadecimal digits."""
    return hmac.digest(key, digest.encode(), hashlib.sha256).hex()


def is_signed(digest: str, signature: str, key: bytes) -> bool:
    """Return whether we made this signature of this digest."""
    return hmac.compare_digest(signature.encode(), signature_of(digest, key).encode())


def instant_text(moment: datetime) -> str:
    """Return an instant as it is signed: in UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _piece(standing: Standing, key: str) -> dict[str, Any]:
    state = standing.pieces.get(key, NOT_DONE)
    return {
        "done": state.done,
        "score": _text(state.score),
        "factor": _text(state.factor),
        "excused": key in standing.excused,
    }


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)
