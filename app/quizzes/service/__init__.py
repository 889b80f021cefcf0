"""The verbs of quizzes."""

from app.quizzes.service.bank import Entered, enter_questions
from app.quizzes.service.building import change_settings, change_slots, create_quiz, put_places, remove_quiz
from app.quizzes.service.crediting import Credited, credit_attempt, credit_cut_off, cut_off
from app.quizzes.service.deadlines import refresh_deadlines
from app.quizzes.service.ending import submit_attempt
from app.quizzes.service.exporting import export_questions
from app.quizzes.service.heartbeats import Pulse, note_heartbeat, take_pulse
from app.quizzes.service.importing import ImportDone, drop_upload, get_upload, import_questions, keep_upload
from app.quizzes.service.keeping import ScoreKeeper, register_score_keeper
from app.quizzes.service.loading import load_quizzes
from app.quizzes.service.past import PastAttempt, enter_past_attempts
from app.quizzes.service.planning import plan_import
from app.quizzes.service.refusals import AnswerChanged, AttemptClosed
from app.quizzes.service.rescoring import store_rescoring
from app.quizzes.service.revising import add_question, restore_question, retire_question, revise_question
from app.quizzes.service.saving import save_answer
from app.quizzes.service.settling import AT_ONCE, needs_settling, settle, settle_first
from app.quizzes.service.starting import Started, start_attempt

__all__ = [
    "AT_ONCE",
    "AnswerChanged",
    "AttemptClosed",
    "Credited",
    "Entered",
    "ImportDone",
    "PastAttempt",
    "Pulse",
    "ScoreKeeper",
    "Started",
    "add_question",
    "change_settings",
    "change_slots",
    "create_quiz",
    "credit_attempt",
    "credit_cut_off",
    "cut_off",
    "drop_upload",
    "enter_past_attempts",
    "enter_questions",
    "export_questions",
    "get_upload",
    "import_questions",
    "keep_upload",
    "load_quizzes",
    "needs_settling",
    "note_heartbeat",
    "plan_import",
    "put_places",
    "refresh_deadlines",
    "register_score_keeper",
    "remove_quiz",
    "restore_question",
    "retire_question",
    "revise_question",
    "save_answer",
    "settle",
    "settle_first",
    "start_attempt",
    "store_rescoring",
    "submit_attempt",
    "take_pulse",
]
