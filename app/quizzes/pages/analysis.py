"""Item analysis: what the answers of a cohort say about a quiz and each of its questions; the same as files."""

from __future__ import annotations

from flask import Response, render_template
from flask_babel import get_locale

from app.quizzes import queries
from app.quizzes.documents.item_analysis import MIMETYPES, WRITERS, AnalysisFile
from app.quizzes.pages.analysis_view import distribution, item_lines, scores_in_words
from app.quizzes.pages.blueprint import pages
from app.quizzes.queries.items import analysis_of
from app.quizzes.rules.items import cautions
from app.shared import language
from app.shared.http import current_course, requires
from app.shared.permissions import Permission


@pages.get("/courses/<code>/quizzes/<key>/analysis")
@requires(Permission.VIEW_ATTEMPTS)
def analysis(code: str, key: str) -> str:  # noqa: ARG001 - the check found the course
    """200 the figures of a quiz and its questions; 404 no such quiz."""
    quiz = queries.get_quiz(current_course().id, key)
    found = analysis_of(quiz)
    reader = _reader()
    return render_template(
        "quizzes/analysis.html",
        quiz=quiz,
        found=found,
        cautions=cautions(found.n),
        chart=distribution(found, reader) if found.n else None,
        figures=scores_in_words(found, reader),
        lines=item_lines(found, reader),
    )


@pages.get("/courses/<code>/quizzes/<key>/analysis.<any(csv, xlsx, json):form>")
@requires(Permission.VIEW_ATTEMPTS)
def export_analysis(code: str, key: str, form: str) -> Response:  # noqa: ARG001 - the check found the course
    """200 the figures as a file; 404 no such quiz."""
    course = current_course()
    quiz = queries.get_quiz(course.id, key)
    file = AnalysisFile(course.code, quiz.key, analysis_of(quiz), _reader())
    headers = {"Content-Disposition": f'attachment; filename="{course.code}-{quiz.key}-analysis.{form}"'}
    return Response(WRITERS[form](file), content_type=MIMETYPES[form], headers=headers)


def _reader() -> str:
    return str(get_locale() or language.DEFAULT)
