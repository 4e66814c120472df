"""add the confirmation after attendance to webinars"""

import sqlalchemy as sa
from alembic import op

revision = "e94b7a20c6d1"
down_revision = "a4d71e60b9c5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("webinar") as table:
        table.add_column(sa.Column("message", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("webinar") as table:
        table.drop_column("message")
