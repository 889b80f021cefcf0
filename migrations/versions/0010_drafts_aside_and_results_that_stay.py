"""Drafts of marks that were set aside; and results and corrections that the database itself keeps from change.

Revision: 0010. Going back, a draft that was set aside is a draft again; where somebody else has its round, it goes.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

APPEND_ONLY = ("results", "corrections")
STATES = ("draft", "final")
ALONE = "round IN ('first', 'second', 'third', 'agreed')"
SAME_ROUND = """
    SELECT 1 FROM marks AS other WHERE other.id <> marks.id AND other.subject_kind = marks.subject_kind
    AND other.subject_id = marks.subject_id AND other.round = marks.round
    AND (other.state <> 'aside' OR other.id > marks.id)
"""
"""Of several drafts that were set aside in one round, the last is a draft again."""


def upgrade() -> None:
    _constrain([*STATES, "aside"], f"{ALONE} AND state <> 'aside'")
    for table in APPEND_ONLY:
        _guard(table)


def downgrade() -> None:
    for table in reversed(APPEND_ONLY):
        _release(table)
    gone = f"SELECT id FROM marks WHERE state = 'aside' AND EXISTS ({SAME_ROUND})"
    op.execute(f"DELETE FROM mark_versions WHERE mark_id IN ({gone})")
    op.execute(f"DELETE FROM marks WHERE id IN ({gone})")
    for table in ("marks", "mark_versions"):
        op.execute(f"UPDATE {table} SET state = 'draft' WHERE state = 'aside'")
    _constrain(STATES, ALONE)


def _constrain(states: Iterable[str], alone: str) -> None:
    """Let marks be in these states, and one of them alone in its round where `alone` holds."""
    op.drop_index("uq_marks_one_a_round", table_name="marks")
    for table in ("marks", "mark_versions"):
        with op.batch_alter_table(table) as batch_op:
            _replace(batch_op, table, states)
    op.create_index(
        "uq_marks_one_a_round",
        "marks",
        ["subject_kind", "subject_id", "round"],
        unique=True,
        sqlite_where=sa.text(alone),
        postgresql_where=sa.text(alone),
    )


def _replace(batch_op: BatchOperations, table: str, states: Iterable[str]) -> None:
    name = op.f(f"ck_{table}_state")
    batch_op.drop_constraint(name, type_="check")
    batch_op.create_check_constraint(name, f"state IN ({', '.join(repr(one) for one in states)})")


def _guard(table: str) -> None:
    """Make the database itself refuse to change or delete a row of `table`."""
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _release(table: str) -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        op.execute(f"DROP FUNCTION {table}_refuse()")
        return
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER {table}_no_{verb}")
