"""campaigns for the people of webinars, and with a photo"""

import sqlalchemy as sa
from alembic import op

revision = "8c4d1a6e20b7"
down_revision = "e41b7c96a0d3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.add_column(sa.Column("audience_webinars", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("audience_present", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("asks_photo", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.drop_column("asks_photo")
        batch_op.drop_column("audience_present")
        batch_op.drop_column("audience_webinars")
