"""Stays in groups, ambassadors and their votes; roles, tasks, attendance, worksheets, posts, submissions of group work.

Who is in a group gets a stay that begins with the enrolment; who is its ambassador, a term.

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "group_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_by", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_group_files_file_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_group_files_group_id")),
        sa.ForeignKeyConstraint(["removed_by"], ["people.id"], name=op.f("fk_group_files_removed_by")),
        sa.ForeignKeyConstraint(["shared_by"], ["people.id"], name=op.f("fk_group_files_shared_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_files")),
        sa.UniqueConstraint("file_id", name=op.f("uq_group_files_file_id")),
    )
    with op.batch_alter_table("group_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_files_group_id"), ["group_id"], unique=False)

    op.create_table(
        "group_submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("piece_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_group_submissions_course_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_group_submissions_group_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["pieces.id"], name=op.f("fk_group_submissions_piece_id")),
        sa.ForeignKeyConstraint(["submitted_by"], ["people.id"], name=op.f("fk_group_submissions_submitted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_submissions")),
        sa.UniqueConstraint("group_id", "number", name=op.f("uq_group_submissions_group_id_number")),
    )
    with op.batch_alter_table("group_submissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_submissions_course_id"), ["course_id"], unique=False)

    op.create_table(
        "presentation_slots",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 1 AND 120", name=op.f("ck_presentation_slots_minutes")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_presentation_slots_position")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_presentation_slots_course_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_presentation_slots_group_id")),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_presentation_slots")),
    )
    with op.batch_alter_table("presentation_slots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_presentation_slots_course_id"), ["course_id"], unique=False)

    op.create_table(
        "worksheet_cells",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("row_key", sa.String(length=40), nullable=False),
        sa.Column("column_key", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_worksheet_cells_version")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_worksheet_cells_course_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_worksheet_cells_group_id")),
        sa.ForeignKeyConstraint(["saved_by"], ["people.id"], name=op.f("fk_worksheet_cells_saved_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worksheet_cells")),
        sa.UniqueConstraint(
            "group_id", "row_key", "column_key", name=op.f("uq_worksheet_cells_group_id_row_key_column_key")
        ),
    )
    with op.batch_alter_table("worksheet_cells", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_worksheet_cells_course_id"), ["course_id"], unique=False)

    op.create_table(
        "worksheet_presences",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("row_key", sa.String(length=40), nullable=False),
        sa.Column("column_key", sa.String(length=40), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_worksheet_presences_group_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_worksheet_presences_person_id")),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_worksheet_presences")),
    )
    op.create_table(
        "ambassador_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("named_how", sa.String(length=10), nullable=False),
        sa.Column("named_by", sa.Integer(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("named_how IN ('vote', 'tutor', 'file')", name=op.f("ck_ambassador_terms_named_how")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_ambassador_terms_course_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"], name=op.f("fk_ambassador_terms_ended_by")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_ambassador_terms_enrolment_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_ambassador_terms_group_id")),
        sa.ForeignKeyConstraint(["named_by"], ["people.id"], name=op.f("fk_ambassador_terms_named_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassador_terms")),
    )
    with op.batch_alter_table("ambassador_terms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ambassador_terms_course_id"), ["course_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ambassador_terms_enrolment_id"), ["enrolment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ambassador_terms_group_id"), ["group_id"], unique=False)
        batch_op.create_index(
            "uq_ambassador_terms_present",
            ["group_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "ambassador_votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("elected_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(state = 'decided') = (elected_id IS NOT NULL)", name=op.f("ck_ambassador_votes_elected")),
        sa.CheckConstraint("state IN ('open', 'tied', 'decided', 'void')", name=op.f("ck_ambassador_votes_state")),
        sa.ForeignKeyConstraint(["closed_by"], ["people.id"], name=op.f("fk_ambassador_votes_closed_by")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_ambassador_votes_course_id")),
        sa.ForeignKeyConstraint(["elected_id"], ["enrolments.id"], name=op.f("fk_ambassador_votes_elected_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_ambassador_votes_group_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["people.id"], name=op.f("fk_ambassador_votes_opened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassador_votes")),
    )
    with op.batch_alter_table("ambassador_votes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ambassador_votes_course_id"), ["course_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ambassador_votes_group_id"), ["group_id"], unique=False)
        batch_op.create_index(
            "uq_ambassador_votes_undecided",
            ["group_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('open', 'tied')"),
            postgresql_where=sa.text("state IN ('open', 'tied')"),
        )

    op.create_table(
        "attendance_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("session_key", sa.String(length=40), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('present', 'excused', 'absent')", name=op.f("ck_attendance_notes_state")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_attendance_notes_course_id")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_attendance_notes_enrolment_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_attendance_notes_group_id")),
        sa.ForeignKeyConstraint(["noted_by"], ["people.id"], name=op.f("fk_attendance_notes_noted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_notes")),
    )
    with op.batch_alter_table("attendance_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_notes_enrolment_id"), ["enrolment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_notes_group_id"), ["group_id"], unique=False)
        batch_op.create_index(
            "ix_attendance_notes_newest", ["course_id", "session_key", "enrolment_id", "id"], unique=False
        )

    op.create_table(
        "group_memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("joined_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_by", sa.Integer(), nullable=True),
        sa.Column("left_reason", sa.String(length=500), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_group_memberships_course_id")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_group_memberships_enrolment_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_group_memberships_group_id")),
        sa.ForeignKeyConstraint(["joined_by"], ["people.id"], name=op.f("fk_group_memberships_joined_by")),
        sa.ForeignKeyConstraint(["left_by"], ["people.id"], name=op.f("fk_group_memberships_left_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_memberships")),
    )
    with op.batch_alter_table("group_memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_memberships_course_id"), ["course_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_group_memberships_enrolment_id"), ["enrolment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_group_memberships_group_id"), ["group_id"], unique=False)
        batch_op.create_index(
            "uq_group_memberships_present",
            ["enrolment_id"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )

    op.create_table(
        "group_posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_by", sa.Integer(), nullable=True),
        sa.Column("hidden_reason", sa.String(length=500), server_default="", nullable=False),
        sa.CheckConstraint(
            "(hidden_at IS NULL) = (hidden_reason = '')", name=op.f("ck_group_posts_hidden_with_reason")
        ),
        sa.CheckConstraint("channel IN ('team', 'assistants')", name=op.f("ck_group_posts_channel")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_group_posts_course_id")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_group_posts_enrolment_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_group_posts_group_id")),
        sa.ForeignKeyConstraint(["hidden_by"], ["people.id"], name=op.f("fk_group_posts_hidden_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_group_posts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_posts")),
    )
    with op.batch_alter_table("group_posts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_posts_course_id"), ["course_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_group_posts_enrolment_id"), ["enrolment_id"], unique=False)
        batch_op.create_index("ix_group_posts_thread", ["group_id", "channel", "id"], unique=False)

    op.create_table(
        "group_roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("role_key", sa.String(length=40), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["assigned_by"], ["people.id"], name=op.f("fk_group_roles_assigned_by")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_group_roles_course_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"], name=op.f("fk_group_roles_ended_by")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_group_roles_enrolment_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_group_roles_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_roles")),
    )
    with op.batch_alter_table("group_roles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_roles_course_id"), ["course_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_group_roles_enrolment_id"), ["enrolment_id"], unique=False)
        batch_op.create_index(
            "uq_group_roles_held",
            ["group_id", "enrolment_id", "role_key"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "group_submission_files",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_group_submission_files_file_id")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["group_submissions.id"], name=op.f("fk_group_submission_files_submission_id")
        ),
        sa.PrimaryKeyConstraint("submission_id", "file_id", name=op.f("pk_group_submission_files")),
    )
    op.create_table(
        "group_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("role_key", sa.String(length=40), nullable=True),
        sa.Column("task_key", sa.String(length=40), nullable=True),
        sa.Column("text", sa.String(length=500), server_default="", nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(role_key IS NULL) = (text <> '')", name=op.f("ck_group_tasks_has_words")),
        sa.CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name=op.f("ck_group_tasks_done")),
        sa.CheckConstraint("(role_key IS NULL) = (task_key IS NULL)", name=op.f("ck_group_tasks_of_a_role")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_group_tasks_course_id")),
        sa.ForeignKeyConstraint(["done_by"], ["people.id"], name=op.f("fk_group_tasks_done_by")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_group_tasks_enrolment_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_group_tasks_group_id")),
        sa.ForeignKeyConstraint(["set_by"], ["people.id"], name=op.f("fk_group_tasks_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_tasks")),
    )
    with op.batch_alter_table("group_tasks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_tasks_course_id"), ["course_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_group_tasks_enrolment_id"), ["enrolment_id"], unique=False)
        batch_op.create_index("ix_group_tasks_group", ["group_id", "enrolment_id"], unique=False)

    op.create_table(
        "worksheet_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cell_id"], ["worksheet_cells.id"], name=op.f("fk_worksheet_revisions_cell_id")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_worksheet_revisions_enrolment_id")),
        sa.ForeignKeyConstraint(["saved_by"], ["people.id"], name=op.f("fk_worksheet_revisions_saved_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worksheet_revisions")),
        sa.UniqueConstraint("cell_id", "number", name=op.f("uq_worksheet_revisions_cell_id_number")),
    )
    with op.batch_alter_table("worksheet_revisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_worksheet_revisions_enrolment_id"), ["enrolment_id"], unique=False)

    op.create_table(
        "ambassador_ballots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["candidate_id"], ["enrolments.id"], name=op.f("fk_ambassador_ballots_candidate_id")),
        sa.ForeignKeyConstraint(["vote_id"], ["ambassador_votes.id"], name=op.f("fk_ambassador_ballots_vote_id")),
        sa.ForeignKeyConstraint(["voter_id"], ["enrolments.id"], name=op.f("fk_ambassador_ballots_voter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassador_ballots")),
        sa.UniqueConstraint("vote_id", "voter_id", name=op.f("uq_ambassador_ballots_vote_id_voter_id")),
    )
    with op.batch_alter_table("ambassador_ballots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ambassador_ballots_candidate_id"), ["candidate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ambassador_ballots_voter_id"), ["voter_id"], unique=False)

    _stays_of_those_in_groups()


def _stays_of_those_in_groups() -> None:
    op.execute(
        """
        INSERT INTO group_memberships (course_id, group_id, enrolment_id, joined_at, reason, left_reason)
        SELECT course_id, group_id, id, enrolled_at, '', '' FROM enrolments
        WHERE group_id IS NOT NULL AND withdrawn_at IS NULL
        """
    )
    op.execute(
        """
        INSERT INTO ambassador_terms (course_id, group_id, enrolment_id, named_how, began_at)
        SELECT course_id, group_id, id, 'file', enrolled_at FROM enrolments
        WHERE ambassador AND group_id IS NOT NULL AND withdrawn_at IS NULL
        """
    )


def downgrade() -> None:
    with op.batch_alter_table("ambassador_ballots", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ambassador_ballots_voter_id"))
        batch_op.drop_index(batch_op.f("ix_ambassador_ballots_candidate_id"))

    op.drop_table("ambassador_ballots")
    with op.batch_alter_table("worksheet_revisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_worksheet_revisions_enrolment_id"))

    op.drop_table("worksheet_revisions")
    with op.batch_alter_table("group_tasks", schema=None) as batch_op:
        batch_op.drop_index("ix_group_tasks_group")
        batch_op.drop_index(batch_op.f("ix_group_tasks_enrolment_id"))
        batch_op.drop_index(batch_op.f("ix_group_tasks_course_id"))

    op.drop_table("group_tasks")
    op.drop_table("group_submission_files")
    with op.batch_alter_table("group_roles", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_group_roles_held",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_group_roles_enrolment_id"))
        batch_op.drop_index(batch_op.f("ix_group_roles_course_id"))

    op.drop_table("group_roles")
    with op.batch_alter_table("group_posts", schema=None) as batch_op:
        batch_op.drop_index("ix_group_posts_thread")
        batch_op.drop_index(batch_op.f("ix_group_posts_enrolment_id"))
        batch_op.drop_index(batch_op.f("ix_group_posts_course_id"))

    op.drop_table("group_posts")
    with op.batch_alter_table("group_memberships", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_group_memberships_present",
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_group_memberships_group_id"))
        batch_op.drop_index(batch_op.f("ix_group_memberships_enrolment_id"))
        batch_op.drop_index(batch_op.f("ix_group_memberships_course_id"))

    op.drop_table("group_memberships")
    with op.batch_alter_table("attendance_notes", schema=None) as batch_op:
        batch_op.drop_index("ix_attendance_notes_newest")
        batch_op.drop_index(batch_op.f("ix_attendance_notes_group_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_notes_enrolment_id"))

    op.drop_table("attendance_notes")
    with op.batch_alter_table("ambassador_votes", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_ambassador_votes_undecided",
            sqlite_where=sa.text("state IN ('open', 'tied')"),
            postgresql_where=sa.text("state IN ('open', 'tied')"),
        )
        batch_op.drop_index(batch_op.f("ix_ambassador_votes_group_id"))
        batch_op.drop_index(batch_op.f("ix_ambassador_votes_course_id"))

    op.drop_table("ambassador_votes")
    with op.batch_alter_table("ambassador_terms", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_ambassador_terms_present",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_ambassador_terms_group_id"))
        batch_op.drop_index(batch_op.f("ix_ambassador_terms_enrolment_id"))
        batch_op.drop_index(batch_op.f("ix_ambassador_terms_course_id"))

    op.drop_table("ambassador_terms")
    op.drop_table("worksheet_presences")
    with op.batch_alter_table("worksheet_cells", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_worksheet_cells_course_id"))

    op.drop_table("worksheet_cells")
    with op.batch_alter_table("presentation_slots", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_presentation_slots_course_id"))

    op.drop_table("presentation_slots")
    with op.batch_alter_table("group_submissions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_submissions_course_id"))

    op.drop_table("group_submissions")
    with op.batch_alter_table("group_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_files_group_id"))

    op.drop_table("group_files")
