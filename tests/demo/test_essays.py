"""The essays of the demonstration: each author's own, as long as asked, and alike only where that is meant."""

import csv
import re
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from app.courses.queries import enrolments_by_email, get_course
from app.demo.commands import CATALOGUE
from app.demo.essays import DRAFTING
from app.demo.rules import LIVE, SAMPLE
from app.demo.texts import beginning_of, essay_of
from app.essays import jobs
from app.essays.models import Essay, EssayVersion
from app.essays.queries.similarity import count_compared, pairs_of
from app.essays.rules import EssayState, count_words
from app.essays.rules.similarity import Fingerprint, common_seeds, compare, fingerprint
from app.essays.rules.similarity_view import LISTED_FROM
from app.shared.database import session

FOLDER = CATALOGUE / "a9714776"
PLANTED = (
    {"aime.tshibangu", "fatima.abdou"},
    {"amina.mushi", "mutale.chanda"},
    {"farai.sibanda", "tendai.moyo"},
)
"""Who shares a passage with whom, for the page on shared passages to show."""
ASKED = range(1500, 2501)
"""So many words the course asks for. Essays with fewer than `WEAK` points are shorter, as weak ones are."""
WEAK = 15
LITTLE_WORDS = {"en": ("the", "of", "and", "they"), "fr": ("les", "de", "et", "qui")}


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((FOLDER / name).read_text(encoding="utf-8").splitlines()))


def local(email: str) -> str:
    return email.partition("@")[0]


def points() -> dict[str, Fraction]:
    """The points for the essay of all who have some, by the first part of their addresses."""
    columns = [f"essay_{criterion}" for criterion in ("clarity", "alignment", "coherence", "gender")]
    return {
        local(row["email"]): sum((Fraction(row[column]) for column in columns), Fraction(0))
        for row in rows("cohort/results.csv")
        if row["essay_clarity"]
    }


POINTS = points()
LANGUAGES = {local(row["email"]): row["language"] for row in rows("cohort/participants.csv")}
FILES = {file.stem: file for file in sorted((FOLDER / "cohort" / "essays").iterdir())}


def written(who: str) -> str:
    return FILES[who].read_text(encoding="utf-8")


def test_everybody_who_has_points_hands_in_or_drafts_has_an_essay_and_nobody_else() -> None:
    living = {local(row["email"]) for row in rows("live/submitted.csv")} | {local(DRAFTING)}
    assert set(FILES) == set(POINTS) | living
    assert {file.suffix for file in FILES.values()} == {".md"}


@pytest.mark.parametrize("who", POINTS)
def test_an_essay_is_in_the_language_of_its_author(who: str) -> None:
    words = re.findall(r"\w+", written(who).lower())
    counts = {language: sum(words.count(word) for word in few) for language, few in LITTLE_WORDS.items()}
    own = counts.pop(LANGUAGES[who])
    assert own > 10 * max(counts.values())


@pytest.mark.parametrize("who", POINTS)
def test_an_essay_is_as_long_as_the_course_asks_and_a_weak_one_shorter(who: str) -> None:
    words = count_words(essay_of(written(who)))
    if POINTS[who] < WEAK:
        assert 600 <= words < ASKED.start
    else:
        assert words in ASKED


@pytest.mark.parametrize("who", POINTS)
def test_an_essay_has_a_title_and_no_mark_up_that_its_plain_text_would_show(who: str) -> None:
    title, _empty, *_rest = written(who).splitlines()
    assert title.startswith("# ")
    plain = essay_of(written(who))
    assert plain.startswith(title.removeprefix("# ") + "\n\n")
    assert not re.findall(r"[*#|<>`\\]|^---|\w_|\]\(", plain, re.MULTILINE)


@pytest.mark.parametrize("who", [who for who in POINTS if LANGUAGES[who] == "fr"])
def test_french_is_set_as_french_is(who: str) -> None:
    """A no-break space before the high signs and inside quotation marks; apostrophes are round."""
    assert re.findall("'|[^\u00a0][:;!?»]|«[^\u00a0]", written(who).replace("://", "")) == []


def test_only_the_planted_pairs_share_passages_and_nobody_copied_a_sample() -> None:
    common = common_seeds(_course_texts())
    essays = {who: fingerprint(essay_of(written(who)), common) for who in FILES}
    samples = [fingerprint(file.read_text(encoding="utf-8"), common) for file in FOLDER.glob("essay/samples/*.md")]
    assert len(samples) == 6
    assert not [who for who, one in essays.items() for sample in samples if compare(one, sample)]
    assert _sharing(essays) == sorted(map(sorted, PLANTED))


def _course_texts() -> list[str]:
    patterns = ("course.yaml", "glossary.yaml", "modules/*", "documents/*", "groupwork/*", "weeks/*")
    files: list[Path] = [file for pattern in patterns for file in FOLDER.glob(pattern)]
    return [file.read_text(encoding="utf-8") for file in files]


def _sharing(essays: dict[str, Fingerprint]) -> list[list[str]]:
    return [[one, other] for one in essays for other in essays if one < other and compare(essays[one], essays[other])]


def test_the_pages_on_shared_passages_have_the_planted_pairs_and_no_others(demo: datetime) -> None:
    while jobs.compare_essays(demo + timedelta(minutes=5)):
        pass
    session.rollback()
    finished, living = get_course(SAMPLE), get_course(LIVE)
    assert count_compared(finished.id) == (23, 23)
    assert count_compared(living.id) == (12, 12)
    authors = {person_id: who for course in (finished, living) for person_id, who in people_of(course.id).items()}
    for course in (finished, living):
        pairs, _total = pairs_of(course.id, least=1)
        names = [{authors[pair.first.essay.person_id], authors[pair.second.essay.person_id]} for pair in pairs]
        assert sorted(map(sorted, names)) == sorted(map(sorted, PLANTED))
        assert min(pair.shared for pair in pairs) >= LISTED_FROM
    assert pairs_of(finished.id, least=1, by_same_person=True)[1] == 0
    assert pairs_of(living.id, least=1, by_same_person=True)[1] == 12


def people_of(course_id: int) -> dict[int, str]:
    emails = [row["email"] for row in rows("cohort/participants.csv")]
    enrolments = enrolments_by_email(course_id, emails)
    return {one.person_id: local(email) for email, one in enrolments.items()}


@pytest.mark.alike
def test_what_is_loaded_is_what_was_written_and_the_draft_is_half_of_it(demo: datetime) -> None:
    for code in (SAMPLE, LIVE):
        course = get_course(code)
        authors = people_of(course.id)
        for essay in session.query(Essay).filter_by(course_id=course.id):
            who = authors[essay.person_id]
            text = session.query(EssayVersion.text).filter_by(essay_id=essay.id, number=1).scalar()
            drafted = essay.state == EssayState.DRAFT
            assert text == (beginning_of(written(who)) if drafted else essay_of(written(who)))
            assert essay.language == LANGUAGES[who]
            assert drafted == (code == LIVE and who == local(DRAFTING))
    whole, half = count_words(essay_of(written(local(DRAFTING)))), count_words(beginning_of(written(local(DRAFTING))))
    assert whole / 3 < half < whole * 2 / 3
