"""`flask certificates issue` and `verify`: data to standard output, facts to standard error."""

from __future__ import annotations

import csv
import io

import pypdf
import pytest

from app.certificates import queries
from app.certificates.documents import render_certificate
from app.certificates.rules import Status, format_number
from tests.cast import AMINA, BONGANI
from tests.certificates.cast import certificate_of, change, rename
from tests.certificates.samples import FACTS, NUMBER
from tests.conftest import NOW
from tests.grading.cast import DIDIER


def rows_of(done):
    return {row["email"]: row for row in csv.DictReader(io.StringIO(done.stdout))}


def test_a_dry_run_lists_who_would_get_what_and_why(run, marked):
    done = run.invoke(args=["certificates", "issue", marked.code, "--dry-run"])

    rows = rows_of(done)
    assert done.exit_code == 0
    assert (rows[AMINA.email]["certificate"], rows[AMINA.email]["action"]) == ("achievement", "issue")
    assert (rows[DIDIER.email]["certificate"], rows[DIDIER.email]["action"]) == ("none", "none")
    assert "Participation and not Achievement" in rows[BONGANI.email]["why"]
    assert "2 achievement, 1 participation, 1 none" in done.stderr
    assert queries.certificates_of(marked.id) == []


def test_before_closing_it_exits_1(run, marked):
    done = run.invoke(args=["certificates", "issue", marked.code])

    assert (done.exit_code, done.stdout) == (1, "")
    assert "once the course is closed" in done.stderr


def test_it_issues_once(run, closed):
    first = run.invoke(args=["certificates", "issue", closed.code])
    second = run.invoke(args=["certificates", "issue", closed.code])

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "3 certificates issued (2 achievement, 1 participation)" in first.stderr
    assert "0 certificates issued" in second.stderr
    numbers = {email: row["number"] for email, row in rows_of(first).items()}
    assert numbers == {email: row["number"] for email, row in rows_of(second).items()}
    assert numbers[AMINA.email] == certificate_of(closed, "Amina").number


def test_an_unknown_course_exits_1(run, app):
    assert run.invoke(args=["certificates", "issue", "NOPE"]).exit_code == 1


def test_a_name_that_cannot_be_printed_is_reported(run, closed):
    rename(AMINA, "\U0001f600")

    done = run.invoke(args=["certificates", "issue", closed.code])

    assert done.exit_code == 0
    assert f"{AMINA.email}: left out, the name cannot be printed: U+1F600" in done.stderr


def test_a_valid_number_exits_0_and_says_what_it_is(run, issued):
    certificate = certificate_of(issued, "Amina")

    done = run.invoke(args=["certificates", "verify", format_number(certificate.number).lower()])

    assert done.exit_code == 0
    assert "verdict: valid" in done.stdout
    assert "name: Amina Banda" in done.stdout


@pytest.mark.parametrize(
    "values", [{"status": Status.SUPERSEDED.value}, {"status": Status.REVOKED.value, "revoked_at": NOW}]
)
def test_one_that_no_longer_counts_exits_1(run, issued, values):
    certificate = certificate_of(issued, "Amina")
    change(certificate, **values)

    done = run.invoke(args=["certificates", "verify", certificate.number])

    assert done.exit_code == 1
    assert f"verdict: {values['status']}" in done.stdout


@pytest.mark.parametrize(
    ("typed", "verdict"), [(NUMBER, "unknown"), ("nonsense", "unreadable"), ("x" * 5000, "unreadable")]
)
def test_a_number_that_is_none_exits_1(run, issued, typed, verdict):
    done = run.invoke(args=["certificates", "verify", typed])

    assert (done.exit_code, done.stdout) == (1, f"verdict: {verdict}\n")
    assert "Traceback" not in done.stderr


def test_the_genuine_file_exits_0(run, issued, tmp_path):
    file = tmp_path / "certificate.pdf"
    file.write_bytes(render_certificate(certificate_of(issued, "Chloé").facts))

    assert run.invoke(args=["certificates", "verify", str(file)]).exit_code == 0


def test_a_file_that_another_program_wrote_anew_is_told_apart(run, issued, tmp_path):
    certificate = certificate_of(issued, "Chloé")
    file = tmp_path / "certificate.pdf"
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(render_certificate(certificate.facts)))
    writer.add_metadata({"/Keywords": "", "/Title": "Mine"})
    writer.write(file)

    done = run.invoke(args=["certificates", "verify", str(file)])

    assert done.exit_code == 1
    assert "verdict: altered" in done.stdout
    assert f"number: {format_number(certificate.number)}" in done.stdout
    assert "not the certificate that we issued" in done.stderr


@pytest.mark.parametrize(("raw", "verdict"), [(render_certificate(FACTS), "unknown"), (b"no PDF at all", "unreadable")])
def test_a_file_that_is_none_of_ours_exits_1(run, issued, tmp_path, raw, verdict):
    file = tmp_path / "certificate.pdf"
    file.write_bytes(raw)

    done = run.invoke(args=["certificates", "verify", str(file)])

    assert (done.exit_code, done.stdout) == (1, f"verdict: {verdict}\n")


def test_what_stands_in_a_file_of_somebody_is_not_logged(run, issued, tmp_path, caplog):
    file = tmp_path / "list.csv"
    file.write_text("Amina Banda,Lusaka\n")

    run.invoke(args=["certificates", "verify", str(file)])

    assert not caplog.messages
