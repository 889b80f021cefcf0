"""A package of very involved questions costs a bounded number of steps; what is not tried is listed."""

from __future__ import annotations

import pytest

from app.quizzes.documents import drafts
from app.quizzes.documents.qti import processing
from app.quizzes.documents.recognition import of_text
from app.quizzes.documents.values import QuestionFormat
from tests.quizzes.documents.qti_files import MAP, choices, declares, item, mapping, package
from tests.quizzes.documents.reading import read
from tests.quizzes.documents.test_canvas import document, equals, offers, when
from tests.quizzes.documents.test_canvas import item as canvas_item

TOO_MUCH = "The file asks for too much work: try this question in a file with fewer involved ones."
OPTIONS = [f"c{number}" for number in range(12)]


@pytest.fixture
def spent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The steps that were taken."""
    taken: list[int] = []
    spend = drafts.Effort.spend

    def counting(self: drafts.Effort, steps: int = 1) -> None:
        spend(self, steps)
        taken.append(steps)

    monkeypatch.setattr(drafts.Effort, "spend", counting)
    return taken


def involved(number: int, terms: int = 300) -> str:
    """An item of a dozen options whose scoring takes hundreds of expressions for each answer that is tried."""
    nothing = '<baseValue baseType="float">0</baseValue>' * terms
    total = f'<sum><mapResponse identifier="RESPONSE"/>{nothing}</sum>'
    rule = f'<setOutcomeValue identifier="SCORE">{total}</setOutcomeValue>'
    worth = mapping({"c0": "1", "c1": "1"}, 'lowerBound="0" upperBound="2" defaultValue="-1"')
    declared = declares("multiple", "identifier", "c0", "c1", mapping=worth)
    return item(declared, choices(*OPTIONS, most=0), rule, identifier=f"item_{number}")


def of_many(count: int) -> bytes:
    return package({f"items/{number}.xml": involved(number) for number in range(count)})


def test_one_involved_question_is_read(spent):
    imported = read(involved(1))
    assert (len(imported.questions), len(imported.refused)) == (1, 0)
    assert 10_000 < sum(spent) <= processing.MOST_STEPS + 5_000


def test_a_package_of_them_stops_at_its_budget_and_lists_the_rest(spent, monkeypatch):
    one = len(spent) or (read(involved(1)) and sum(spent))
    spent.clear()
    monkeypatch.setattr(drafts, "MOST_EFFORT", 10 * one)
    imported = read(of_many(60))
    assert imported.total == 60
    assert len(imported.questions) + len(imported.refused) == 60
    assert 9 <= len(imported.questions) <= 10
    assert {str(refused.reason) for refused in imported.refused} == {TOO_MUCH}
    assert sum(spent) <= 10 * one


def test_what_stands_before_a_question_that_takes_the_rest_is_read(monkeypatch):
    monkeypatch.setattr(drafts, "MOST_EFFORT", 15_000)
    simple = item(declares("single", "identifier", "a"), choices("a", "b"), "match_correct", identifier="simple")
    imported = read(package({"1.xml": simple, "2.xml": involved(1)}))
    assert [asked.key for asked in imported.questions] == ["simple"]
    assert [str(refused.reason) for refused in imported.refused] == [TOO_MUCH]


def test_templates_and_large_sets_of_options_are_counted_as_well(spent):
    names = [f"o{number}" for number in range(60)]
    worth = mapping(dict.fromkeys(names[:30], "1"), 'defaultValue="-1"')
    read(item(declares("multiple", "identifier", *names[:30], mapping=worth), choices(*names, most=0), "map_response"))
    assert sum(spent) > 10_000


def test_the_questions_of_other_files_of_the_package_share_the_budget(spent, monkeypatch):
    tests = "".join(when(equals("a"), "1") for _ in range(300))
    written = document(canvas_item("multiple_answers_question", offers(*"abcdef", cardinality="Multiple"), tests))
    read(written)
    one = sum(spent)
    monkeypatch.setattr(drafts, "MOST_EFFORT", 3 * one)
    imported = read(package({f"{number}.xml": written for number in range(8)}))
    assert imported.total == 8
    assert (len(imported.questions), len(imported.refused)) == (3, 5)


def test_an_ordinary_package_of_the_largest_size_stays_far_below_it(spent):
    worth = mapping({"a": "1", "b": "1"}, 'lowerBound="0" upperBound="2" defaultValue="-1"')
    usual = item(declares("multiple", "identifier", "a", "b", mapping=worth), choices("a", "b", "c", "d", most=0), MAP)
    read(usual)
    assert 5_000 * sum(spent) < drafts.MOST_EFFORT


def test_lines_without_a_word_are_looked_at_once():
    assert of_text("\n" * 200_000) is None
    assert of_text("\n" * 200_000 + " \t::name:: Is it? {T}") is QuestionFormat.GIFT
    assert of_text("\n \n  $CATEGORY: one\n") is QuestionFormat.GIFT


def test_formulas_that_never_end_are_looked_for_a_little_way_only():
    (asked,) = read("::name:: " + r"\\(" * 40_000 + " {=a ~b}").questions
    assert asked.key
