"""date first passwords: those handed out before they ended by themselves are counted from today"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "5f1c0e7a92d4"
down_revision = "c41f88d0e2b7"
branch_labels = None
depends_on = None

ACCOUNT = sa.table("account", sa.column("must_change_password", sa.Boolean), sa.column("password_changed_at", sa.DateTime(timezone=True)))


def upgrade() -> None:
    op.execute(
        ACCOUNT.update()
        .where(ACCOUNT.c.must_change_password, ACCOUNT.c.password_changed_at.is_(None))
        .values(password_changed_at=datetime.now(UTC))
    )


def downgrade() -> None:
    """Nothing to take back: the column was there."""
