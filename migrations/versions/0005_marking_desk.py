"""Who marks which essay, how marks came to agree, notes on passages, kept comments, what markers can read.

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def document() -> sa.types.TypeEngine:
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "essay_allocations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("essay_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.String(length=12), nullable=False),
        sa.Column("marker_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=8), nullable=False),
        sa.Column("allocated_by", sa.Integer(), nullable=True),
        sa.Column("allocated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("round IN ('first', 'second', 'third')", name=op.f("ck_essay_allocations_round")),
        sa.CheckConstraint("how IN ('hand', 'evenly', 'claimed')", name=op.f("ck_essay_allocations_how")),
        sa.ForeignKeyConstraint(["allocated_by"], ["people.id"], name=op.f("fk_essay_allocations_allocated_by")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_essay_allocations_course_id")),
        sa.ForeignKeyConstraint(["essay_id"], ["essays.id"], name=op.f("fk_essay_allocations_essay_id")),
        sa.ForeignKeyConstraint(["marker_id"], ["people.id"], name=op.f("fk_essay_allocations_marker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_essay_allocations")),
        sa.UniqueConstraint("essay_id", "marker_id", name=op.f("uq_essay_allocations_essay_id_marker_id")),
        sa.UniqueConstraint("essay_id", "round", name=op.f("uq_essay_allocations_essay_id_round")),
    )
    with op.batch_alter_table("essay_allocations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_essay_allocations_course_id"), ["course_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_essay_allocations_marker_id"), ["marker_id"], unique=False)

    op.create_table(
        "essay_agreements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("essay_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=9), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("how IN ('mean', 'third', 'signed', 'withdrawn')", name=op.f("ck_essay_agreements_how")),
        sa.CheckConstraint("(how = 'signed') = (signed_by IS NOT NULL)", name=op.f("ck_essay_agreements_signed")),
        sa.ForeignKeyConstraint(["essay_id"], ["essays.id"], name=op.f("fk_essay_agreements_essay_id")),
        sa.ForeignKeyConstraint(["signed_by"], ["people.id"], name=op.f("fk_essay_agreements_signed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_essay_agreements")),
    )
    with op.batch_alter_table("essay_agreements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_essay_agreements_essay_id"), ["essay_id"], unique=False)

    op.create_table(
        "essay_annotations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("essay_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("marker_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("0 <= starts AND starts < ends", name=op.f("ck_essay_annotations_passage")),
        sa.ForeignKeyConstraint(["essay_id"], ["essays.id"], name=op.f("fk_essay_annotations_essay_id")),
        sa.ForeignKeyConstraint(["marker_id"], ["people.id"], name=op.f("fk_essay_annotations_marker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_essay_annotations")),
    )
    with op.batch_alter_table("essay_annotations", schema=None) as batch_op:
        batch_op.create_index("ix_essay_annotations_essay", ["essay_id", "marker_id"], unique=False)

    op.create_table(
        "essay_bank_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("criterion", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_essay_bank_comments_course_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_essay_bank_comments_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_essay_bank_comments")),
    )
    with op.batch_alter_table("essay_bank_comments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_essay_bank_comments_course_id"), ["course_id"], unique=False)

    op.create_table(
        "essay_marker_competences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("languages", document(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("groups", document(), nullable=False),
        sa.Column("available", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_essay_marker_competences_course_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_essay_marker_competences_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_essay_marker_competences")),
        sa.UniqueConstraint("course_id", "person_id", name=op.f("uq_essay_marker_competences_course_id_person_id")),
    )
    with op.batch_alter_table("essay_marker_competences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_essay_marker_competences_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("essay_marker_competences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_essay_marker_competences_person_id"))
    op.drop_table("essay_marker_competences")

    with op.batch_alter_table("essay_bank_comments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_essay_bank_comments_course_id"))
    op.drop_table("essay_bank_comments")

    with op.batch_alter_table("essay_annotations", schema=None) as batch_op:
        batch_op.drop_index("ix_essay_annotations_essay")
    op.drop_table("essay_annotations")

    with op.batch_alter_table("essay_agreements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_essay_agreements_essay_id"))
    op.drop_table("essay_agreements")

    with op.batch_alter_table("essay_allocations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_essay_allocations_marker_id"))
        batch_op.drop_index(batch_op.f("ix_essay_allocations_course_id"))
    op.drop_table("essay_allocations")
