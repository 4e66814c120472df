"""Cards for MyASN stay readable as they were when the approval was taken back."""

import sqlalchemy as sa
from alembic import op

revision = "5d1c84a0e7b3"
down_revision = "5a7c0de91b34"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("myasn_package") as table:
        table.add_column(sa.Column("kept", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("myasn_package") as table:
        table.drop_column("kept")
