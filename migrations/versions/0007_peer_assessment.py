"""Peer assessment: windows, points that members share over their team, whose presentation each group rates.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "peer_windows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("missing", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_peer_windows_closes_after_it_opens")),
        sa.CheckConstraint("kind = 'within' OR missing <> 'even'", name=op.f("ck_peer_windows_even_in_a_team_only")),
        sa.CheckConstraint("kind IN ('within', 'between')", name=op.f("ck_peer_windows_kind")),
        sa.CheckConstraint("missing IN ('ignore', 'even', 'forfeit')", name=op.f("ck_peer_windows_missing")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_peer_windows_version")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_peer_windows_course_id")),
        sa.ForeignKeyConstraint(["set_by"], ["people.id"], name=op.f("fk_peer_windows_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_windows")),
        sa.UniqueConstraint("course_id", "kind", name=op.f("uq_peer_windows_course_id_kind")),
    )
    op.create_table(
        "peer_sharings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("rater_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_peer_sharings_version")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_peer_sharings_course_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_peer_sharings_group_id")),
        sa.ForeignKeyConstraint(["rater_id"], ["enrolments.id"], name=op.f("fk_peer_sharings_rater_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_sharings")),
        sa.UniqueConstraint("group_id", "rater_id", name=op.f("uq_peer_sharings_group_id_rater_id")),
    )
    with op.batch_alter_table("peer_sharings", schema=None) as batch_op:
        batch_op.create_index("ix_peer_sharings_course", ["course_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_peer_sharings_rater_id"), ["rater_id"], unique=False)

    op.create_table(
        "peer_shares",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sharing_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.String(length=80), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["enrolments.id"], name=op.f("fk_peer_shares_member_id")),
        sa.ForeignKeyConstraint(["sharing_id"], ["peer_sharings.id"], name=op.f("fk_peer_shares_sharing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_shares")),
        sa.UniqueConstraint("sharing_id", "member_id", name=op.f("uq_peer_shares_sharing_id_member_id")),
    )
    with op.batch_alter_table("peer_shares", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_shares_member_id"), ["member_id"], unique=False)

    op.create_table(
        "peer_assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("rater_group_id", sa.Integer(), nullable=False),
        sa.Column("rated_group_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("rater_group_id <> rated_group_id", name=op.f("ck_peer_assignments_not_the_own_group")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_peer_assignments_course_id")),
        sa.ForeignKeyConstraint(["rated_group_id"], ["groups.id"], name=op.f("fk_peer_assignments_rated_group_id")),
        sa.ForeignKeyConstraint(["rater_group_id"], ["groups.id"], name=op.f("fk_peer_assignments_rater_group_id")),
        sa.ForeignKeyConstraint(["set_by"], ["people.id"], name=op.f("fk_peer_assignments_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_assignments")),
        sa.UniqueConstraint("rater_group_id", name=op.f("uq_peer_assignments_rater_group_id")),
    )
    with op.batch_alter_table("peer_assignments", schema=None) as batch_op:
        batch_op.create_index("ix_peer_assignments_course", ["course_id"], unique=False)

    op.create_table(
        "peer_settlements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_peer_settlements_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_settlements")),
        sa.UniqueConstraint("course_id", "closes_at", name=op.f("uq_peer_settlements_course_id_closes_at")),
    )


def downgrade() -> None:
    op.drop_table("peer_settlements")
    with op.batch_alter_table("peer_assignments", schema=None) as batch_op:
        batch_op.drop_index("ix_peer_assignments_course")

    op.drop_table("peer_assignments")
    with op.batch_alter_table("peer_shares", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_shares_member_id"))

    op.drop_table("peer_shares")
    with op.batch_alter_table("peer_sharings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_sharings_rater_id"))
        batch_op.drop_index("ix_peer_sharings_course")

    op.drop_table("peer_sharings")
    op.drop_table("peer_windows")
