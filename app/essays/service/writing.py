"""Writing an essay: each change is a version, and nothing is overwritten unseen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from app.courses.rules import CourseValue
from app.essays import queries
from app.essays.models import Essay, EssayVersion
from app.essays.queries.essays import value_of
from app.essays.rules import EssayState, EssayValue, Origin, VersionValue, count_words, plain_text
from app.essays.rules.versions import to_thin
from app.essays.service.refusals import EssayChanged, language_fixed
from app.essays.service.turn import Turn, take_essay_turn
from app.shared import audit
from app.shared.database import session
from app.shared.errors import NotFound, Problem, Unreadable
from app.shared.permissions import Actor
from app.shared.wording import text


@dataclass(frozen=True, slots=True)
class Written:
    """An essay after it was saved, and the version that it says now."""

    essay: EssayValue
    version: VersionValue


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What is to be saved: plain text in a language of the course, and the file that it was taken from, if any."""

    text: str
    language: str
    file_id: int | None = None

    @property
    def origin(self) -> Origin:
        """Where the text came from."""
        return Origin.TYPED if self.file_id is None else Origin.UPLOAD


def write_essay(
    course: CourseValue,
    written: str,
    language: str | None = None,
    *,
    base_version: int | None = None,
    actor: Actor,
    now: datetime,
) -> Written:
    """Save what the actor wrote as the newest version; a save equal to what is stored changes nothing.

    `language` None: as it is. `base_version` is the version that the author saw (0: none); None overwrites. Versions
    are the record of it, so the audit trail has no entry. Raises what `take_essay_turn` raises, `EssayChanged`,
    `TooLarge`, `Unreadable` (a language that is none of the course's), `RuleBroken` (`language_fixed`).
    """
    plain = plain_text(written)
    turn = take_essay_turn(course, actor=actor, now=now)
    stored = queries.newest_version(value_of(turn.row))
    new = NewVersion(plain, check_language(turn, language))
    if stored is not None and (stored.text, turn.row.language) == (new.text, new.language):
        return Written(value_of(turn.row), stored)
    check_base(turn, stored, base_version)
    return add_version(turn, new, now=now)


def bring_back(course: CourseValue, number: int, *, base_version: int | None, actor: Actor, now: datetime) -> Written:
    """Make an earlier version the newest again, as a new version. Raises as `write_essay`, and `NotFound`."""
    turn = take_essay_turn(course, actor=actor, now=now)
    essay = value_of(turn.row)
    earlier = queries.find_version(essay, number)
    if earlier is None:
        raise NotFound
    check_base(turn, queries.newest_version(essay), base_version)
    done = add_version(turn, NewVersion(earlier.text, turn.row.language, earlier.file_id), now=now)
    audit.record(
        "bring_back_essay_version",
        f"essay:{essay.id}",
        actor=actor,
        now=now,
        course_id=course.id,
        after={"from": number, "version": done.version.number},
    )
    return done


def check_language(turn: Turn, wanted: str | None) -> str:
    """Return the language to record. Raises `Unreadable` for one that is none of the course's, `RuleBroken`."""
    if wanted is None or wanted == turn.row.language:
        return turn.row.language
    if wanted not in turn.course.languages:
        raise Unreadable(problems=[Problem(text("This is not a language of the course."), "language")])
    if turn.row.state == EssayState.SUBMITTED:
        raise language_fixed()
    return wanted


def check_base(turn: Turn, stored: VersionValue | None, base_version: int | None) -> None:
    """Raise `EssayChanged` unless the author saw what is stored, or does not say."""
    if base_version is not None and base_version != (stored.number if stored else 0):
        raise EssayChanged(stored, turn.row.language)


def add_version(turn: Turn, new: NewVersion, *, now: datetime) -> Written:
    """Add a version, make it the newest, and thin out older ones.

    Once an essay was handed in, its words are those of what was: markers see them beside the text that they read.
    """
    row = turn.row
    row.version += 1
    words, row.language = count_words(new.text), new.language
    if row.state != EssayState.SUBMITTED:
        row.words = words
    session.add(
        EssayVersion(
            essay_id=row.id,
            number=row.version,
            text=new.text,
            words=words,
            origin=new.origin.value,
            file_id=new.file_id,
            saved_at=now,
        )
    )
    session.flush()
    _thin(row, now)
    version = VersionValue(row.id, row.version, new.text, words, new.origin, new.file_id, now)
    return Written(value_of(row), version)


def _thin(row: Essay, now: datetime) -> None:
    lines = queries.lines_of(row.id)
    kept = {line.number for line in lines if line.file_id is not None}
    kept |= {row.version, *(one.version for one in queries.submissions_of(row.id))}
    gone = to_thin([(line.number, line.saved_at) for line in lines], kept, now)
    if gone:
        session.execute(delete(EssayVersion).where(EssayVersion.essay_id == row.id, EssayVersion.number.in_(gone)))
