"""Release of marks, pieces excused, remarks, signed corrections, and who left a course.

Revision: 0008. Going back keeps every mark: one from the marking desk becomes one by hand. Excuses go.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KINDS = ("score", "criteria", "factor", "bonus", "hours")
SOURCES = ("import", "tutor", "attempt", "correction")


def upgrade() -> None:
    _constrain([*KINDS, "excused"], [*SOURCES, "marking"])
    op.create_table(
        "enrolment_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("step IN ('withdrew', 'returned')", name=op.f("ck_enrolment_changes_step")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_enrolment_changes_enrolment_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["people.id"], name=op.f("fk_enrolment_changes_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_changes")),
    )
    with op.batch_alter_table("enrolment_changes") as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolment_changes_enrolment_id"), ["enrolment_id"], unique=False)

    op.create_table(
        "releases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("piece_id", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_releases_course_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["pieces.id"], name=op.f("fk_releases_piece_id")),
        sa.ForeignKeyConstraint(["released_by"], ["people.id"], name=op.f("fk_releases_released_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
        sa.UniqueConstraint("piece_id", name=op.f("uq_releases_piece_id")),
    )
    with op.batch_alter_table("releases") as batch_op:
        batch_op.create_index(batch_op.f("ix_releases_course_id"), ["course_id"], unique=False)

    op.create_table(
        "release_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_release_notices_enrolment_id")),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name=op.f("fk_release_notices_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_notices")),
        sa.UniqueConstraint("release_id", "enrolment_id", name=op.f("uq_release_notices_release_id_enrolment_id")),
    )
    with op.batch_alter_table("release_notices") as batch_op:
        batch_op.create_index(batch_op.f("ix_release_notices_enrolment_id"), ["enrolment_id"], unique=False)

    op.create_table(
        "remarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("piece_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("score_before", sa.String(length=80), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("by_marker", sa.Boolean(), nullable=False),
        sa.Column("score_after", sa.String(length=80), nullable=True),
        sa.CheckConstraint("(state = 'changed') = (score_after IS NOT NULL)", name=op.f("ck_remarks_score_after")),
        sa.CheckConstraint("(state = 'open') = (decided_at IS NULL)", name=op.f("ck_remarks_decided_at")),
        sa.CheckConstraint("state IN ('open', 'upheld', 'changed', 'withdrawn')", name=op.f("ck_remarks_state")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_remarks_course_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_remarks_decided_by")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_remarks_enrolment_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_remarks_group_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["pieces.id"], name=op.f("fk_remarks_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remarks")),
    )
    with op.batch_alter_table("remarks") as batch_op:
        batch_op.create_index("ix_remarks_course", ["course_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_remarks_enrolment_id"), ["enrolment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_remarks_group_id"), ["group_id"], unique=False)
        batch_op.create_index(
            "uq_remarks_one_open",
            ["enrolment_id", "piece_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "remark_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("remark_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("from_staff", sa.Boolean(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_remark_messages_author_id")),
        sa.ForeignKeyConstraint(["remark_id"], ["remarks.id"], name=op.f("fk_remark_messages_remark_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark_messages")),
    )
    with op.batch_alter_table("remark_messages") as batch_op:
        batch_op.create_index(batch_op.f("ix_remark_messages_remark_id"), ["remark_id"], unique=False)

    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=False),
        sa.Column("remark_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("changes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_corrections_course_id")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_corrections_enrolment_id")),
        sa.ForeignKeyConstraint(["remark_id"], ["remarks.id"], name=op.f("fk_corrections_remark_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["results.id"], name=op.f("fk_corrections_replaces_id")),
        sa.ForeignKeyConstraint(["result_id"], ["results.id"], name=op.f("fk_corrections_result_id")),
        sa.ForeignKeyConstraint(["signed_by"], ["people.id"], name=op.f("fk_corrections_signed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_corrections_replaces_id")),
        sa.UniqueConstraint("result_id", name=op.f("uq_corrections_result_id")),
    )
    with op.batch_alter_table("corrections") as batch_op:
        batch_op.create_index(batch_op.f("ix_corrections_course_id"), ["course_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_corrections_enrolment_id"), ["enrolment_id"], unique=False)


def downgrade() -> None:
    for table in ("corrections", "remark_messages", "remarks", "release_notices", "releases", "enrolment_changes"):
        op.drop_table(table)
    op.execute("DELETE FROM grade_entries WHERE kind = 'excused'")
    for table in ("grade_entries", "group_mark_entries"):
        op.execute(f"UPDATE {table} SET source = 'tutor' WHERE source = 'marking'")
    _constrain(KINDS, SOURCES)


def _constrain(kinds: Iterable[str], sources: Iterable[str]) -> None:
    with op.batch_alter_table("grade_entries") as batch_op:
        _replace(batch_op, "grade_entries", "kind", kinds)
        _replace(batch_op, "grade_entries", "source", sources)
    with op.batch_alter_table("group_mark_entries") as batch_op:
        _replace(batch_op, "group_mark_entries", "source", sources)


def _replace(batch_op: BatchOperations, table: str, column: str, names: Iterable[str]) -> None:
    """Let a column hold these names and no others."""
    name = op.f(f"ck_{table}_{column}")
    batch_op.drop_constraint(name, type_="check")
    batch_op.create_check_constraint(name, f"{column} IN ({', '.join(repr(one) for one in names)})")
