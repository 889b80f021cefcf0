"""Quizzes, extensions and materials: the question bank, attempts, more time, the texts of a course.

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "materials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(length=12), nullable=False),
        sa.Column("title", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("audience IN ('everybody', 'staff')", name=op.f("ck_materials_audience")),
        sa.CheckConstraint(
            "kind IN ('week', 'module', 'document', 'glossary', 'questionnaire', 'message', 'group_work', 'essay')",
            name=op.f("ck_materials_kind"),
        ),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_materials_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_materials")),
        sa.UniqueConstraint("course_id", "kind", "key", name=op.f("uq_materials_course_id_kind_key")),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("category", sa.String(length=200), nullable=False),
        sa.Column("tags", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("file", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_questions_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("course_id", "key", name=op.f("uq_questions_course_id_key")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index("ix_questions_category", ["course_id", "category"], unique=False)

    op.create_table(
        "question_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('single', 'multiple', 'true_false', 'numeric', 'short', 'matching', 'ordering')",
            name=op.f("ck_question_versions_kind"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_question_versions_number")),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name=op.f("fk_question_versions_created_by")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_question_versions_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_versions")),
        sa.UniqueConstraint("question_id", "number", name=op.f("uq_question_versions_question_id_number")),
    )
    op.create_table(
        "question_uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("settings", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_question_uploads_course_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_question_uploads_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_uploads")),
        sa.UniqueConstraint("course_id", "person_id", name=op.f("uq_question_uploads_course_id_person_id")),
    )
    with op.batch_alter_table("question_uploads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_uploads_uploaded_at"), ["uploaded_at"], unique=False)

    op.create_table(
        "quizzes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("file", sa.String(length=120), nullable=False),
        sa.Column("piece_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("intro", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("week", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=True),
        sa.Column("counts", sa.String(length=8), nullable=False),
        sa.Column("layout", sa.String(length=16), nullable=False),
        sa.Column("going_back", sa.Boolean(), nullable=False),
        sa.Column("shuffle_questions", sa.Boolean(), nullable=False),
        sa.Column("shuffle_options", sa.Boolean(), nullable=False),
        sa.Column("release", sa.String(length=20), nullable=False),
        sa.Column("release_score", sa.String(length=20), nullable=False),
        sa.Column("show_key", sa.Boolean(), nullable=False),
        sa.Column("grace_seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint("counts IN ('best', 'last', 'first', 'mean')", name=op.f("ck_quizzes_counts")),
        sa.CheckConstraint("layout IN ('one_page', 'one_question')", name=op.f("ck_quizzes_layout")),
        sa.CheckConstraint(
            "release IN ('after_submission', 'after_closing', 'never')", name=op.f("ck_quizzes_release")
        ),
        sa.CheckConstraint(
            "release_score IN ('after_submission', 'after_closing', 'never')", name=op.f("ck_quizzes_release_score")
        ),
        sa.CheckConstraint("attempts IS NULL OR attempts >= 1", name=op.f("ck_quizzes_attempts")),
        sa.CheckConstraint("grace_seconds BETWEEN 0 AND 3600", name=op.f("ck_quizzes_grace_seconds")),
        sa.CheckConstraint(
            "piece_id IS NULL OR (minutes IS NULL AND opens_at IS NULL AND closes_at IS NULL)",
            name=op.f("ck_quizzes_window_of_the_piece"),
        ),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_quizzes_course_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["pieces.id"], name=op.f("fk_quizzes_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quizzes")),
        sa.UniqueConstraint("course_id", "key", name=op.f("uq_quizzes_course_id_key")),
        sa.UniqueConstraint("piece_id", name=op.f("uq_quizzes_piece_id")),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accept_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("close_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("credit_seconds", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.String(length=80), nullable=True),
        sa.Column("out_of", sa.String(length=80), nullable=False),
        sa.Column("release_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'open') = (ended_at IS NULL)", name=op.f("ck_attempts_ended_at")),
        sa.CheckConstraint("(state = 'open') = (score IS NULL)", name=op.f("ck_attempts_scored_when_ended")),
        sa.CheckConstraint("state IN ('open', 'submitted', 'expired')", name=op.f("ck_attempts_state")),
        sa.CheckConstraint(
            "(due_at IS NULL) = (accept_until IS NULL) AND (due_at IS NULL) = (close_at IS NULL)",
            name=op.f("ck_attempts_deadlines"),
        ),
        sa.CheckConstraint("release_at IS NULL OR state <> 'open'", name=op.f("ck_attempts_released_when_ended")),
        sa.CheckConstraint("credit_seconds >= 0", name=op.f("ck_attempts_credit_seconds")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_attempts_course_id")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_attempts_enrolment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_attempts_person_id")),
        sa.ForeignKeyConstraint(["quiz_id"], ["quizzes.id"], name=op.f("fk_attempts_quiz_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sa.UniqueConstraint("quiz_id", "enrolment_id", "number", name=op.f("uq_attempts_quiz_id_enrolment_id_number")),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index("ix_attempts_course", ["course_id", "enrolment_id"], unique=False)
        batch_op.create_index(
            "ix_attempts_due",
            ["close_at"],
            unique=False,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.create_index(
            "ix_attempts_release",
            ["release_at"],
            unique=False,
            sqlite_where=sa.text("release_at IS NOT NULL"),
            postgresql_where=sa.text("release_at IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_attempts_open",
            ["quiz_id", "enrolment_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "extensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("piece_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("(until IS NULL) <> (minutes IS NULL)", name=op.f("ck_extensions_until_or_minutes")),
        sa.CheckConstraint("enrolment_id IS NULL OR group_id IS NULL", name=op.f("ck_extensions_one_receiver")),
        sa.CheckConstraint("minutes IS NULL OR minutes > 0", name=op.f("ck_extensions_minutes")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_extensions_course_id")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_extensions_enrolment_id")),
        sa.ForeignKeyConstraint(["granted_by"], ["people.id"], name=op.f("fk_extensions_granted_by")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_extensions_group_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["pieces.id"], name=op.f("fk_extensions_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
    )
    with op.batch_alter_table("extensions", schema=None) as batch_op:
        batch_op.create_index("ix_extensions_piece", ["course_id", "piece_id"], unique=False)

    op.create_table(
        "quiz_incidents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_quiz_incidents_course_id")),
        sa.ForeignKeyConstraint(["granted_by"], ["people.id"], name=op.f("fk_quiz_incidents_granted_by")),
        sa.ForeignKeyConstraint(["quiz_id"], ["quizzes.id"], name=op.f("fk_quiz_incidents_quiz_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_incidents")),
    )
    with op.batch_alter_table("quiz_incidents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quiz_incidents_course_id"), ["course_id"], unique=False)

    op.create_table(
        "quiz_slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(length=200), nullable=False),
        sa.Column("tag", sa.String(length=80), nullable=False),
        sa.Column("draw", sa.Integer(), nullable=False),
        sa.Column("points", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "question_id IS NULL OR (category = '' AND tag = '' AND draw = 1)",
            name=op.f("ck_quiz_slots_question_or_pool"),
        ),
        sa.CheckConstraint("draw >= 1", name=op.f("ck_quiz_slots_draw")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_quiz_slots_question_id")),
        sa.ForeignKeyConstraint(["quiz_id"], ["quizzes.id"], name=op.f("fk_quiz_slots_quiz_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_slots")),
        sa.UniqueConstraint("quiz_id", "position", name=op.f("uq_quiz_slots_quiz_id_position")),
    )
    op.create_table(
        "rescorings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("right_keys", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(action = 'key_changed') = (right_keys IS NOT NULL)", name=op.f("ck_rescorings_right_keys")
        ),
        sa.CheckConstraint(
            "action IN ('key_changed', 'all_accepted', 'dropped', 'as_written')", name=op.f("ck_rescorings_action")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_rescorings_decided_by")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_rescorings_question_id")),
        sa.ForeignKeyConstraint(["quiz_id"], ["quizzes.id"], name=op.f("fk_rescorings_quiz_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rescorings")),
    )
    with op.batch_alter_table("rescorings", schema=None) as batch_op:
        batch_op.create_index("ix_rescorings_newest", ["quiz_id", "question_id", "id"], unique=False)

    op.create_table(
        "answer_saves",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_answer_saves_version")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_answer_saves_attempt_id")),
        sa.PrimaryKeyConstraint("attempt_id", "number", "version", name=op.f("pk_answer_saves")),
    )
    op.create_table(
        "attempt_credits",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint("seconds > 0", name=op.f("ck_attempt_credits_seconds")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_attempt_credits_attempt_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["quiz_incidents.id"], name=op.f("fk_attempt_credits_incident_id")),
        sa.PrimaryKeyConstraint("incident_id", "attempt_id", name=op.f("pk_attempt_credits")),
    )
    with op.batch_alter_table("attempt_credits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_credits_attempt_id"), ["attempt_id"], unique=False)

    op.create_table(
        "attempt_gaps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("lost_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("back_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_attempt_gaps_attempt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_gaps")),
    )
    with op.batch_alter_table("attempt_gaps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_gaps_attempt_id"), ["attempt_id"], unique=False)

    op.create_table(
        "attempt_questions",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question_version_id", sa.Integer(), nullable=False),
        sa.Column("option_keys", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("points", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_attempt_questions_attempt_id")),
        sa.ForeignKeyConstraint(
            ["question_version_id"], ["question_versions.id"], name=op.f("fk_attempt_questions_question_version_id")
        ),
        sa.PrimaryKeyConstraint("attempt_id", "number", name=op.f("pk_attempt_questions")),
    )
    with op.batch_alter_table("attempt_questions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attempt_questions_question_version_id"), ["question_version_id"], unique=False
        )

    op.create_table(
        "extension_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("piece_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("extension_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(answered_at IS NULL) = (granted IS NULL)", name=op.f("ck_extension_requests_answered")),
        sa.CheckConstraint("extension_id IS NULL OR granted", name=op.f("ck_extension_requests_granted")),
        sa.ForeignKeyConstraint(["answered_by"], ["people.id"], name=op.f("fk_extension_requests_answered_by")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_extension_requests_course_id")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_extension_requests_enrolment_id")),
        sa.ForeignKeyConstraint(["extension_id"], ["extensions.id"], name=op.f("fk_extension_requests_extension_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["pieces.id"], name=op.f("fk_extension_requests_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension_requests")),
    )
    with op.batch_alter_table("extension_requests", schema=None) as batch_op:
        batch_op.create_index("ix_extension_requests_open", ["course_id", "answered_at"], unique=False)

    op.create_table(
        "score_revisions",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("score", sa.String(length=80), nullable=False),
        sa.Column("out_of", sa.String(length=80), nullable=False),
        sa.Column("rescoring_id", sa.Integer(), nullable=True),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_score_revisions_attempt_id")),
        sa.ForeignKeyConstraint(["rescoring_id"], ["rescorings.id"], name=op.f("fk_score_revisions_rescoring_id")),
        sa.PrimaryKeyConstraint("attempt_id", "number", name=op.f("pk_score_revisions")),
    )
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("extra_time", sa.String(length=80), server_default="1", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.drop_column("extra_time")

    op.drop_table("score_revisions")
    with op.batch_alter_table("extension_requests", schema=None) as batch_op:
        batch_op.drop_index("ix_extension_requests_open")

    op.drop_table("extension_requests")
    with op.batch_alter_table("attempt_questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_questions_question_version_id"))

    op.drop_table("attempt_questions")
    with op.batch_alter_table("attempt_gaps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_gaps_attempt_id"))

    op.drop_table("attempt_gaps")
    with op.batch_alter_table("attempt_credits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_credits_attempt_id"))

    op.drop_table("attempt_credits")
    op.drop_table("answer_saves")
    with op.batch_alter_table("rescorings", schema=None) as batch_op:
        batch_op.drop_index("ix_rescorings_newest")

    op.drop_table("rescorings")
    op.drop_table("quiz_slots")
    with op.batch_alter_table("quiz_incidents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quiz_incidents_course_id"))

    op.drop_table("quiz_incidents")
    with op.batch_alter_table("extensions", schema=None) as batch_op:
        batch_op.drop_index("ix_extensions_piece")

    op.drop_table("extensions")
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_attempts_open", sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'")
        )
        batch_op.drop_index(
            "ix_attempts_release",
            sqlite_where=sa.text("release_at IS NOT NULL"),
            postgresql_where=sa.text("release_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_attempts_due", sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'")
        )
        batch_op.drop_index("ix_attempts_course")

    op.drop_table("attempts")
    op.drop_table("quizzes")
    with op.batch_alter_table("question_uploads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_uploads_uploaded_at"))

    op.drop_table("question_uploads")
    op.drop_table("question_versions")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index("ix_questions_category")

    op.drop_table("questions")
    op.drop_table("materials")
