"""add saved views"""

import sqlalchemy as sa
from alembic import op

revision = "f867d3a5c137"
down_revision = "817130d61ea9"
branch_labels = None
depends_on = None

DEFAULT = sa.text("is_default")


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("list_name", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("args", sa.JSON(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name="fk_saved_view_user_id_ab_user", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
        sa.UniqueConstraint("user_id", "list_name", "name", name="uq_saved_view_user_id_list_name_name"),
    )
    op.create_index(
        "uq_saved_view_one_default",
        "saved_view",
        ["user_id", "list_name"],
        unique=True,
        sqlite_where=DEFAULT,
        postgresql_where=DEFAULT,
    )


def downgrade() -> None:
    op.drop_table("saved_view")
