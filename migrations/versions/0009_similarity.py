"""Passages that essays share, and what was found by those who looked.

Revision: 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "similarity_scans",
        sa.Column("version_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["essay_versions.id"], name=op.f("fk_similarity_scans_version_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_similarity_scans")),
    )
    op.create_table(
        "similar_pairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_version_id", sa.Integer(), nullable=False),
        sa.Column("second_version_id", sa.Integer(), nullable=False),
        sa.Column("first_words", sa.Integer(), nullable=False),
        sa.Column("second_words", sa.Integer(), nullable=False),
        sa.Column("shared", sa.Integer(), nullable=False),
        sa.Column("passages", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_version_id < second_version_id", name=op.f("ck_similar_pairs_order")),
        sa.CheckConstraint("shared > 0", name=op.f("ck_similar_pairs_shared")),
        sa.ForeignKeyConstraint(
            ["first_version_id"], ["essay_versions.id"], name=op.f("fk_similar_pairs_first_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_version_id"], ["essay_versions.id"], name=op.f("fk_similar_pairs_second_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_similar_pairs")),
        sa.UniqueConstraint(
            "first_version_id",
            "second_version_id",
            name=op.f("uq_similar_pairs_first_version_id_second_version_id"),
        ),
    )
    with op.batch_alter_table("similar_pairs", schema=None) as batch_op:
        batch_op.create_index("ix_similar_pairs_second", ["second_version_id"], unique=False)

    op.create_table(
        "similar_pair_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finding", sa.String(length=8), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("finding IN ('nothing', 'source', 'talk')", name=op.f("ck_similar_pair_notes_finding")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_similar_pair_notes_author_id")),
        sa.ForeignKeyConstraint(["pair_id"], ["similar_pairs.id"], name=op.f("fk_similar_pair_notes_pair_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_similar_pair_notes")),
    )
    with op.batch_alter_table("similar_pair_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_similar_pair_notes_pair_id"), ["pair_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("similar_pair_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_similar_pair_notes_pair_id"))

    op.drop_table("similar_pair_notes")
    with op.batch_alter_table("similar_pairs", schema=None) as batch_op:
        batch_op.drop_index("ix_similar_pairs_second")

    op.drop_table("similar_pairs")
    op.drop_table("similarity_scans")
