"""the log of consents, which only grows"""

import sqlalchemy as sa
from alembic import op

from app.kernel.db import append_only_ddl

revision = "e2b7c9146fd0"
down_revision = "8b1d5f3ac940"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("purpose IN ('telegram', 'photo')", name=op.f("ck_consent_purpose")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_user_id"), ["user_id"], unique=False)
    for statement in append_only_ddl("consent", op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("consent")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS consent_refuse()")
