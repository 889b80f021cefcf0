"""GIFT, with its subtleties."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.quizzes.documents import QuestionFormat
from app.quizzes.rules import Difficulty, QuestionKind, Scoring, TextFormat
from tests.quizzes.documents.reading import (
    accepted,
    earns,
    fractions,
    notices,
    options,
    question,
    read,
    refusal,
    right,
)

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Who? {=me ~you}", QuestionKind.SINGLE),
        ("Which? {~%50%a ~%50%b ~c}", QuestionKind.MULTIPLE),
        ("So? {T}", QuestionKind.TRUE_FALSE),
        ("So? {false}", QuestionKind.TRUE_FALSE),
        ("So? {TRUE#no#yes}", QuestionKind.TRUE_FALSE),
        ("How many? {#4}", QuestionKind.NUMERIC),
        ("Who? {=me =myself}", QuestionKind.SHORT),
        ("Who? {me}", QuestionKind.SHORT),
        ("Match {=a -> b =c -> d}", QuestionKind.MATCHING),
        ("Order {>2 ALL VERTICAL ABSOLUTE\none\ntwo}", QuestionKind.ORDERING),
    ],
)
def test_the_signs_in_the_braces_make_the_kind(written, kind):
    assert question(written).kind is kind


def test_options_right_and_wrong_with_their_feedback():
    asked = question("Capital of Namibia?{~Gaborone#That is Botswana. =Windhoek#Yes! ~Maputo}")
    assert options(asked) == ["Gaborone", "Windhoek", "Maputo"]
    assert right(asked) == ["Windhoek"]
    assert [option.feedback.get("en") for option in asked.options] == ["That is Botswana.", "Yes!", None]
    assert fractions(asked) == [None, None, None]


def test_partial_credit_of_one_choice_is_kept():
    asked = question("Where?{=Nazareth ~%75%Nazereth ~%-25%Rome}")
    assert fractions(asked) == [1, Fraction(3, 4), Fraction(-1, 4)]
    assert right(asked) == ["Nazareth"]
    assert notices("Where?{=Nazareth ~%75%Nazereth ~%-25%Rome}") == [
        "An answer that takes points away brings nothing here."
    ]


def test_several_right_options_with_shares_as_moodle_rounds_them():
    asked = question("Continents?{~%33.33333%Africa ~%33.33333%Asia ~%-100%China ~%33.33333%Europe ~%-100%Chad}")
    assert fractions(asked) == [THIRD, THIRD, -1, THIRD, -1]
    assert earns(asked, "a", "b", "d") == 1
    assert earns(asked, "a", "b") == Fraction(2, 3)
    assert earns(asked, "a", "b", "c") == 0


def test_shares_of_few_digits_are_the_ones_that_were_meant():
    assert fractions(question("Which?{~%33%a ~%33%b ~%33%c ~d}")) == [THIRD, THIRD, THIRD, 0]
    assert fractions(question("Which?{~%66.667%a ~%33.333%b ~%0%c}")) == [Fraction(2, 3), THIRD, 0]
    assert fractions(question("Which?{~%42.5%a ~%57.5%b ~c}")) == [Fraction(17, 40), Fraction(23, 40), 0]


def test_how_rounded_shares_are_read_is_reported():
    rounded = "Rounded shares are read as what they stand for: "
    assert notices("Which?{~%33%a ~%33%b ~%33%c ~d}") == [f"{rounded}33 % = 1/3."]
    assert notices("Who?{=%100%Ada =%33.33%Grace}") == [f"{rounded}33.33 % = 1/3."]
    assert notices("How many?{#=%100%3:0 =%16.67%4:0}") == [f"{rounded}16.67 % = 1/6."]
    assert notices("Which?{~%42.5%a ~%57.5%b ~c}") == []


def test_right_less_wrong_is_recognised():
    asked = question("Which?{~%50%a ~%50%b ~%-33.33333%c ~%-33.33333%d ~%-33.33333%e}")
    assert asked.scoring is Scoring.RIGHT_MINUS_WRONG
    assert fractions(asked) == [None] * 5


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{#1822}", [(1822, 0, 1)]),
        ("{#-3.142:0.001}", [(Fraction("-3.142"), Fraction("0.001"), 1)]),
        ("{#3.141..3.142}", [(Fraction("3.1415"), Fraction("0.0005"), 1)]),
        ("{#-5..5}", [(0, 5, 1)]),
        ("{#=1822:0 =%50%1822:2}", [(1822, 0, 1), (1822, 2, HALF)]),
        ("{#\n=1822:0#Yes\n=%50%1822:2#Nearly\n~#No}", [(1822, 0, 1), (1822, 2, HALF)]),
        ("{#1,5:0,25}", [(Fraction(3, 2), Fraction(1, 4), 1)]),
        ("{#2e3}", [(2000, 0, 1)]),
    ],
)
def test_numbers_with_tolerances_ranges_and_shares(written, expected):
    assert accepted(question(f"When? {written}")) == expected


def test_words_with_shares_and_wildcards():
    asked = question("Who? {=Nelson*Mandela =%50%Mandela#Which of them? =\\*}")
    assert accepted(asked) == [("Nelson*Mandela", 1), ("Mandela", HALF), ("\\*", 1)]
    assert earns(asked, "nelson rolihlahla mandela") == 1
    assert earns(asked, "*") == 1


def test_pairs_and_right_sides_without_a_partner():
    asked = question("Match.{=Angola -> Luanda =Malawi -> Lilongwe = -> Lusaka}")
    assert [(option.text["en"], option.match["en"]) for option in asked.options] == [
        ("Angola", "Luanda"),
        ("Malawi", "Lilongwe"),
    ]
    assert asked.distractors == ({"en": "Lusaka"},)
    assert asked.scoring is Scoring.PER_OPTION


def test_feedback_of_true_and_false_goes_to_who_is_wrong_first():
    asked = question("So?{FALSE#You are wrong.#You are right.####In general.}")
    assert [(option.key, option.right, option.feedback["en"]) for option in asked.options] == [
        ("true", False, "You are wrong."),
        ("false", True, "You are right."),
    ]
    assert asked.feedback == {"en": "In general."}
    assert [option.text["en"] for option in asked.options] == ["True", "False"]
    assert [option.text["fr"] for option in question("Vrai ?{T}", "fr").options] == ["Vrai", "Faux"]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Grant is {=entombed ~buried} in his tomb.", "Grant is _____ in his tomb."),
        ("Two plus two equals {=four =4}.", "Two plus two equals _____."),
        ("{=Paris ~Rome} is the capital.", "_____ is the capital."),
    ],
)
def test_a_missing_word_leaves_a_gap(written, text):
    assert question(written).text == {"en": text}


def test_escaped_characters_are_themselves():
    asked = question(r"::A\:B::2 \= 1 \+ 1 \\alpha \{x\} \#1 \~ a\nb{=\= 2\: yes ~\\n#\#no}")
    assert asked.title == "A:B"
    assert asked.text == {"en": "2 = 1 \\+ 1 \\alpha {x} #1 ~ a\nb"}
    assert options(asked) == ["= 2: yes", "\\n"]
    assert asked.options[1].feedback == {"en": "#no"}


def test_formats_are_per_text_and_one_for_the_question():
    asked = question("[html]<p>2 &lt; 3?</p>{=[plain]1 < 2 ~[markdown]*no*#[moodle]a\\nb}")
    assert asked.format is TextFormat.HTML
    assert asked.text == {"en": "<p>2 &lt; 3?</p>"}
    assert options(asked) == ["1 &lt; 2", "<p><em>no</em></p>"]
    assert asked.options[1].feedback == {"en": "a<br>\nb"}


def test_markdown_with_plain_options_stays_markdown():
    asked = question("[markdown]Who is **in** it?{=[plain]*I* ~[markdown]*you*}")
    assert asked.format is TextFormat.MARKDOWN
    assert options(asked) == ["\\*I\\*", "*you*"]


def test_text_without_a_format_is_html_only_where_it_has_tags():
    assert question("Is 1 < 2 & 3 > 2?{T}").format is TextFormat.PLAIN
    assert question("Is 1<b>2</b>?{T}").format is TextFormat.HTML


def test_an_unknown_word_in_brackets_is_text():
    assert question("[Note] Is it?{T}").text == {"en": "[Note] Is it?"}


def test_comments_categories_ids_and_tags():
    imported = read(
        """\ufeff// A file of questions
