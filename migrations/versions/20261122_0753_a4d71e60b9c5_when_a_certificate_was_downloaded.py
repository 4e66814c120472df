"""when the holder of a certificate first took its file"""

import sqlalchemy as sa
from alembic import op

revision = "a4d71e60b9c5"
down_revision = "d3f5a8c1b720"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.add_column(sa.Column("downloaded_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_column("downloaded_at")
