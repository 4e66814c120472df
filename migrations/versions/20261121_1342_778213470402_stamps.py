"""stamps"""

import sqlalchemy as sa
from alembic import op

revision = "778213470402"
down_revision = "5b1c7e02aa41"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stamp",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_stamp")),
    )


def downgrade() -> None:
    op.drop_table("stamp")