$CATEGORY: $course$/top/Default for Unit 1/Law//Rights

// question: 7  name: x
// [id:law_1] [tag:easy one] [tag:b\\]c] [tag:difficulty:hard]
::One::Is it?{T}

$CATEGORY: Other

::Two::Is it?{F}
"""
    )
    one, two = imported.questions
    assert (one.key, one.category, one.tags) == ("law_1", "Default for Unit 1/Law-Rights", ("easy one", "b]c"))
    assert one.question.difficulty is Difficulty.HARD
    assert (two.key, two.category, two.question.title) == ("two", "Other", "Two")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system(end):
    written = "::A::One\ntwo?{\n=a\n~b\n}\n\n::B::Three?{T}\n".replace("\n", end)
    assert [asked.question.text["en"] for asked in read(written).questions] == ["One\ntwo?", "Three?"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_in_its_encodings(encoding):
    assert question("Où est 中国 ؟ 😀{=là ~ici}".encode(encoding)).text == {"en": "Où est 中国 ؟ 😀"}


def test_blank_lines_within_the_braces_belong_to_the_question():
    imported = read("One?{\n\n=a\n\n~b\n\n}\n\nTwo?{T}")
    assert [asked.question.kind for asked in imported.questions] == [QuestionKind.SINGLE, QuestionKind.TRUE_FALSE]


def test_braces_that_are_never_closed_take_only_their_own_question_along():
    imported = read("One?{=a ~b\n\nTwo?{T}\n\nThree?{F}")
    assert [asked.question.text["en"] for asked in imported.questions] == ["Two?", "Three?"]
    (refused,) = imported.refused
    assert (refused.number, refused.line, refused.name) == (1, 1, "One?{=a ~b")
    assert str(refused.reason) == "The braces around the answers do not match."


def test_questions_whose_blank_line_was_forgotten_are_told_apart():
    imported = read("::A::One?{T}\n::B::Two?{=x ~y}\nThree?{F}")
    assert [asked.question.text["en"] for asked in imported.questions] == ["One?", "Two?", "Three?"]


def test_order_takes_a_line_for_each_entry_and_says_what_it_cannot_keep():
    written = "Order.{>2 RANDOM VERTICAL RELATIVE_NEXT_EXCLUDE_LAST SHOW none\none\ntwo\nthree\n}"
    asked = question(written)
    assert options(asked) == ["one", "two", "three"]
    assert asked.scoring is Scoring.PER_OPTION
    assert notices(written) == [
        "Partly right orders are scored by entries in their place here, which differs from the file.",
        "The file shows some of the entries, here all of them are shown.",
    ]
    assert question("Order.{>2 ALL V ALL_OR_NOTHING\none\ntwo}").scoring is Scoring.ALL_OR_NOTHING


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("Discuss.{}", "Essays, which a person marks, are not part of a quiz here."),
        ("::Only::Some text.", "A text without answers asks nothing."),
        ("What?{=a ~b} and what?{T}", "The question has more than one set of answers."),
        ("What?}", "The braces around the answers do not match."),
        ("What?{~a ~b}", "The file does not say which answer is right."),
        ("What?{=a ~}", "The question has fewer than two options."),
        ("What?{#four}", "“four” is no number that can be read."),
        ("What?{#1e999999999}", "“1e999999999” is no number that can be read."),
        ("What?{#}", "The file does not say which answer is right."),
        ("What?{=%150%a ~b}", "A share of 150 % lies beyond 100 %."),
        ("What?{=a -> b =c}", "Each pair to be matched needs an arrow (->)."),
        ("What?{=%0%Rome =Ro*}", "An answer that brings nothing comes before one that would also take it."),
        ("[html]<script>x</script>{T}", "The question has no text."),
    ],
)
def test_what_cannot_be_a_question_here_is_refused_with_its_reason(written, reason):
    assert refusal(f"::Name::{written}" if not written.startswith("::") else written) == reason


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("Who?{=me ~you ~}", "Empty options are left out."),
        ("Who?{#4 =%0%5#Not five.}", "Feedback on a wrong answer is not carried."),
        ("Who?{~%40%me ~%40%you ~he}", "No answer brings the whole point there."),
        (r"[html]x<video src\='a'></video>{T}", "Sound, video and other embedded media are not carried."),
        (r"[html]x<img src\='http\://a.example/b.png' alt\='c'>{T}",
         "The picture “b.png” is not carried; its description stands in its place."),
        ("What is $$x^2$$?{T}", "Formulas in TeX are shown as they are written."),
    ],
)  # fmt: skip
def test_what_is_not_carried_is_said(written, reason):
    assert reason in notices(written)


def test_the_format_is_said():
    assert read("So?{T}").format is QuestionFormat.GIFT
