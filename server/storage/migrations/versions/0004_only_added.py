"""The database refuses to change or remove a row of the log."""

from __future__ import annotations

from alembic import op

from server.storage.append_only import append_only_sql, no_longer_append_only_sql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in append_only_sql("event", op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    for statement in no_longer_append_only_sql("event", op.get_bind().dialect.name):
        op.execute(statement)
