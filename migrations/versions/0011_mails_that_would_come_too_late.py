"""Mails that would come too late are not sent.

Revision: 0011. Going back, what was dropped for that reason counts as given up, so that it is not sent after all.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox_messages", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.execute("UPDATE outbox_messages SET state = 'failed' WHERE state = 'expired'")
    op.drop_column("outbox_messages", "expires_at")
