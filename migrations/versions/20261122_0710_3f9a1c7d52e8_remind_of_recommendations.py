"""the day on which BKPSDM was reminded of a request for a recommendation"""

import sqlalchemy as sa
from alembic import op

revision = "3f9a1c7d52e8"
down_revision = "5f1c0e7a92d4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reminded_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.drop_column("reminded_on")
