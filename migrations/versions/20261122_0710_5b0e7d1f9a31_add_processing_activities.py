"""the register of processing activities"""

import sqlalchemy as sa
from alembic import op

revision = "5b0e7d1f9a31"
down_revision = "3f9a1c7d52e8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "processing_activity",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("data_kinds", sa.Text(), nullable=False),
        sa.Column("receivers", sa.Text(), nullable=False),
        sa.Column("retention", sa.Text(), nullable=False),
        sa.Column("security", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_processing_activity")),
        sa.UniqueConstraint("name", name=op.f("uq_processing_activity_name")),
    )


def downgrade() -> None:
    op.drop_table("processing_activity")
