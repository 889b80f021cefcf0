"""What marking costs: the queue of 200 essays of 2,500 words, the desk, allocation, moderation.

    python -m benchmarks.marking --essays 200 --words 2500

The manager and two tutors share them evenly; each has marked half of theirs.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from app import create_app
from app.accounts.queries import get_person_by_email
from app.accounts.rules import NewPerson
from app.accounts.service import grant_role, upsert_people
from app.config import Settings
from app.courses.queries import get_course, roster
from app.courses.rules import CourseValue
from app.essays import queries
from app.essays.models import Essay, EssayVersion
from app.essays.queries.allocation_plan import plan_evenly
from app.essays.service import mark_essay
from app.essays.service.allocation import allocate_evenly
from app.rubrics.rules import MarkContent
from app.shared.database import db, session
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from benchmarks.pages import Cost, cost_of, print_costs, signed_in
from benchmarks.server import Server, serving
from benchmarks.tables import print_machine
from benchmarks.world import CODE, MANAGER, build

COURSE = f"/courses/{CODE}/essays"
SENTENCE = "Two policies of one government read one fact in opposite ways and nobody told the other. "
TUTORS = ("first@benchmark.example", "second@benchmark.example")
MARK = MarkContent(
    {key: Fraction(13, 2) for key in ("clarity", "alignment", "coherence", "gender")},
    dict.fromkeys(("clarity", "gender"), SENTENCE * 3),
    SENTENCE * 5,
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--essays", type=int, default=200)
    parser.add_argument("--words", type=int, default=2500)
    parser.add_argument("--times", type=int, default=30, help="how often each request is sent")
    options = parser.parse_args()
    print_machine()
    with tempfile.TemporaryDirectory() as folder:
        world = build(Path(folder), options.database, options.essays)
        first = _write(world.environ, options.words)
        with serving(world.environ) as server:
            costs = asyncio.run(_run(server, first, options.times))
    print_costs(f"{options.database}, {options.essays} essays of {options.words} words", costs, ())


async def _run(server: Server, first: int, times: int) -> list[Cost]:
    browser = await signed_in(server, MANAGER)
    work = {
        "queue page": f"{COURSE}?shown=all",
        "queue API": f"/api/v1{COURSE}?state=to_mark",
        "desk page": f"{COURSE}/{first}",
        "allocation preview": f"{COURSE}/allocation?preview=1",
        "moderation page": f"{COURSE}/moderation",
        "my next hour": f"/courses/{CODE}/next-hour",
    }
    return [await cost_of(server, browser, name, path, times) for name, path in work.items()]


def _write(environ: dict[str, str], words: int) -> int:
    """Hand in an essay of everybody, share them out, mark half of them; return the id of the first."""
    app = create_app(Settings.read(environ | {"SCHEDULER": "off"}))
    with app.app_context():
        now = datetime.now(UTC)  # noqa: TID251 - nothing here is judged by it
        course = get_course(CODE)
        essays = _hand_in(course, words, now)
        people = upsert_people([NewPerson(email, "Tutor") for email in TUTORS], actor=SYSTEM, now=now).people
        for person in people.values():
            grant_role(person.id, Role.TUTOR, actor=SYSTEM, now=now, course_id=course.id)
        allocate_evenly(course, plan_evenly(course).digest, actor=SYSTEM, now=now)
        _mark(course, now)
        session.commit()
        session.remove()
        db.engine.dispose()
    return essays[0]


def _hand_in(course: CourseValue, words: int, now: datetime) -> list[int]:
    piece, text = queries.essay_piece(course), (SENTENCE * words)[: words * 6]
    made = []
    for number, author in enumerate(roster(course.id)):
        at = now - timedelta(minutes=number)
        facts = {"course_id": course.id, "piece_id": piece.id, "enrolment_id": author.id, "person_id": author.person_id}
        handed_in = {"state": "submitted", "version": 1, "submitted_version": 1, "submitted_at": at, "created_at": at}
        essay = Essay(**facts, **handed_in, language="en", words=words, late=number % 9 == 0)
        session.add(essay)
        session.flush()
        session.add(EssayVersion(essay_id=essay.id, number=1, text=text, words=words, origin="typed", saved_at=at))
        made.append(essay.id)
    return made


def _mark(course: CourseValue, now: datetime) -> None:
    """Let everybody mark, finally, half of what is theirs."""
    for email in (MANAGER, *TUTORS):
        person = get_person_by_email(email)
        actor = Actor(person.id, email, (Grant(Role.TUTOR, course.id),))
        for essay in queries.essays_of_marker(course.id, person.id)[::2]:
            mark_essay(essay, None, MARK, final=True, base_version=None, actor=actor, now=now)


if __name__ == "__main__":
    main()
