"""Keys are found by their business day: the newest at a start, the oldest when they are forgotten."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("command_key_day", "command_key", ["hall_id", "day", "seq"])


def downgrade() -> None:
    op.drop_index("command_key_day", "command_key")
