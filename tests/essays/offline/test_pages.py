"""The pages of marking offline."""

import io
import re
import zipfile

import pytest

from app.shared.database import session
from app.shared.files import StoredFile
from app.shared.permissions import Role
from tests.cast import AMINA, BONGANI, EXPERT, csrf_token
from tests.essays.marking.cast import UMA, ZOE, content, essay_course, give, hand_in, marker
from tests.essays.offline.cast import DRAFT, WHOLE, filled, mark_of, workbook
from tests.statements import statements

HERE = "/courses/A9714776/essays/offline"


@pytest.fixture
def desk(app, keeper, browse):
    course = essay_course()
    essay = hand_in(course, AMINA)
    tutor = marker(UMA, course)
    return course, essay, tutor, browse(UMA)


def send(client, file, url=HERE, **data):
    data = {"csrf_token": csrf_token(client), **data}
    if file is not None:
        data["file"] = (io.BytesIO(file), "marks.xlsx")
    return client.post(url, data=data)


def conflict(course, essay, tutor):
    """A file and a store that disagree on one cell, while another changed in the file alone."""
    file = filled(course, workbook(course, tutor), {"points:clarity": 8, "comment": "From the file."})
    give(essay, tutor, content(clarity="9"), final=False)
    return file


def test_the_page_says_what_is_taken_along(desk):
    page = desk[3].get(HERE).text
    assert "1 essay has no marker" in page
    assert f"{HERE}/marking.zip" in page


def test_the_zip_holds_workbook_and_essays(desk):
    answer = desk[3].get(f"{HERE}/marking.zip", buffered=True)
    assert answer.mimetype == "application/zip"
    assert answer.headers["Cache-Control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert len(archive.namelist()) == 2


@pytest.mark.parametrize("role", [Role.EXPERT, Role.ASSISTANT, Role.SPONSOR, None])
def test_who_marks_no_essays_gets_none_of_it(desk, browse, role):
    course = desk[0]
    client = browse(EXPERT, role, course) if role else browse(AMINA)
    assert client.get(HERE).status_code == 403
    assert client.get(f"{HERE}/marking.zip").status_code == 403
    assert send(client, b"x").status_code == 403


def test_an_upload_without_conflicts_is_stored_at_once(desk):
    course, essay, tutor, client = desk
    answer = send(client, filled(course, workbook(course, tutor), WHOLE))
    assert answer.status_code == 303
    assert mark_of(course, essay.id, tutor).is_final
    assert "1 mark is stored, final: 1" in client.get(answer.location).text
    assert session.query(StoredFile).count() == 0


def test_a_wrong_cell_is_shown_with_its_address_and_nothing_is_stored(desk):
    course, essay, tutor, client = desk
    answer = send(client, filled(course, workbook(course, tutor), {**DRAFT, "points:gender": 12}))
    assert answer.status_code == 422
    assert re.search(r"Marks!\w+3", answer.text)
    assert "marks.xlsx" in answer.text
    assert mark_of(course, essay.id, tutor) is None


@pytest.mark.parametrize("file", [None, b"no workbook"])
def test_no_workbook_is_said_to_be_none(desk, file):
    assert send(desk[3], file).status_code == 422


def test_conflicts_are_shown_cell_by_cell_and_nothing_is_stored_yet(desk):
    course, essay, tutor, client = desk
    answer = send(client, conflict(course, essay, tutor))
    assert answer.status_code == 303
    page = client.get(answer.location).text
    cells = re.findall(r'name="choice-(\d+-[^"]+)" value="(\w+)"', page)
    assert cells == [(f"{essay.id}-points:clarity", "stored"), (f"{essay.id}-points:clarity", "file")]
    assert re.search(r"Marks!\w+3", page)
    assert "1 other cell changed in the file alone" in page
    assert mark_of(course, essay.id, tutor).content.comment == ""


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"points:clarity": "file"}, 8),
        ({"points:clarity": "stored"}, 9),
        ({"every": "file"}, 8),
        ({"every": "stored"}, 9),
    ],
)
def test_what_is_decided_is_stored_with_the_rest(desk, form, expected):
    course, essay, tutor, client = desk
    where = send(client, conflict(course, essay, tutor)).location
    typed = {key if key == "every" else f"choice-{essay.id}-{key}": value for key, value in form.items()}
    seen = {f"seen-{essay.id}": "1"}
    assert send(client, None, where, **typed, **seen).status_code == 303
    mark = mark_of(course, essay.id, tutor)
    assert mark.content.criteria["clarity"] == expected
    assert mark.content.comment == "From the file."
    assert client.get(where).status_code == (303 if expected == 8 else 200)


def test_a_cell_left_open_is_named_and_nothing_is_stored(desk):
    course, essay, tutor, client = desk
    where = send(client, conflict(course, essay, tutor)).location
    answer = send(client, None, where, **{f"seen-{essay.id}": "1"})
    assert answer.status_code == 409
    assert "Decide which holds" in answer.text
    assert mark_of(course, essay.id, tutor).content.comment == ""


def test_what_changes_while_one_decides_is_shown_again(desk):
    course, essay, tutor, client = desk
    where = send(client, conflict(course, essay, tutor)).location
    give(essay, tutor, content(clarity="4"), final=False)
    typed = {f"seen-{essay.id}": "1", f"choice-{essay.id}-points:clarity": "file"}
    answer = send(client, None, where, **typed)
    assert answer.status_code == 412
    assert "while you decided" in answer.text
    assert f'name="seen-{essay.id}" value="2"' in answer.text
    assert mark_of(course, essay.id, tutor).content.criteria["clarity"] == 4


def test_an_upload_of_somebody_else_is_not_found(desk, browse):
    course, essay, tutor, client = desk
    where = send(client, conflict(course, essay, tutor)).location
    marker(ZOE, course)
    other = browse(ZOE)
    assert other.get(where).status_code == 404
    assert send(other, None, where, every="file").status_code == 404


def test_a_file_that_is_no_workbook_of_this_page_is_not_found(desk):
    course, essay, tutor, client = desk
    where = send(client, conflict(course, essay, tutor)).location
    session.query(StoredFile).update({"media_type": "application/pdf"})
    session.commit()
    assert client.get(where).status_code == 404
    assert client.get(f"{HERE}/999").status_code == 404


def test_mark_up_in_a_comment_stays_text(desk):
    course, essay, tutor, client = desk
    file = filled(course, workbook(course, tutor), {"comment": "<script>alert(1)</script>"})
    give(essay, tutor, content("Other."), final=False)
    page = client.get(send(client, file).location).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_page_costs_the_same_few_statements(desk):
    course, _, _, client = desk
    hand_in(course, BONGANI)
    client.get(HERE)
    with statements() as seen:
        client.get(HERE)
    assert len(seen) <= 13
