"""add participants seen in Zoom"""

import sqlalchemy as sa
from alembic import op

revision = "d3f5a8c1b720"
down_revision = "8c4d1a6e20b7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "zoom_person",
        sa.Column("webinar_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=260), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("period", sa.JSON(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("likeness", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=8), nullable=True),
        sa.Column("employee_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('guessed', 'confirmed', 'stranger')", name=op.f("ck_zoom_person_state")),
        sa.CheckConstraint("source IS NULL OR source IN ('email', 'nip', 'name', 'hand')", name=op.f("ck_zoom_person_source")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_zoom_person_employee_id_employee")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_zoom_person_registration_id_registration")),
        sa.ForeignKeyConstraint(["webinar_id"], ["webinar.id"], name=op.f("fk_zoom_person_webinar_id_webinar")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zoom_person")),
        sa.UniqueConstraint("webinar_id", "key", name=op.f("uq_zoom_person_webinar_id_key")),
    )
    for column in ("employee_id", "registration_id", "state"):
        op.create_index(op.f(f"ix_zoom_person_{column}"), "zoom_person", [column])


def downgrade() -> None:
    op.drop_table("zoom_person")
