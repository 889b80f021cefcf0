"""Stored files, essays with their versions, marks with theirs.

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stored_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_stored_files_size")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_stored_files_course_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_stored_files_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_files")),
        sa.UniqueConstraint("key", name=op.f("uq_stored_files_key")),
    )
    with op.batch_alter_table("stored_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stored_files_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("piece_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=12), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.String(length=12), nullable=False),
        sa.Column("marker_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("criteria", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("comments", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finalised_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'final') = (finalised_at IS NOT NULL)", name=op.f("ck_marks_finalised")),
        sa.CheckConstraint(
            "round IN ('first', 'second', 'third', 'agreed', 'peer', 'calibration')", name=op.f("ck_marks_round")
        ),
        sa.CheckConstraint("state IN ('draft', 'final')", name=op.f("ck_marks_state")),
        sa.CheckConstraint(
            "subject_kind IN ('essay', 'group', 'presentation', 'excerpt')", name=op.f("ck_marks_subject_kind")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_marks_version")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_marks_course_id")),
        sa.ForeignKeyConstraint(["marker_id"], ["people.id"], name=op.f("fk_marks_marker_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["pieces.id"], name=op.f("fk_marks_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marks")),
        sa.UniqueConstraint(
            "subject_kind",
            "subject_id",
            "round",
            "marker_id",
            name=op.f("uq_marks_subject_kind_subject_id_round_marker_id"),
        ),
    )
    with op.batch_alter_table("marks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_marks_marker_id"), ["marker_id"], unique=False)
        batch_op.create_index("ix_marks_piece", ["course_id", "piece_id", "subject_kind"], unique=False)
        batch_op.create_index(
            "uq_marks_one_a_round",
            ["subject_kind", "subject_id", "round"],
            unique=True,
            sqlite_where=sa.text("round IN ('first', 'second', 'third', 'agreed')"),
            postgresql_where=sa.text("round IN ('first', 'second', 'third', 'agreed')"),
        )

    op.create_table(
        "essays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("piece_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_version", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(state = 'submitted') = (submitted_at IS NOT NULL)", name=op.f("ck_essays_submitted_at")),
        sa.CheckConstraint("state IN ('draft', 'submitted')", name=op.f("ck_essays_state")),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (submitted_version IS NULL)", name=op.f("ck_essays_submitted_version")
        ),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_essays_course_id")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_essays_enrolment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_essays_person_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["pieces.id"], name=op.f("fk_essays_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_essays")),
        sa.UniqueConstraint("piece_id", "enrolment_id", name=op.f("uq_essays_piece_id_enrolment_id")),
    )
    with op.batch_alter_table("essays", schema=None) as batch_op:
        batch_op.create_index("ix_essays_course", ["course_id", "piece_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_essays_enrolment_id"), ["enrolment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_essays_person_id"), ["person_id"], unique=False)

    op.create_table(
        "mark_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("criteria", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("comments", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'final')", name=op.f("ck_mark_versions_state")),
        sa.ForeignKeyConstraint(["mark_id"], ["marks.id"], name=op.f("fk_mark_versions_mark_id")),
        sa.ForeignKeyConstraint(["saved_by"], ["people.id"], name=op.f("fk_mark_versions_saved_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark_versions")),
        sa.UniqueConstraint("mark_id", "number", name=op.f("uq_mark_versions_mark_id_number")),
    )
    op.create_table(
        "essay_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("essay_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(origin = 'upload') = (file_id IS NOT NULL)", name=op.f("ck_essay_versions_file_of_an_upload")
        ),
        sa.CheckConstraint("origin IN ('typed', 'upload')", name=op.f("ck_essay_versions_origin")),
        sa.ForeignKeyConstraint(["essay_id"], ["essays.id"], name=op.f("fk_essay_versions_essay_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_essay_versions_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_essay_versions")),
        sa.UniqueConstraint("essay_id", "number", name=op.f("uq_essay_versions_essay_id_number")),
    )


def downgrade() -> None:
    op.drop_table("essay_versions")
    op.drop_table("mark_versions")
    with op.batch_alter_table("essays", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_essays_person_id"))
        batch_op.drop_index(batch_op.f("ix_essays_enrolment_id"))
        batch_op.drop_index("ix_essays_course")

    op.drop_table("essays")
    with op.batch_alter_table("marks", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_marks_one_a_round",
            sqlite_where=sa.text("round IN ('first', 'second', 'third', 'agreed')"),
            postgresql_where=sa.text("round IN ('first', 'second', 'third', 'agreed')"),
        )
        batch_op.drop_index("ix_marks_piece")
        batch_op.drop_index(batch_op.f("ix_marks_marker_id"))

    op.drop_table("marks")
    with op.batch_alter_table("stored_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stored_files_owner_id"))

    op.drop_table("stored_files")
