"""in whose place somebody led a dialogue"""

import sqlalchemy as sa
from alembic import op

revision = "6c1d84e2b97f"
down_revision = "5b90c7ae13d4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("plan_dialogue", schema=None) as batch_op:
        batch_op.add_column(sa.Column("in_place_of", sa.String(length=220), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("plan_dialogue", schema=None) as batch_op:
        batch_op.drop_column("in_place_of")
