"""What differs between two versions of a definition."""

from app.courses.rules import Change, changes

BEFORE = {
    "hours": 60,
    "title": {"en": "Water"},
    "pieces": [{"key": "quiz_1", "closes": "2022-02-25 23:59"}, {"key": "essay", "closes": None}],
}


def changed(**values):
    return changes(BEFORE, {**BEFORE, **values})


def test_equal_definitions_differ_in_nothing():
    assert changes(BEFORE, dict(BEFORE)) == ()


def test_a_changed_value_is_told_with_both_sides():
    assert changed(hours=40) == (Change("hours", "60", "40"),)


def test_entries_of_a_list_are_matched_by_key_so_that_one_in_the_middle_is_one_change():
    pieces = [BEFORE["pieces"][0], {"key": "quiz_2", "closes": None}, BEFORE["pieces"][1]]
    (change,) = changed(pieces=pieces)
    assert (change.path, change.before) == ("pieces.quiz_2", None)


def test_a_piece_that_is_gone_is_one_change():
    (change,) = changed(pieces=BEFORE["pieces"][:1])
    assert (change.path, change.after) == ("pieces.essay", None)


def test_a_value_deep_inside_is_named_by_its_path():
    pieces = [{"key": "quiz_1", "closes": "2022-02-28 23:59"}, BEFORE["pieces"][1]]
    assert changed(pieces=pieces) == (Change("pieces.quiz_1.closes", "2022-02-25 23:59", "2022-02-28 23:59"),)


def test_another_order_is_told_as_such():
    (change,) = changed(pieces=BEFORE["pieces"][::-1])
    assert change == Change("pieces (order)", "quiz_1, essay", "essay, quiz_1")


def test_a_new_language_is_a_change_of_each_text():
    assert changed(title={"en": "Water", "fr": "Eau"}) == (Change("title.fr", None, "Eau"),)


def test_long_values_are_cut_for_reading():
    (change,) = changed(title={"en": "x" * 500})
    assert len(change.after) == 80
