"""Profile photos: uploaded by people, looked at by an officer, kept with their history."""

import sqlalchemy as sa
from alembic import op

revision = "c41f88d0e2b7"
down_revision = "e2b7c9146fd0"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "photo",
        sa.Column("file_key", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('doubted', 'waiting', 'accepted', 'refused', 'replaced')", name=op.f("ck_photo_state")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_photo_measures")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_photo_employee_id_employee")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_photo_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        sa.UniqueConstraint("file_key", name=op.f("uq_photo_file_key")),
    )
    op.create_index(op.f("ix_photo_employee_id"), "photo", ["employee_id"], unique=False)
    op.create_index(op.f("ix_photo_state"), "photo", ["state"], unique=False)
    op.create_index(op.f("ix_photo_unit_id"), "photo", ["unit_id"], unique=False)


def downgrade() -> None:
    op.drop_table("photo")
