"""Packages for MyASN: one for each approved record, with the marks of what was sent and approved there. What is approved already gets its package here."""

import sqlalchemy as sa
from alembic import op

revision = "5e0f7c2a91b4"
down_revision = "5e0b7c31a9d4"
branch_labels = None
depends_on = None

OPEN = sa.text("state <> 'withdrawn'")
FILL = """
INSERT INTO myasn_package (subject_type, subject_id, title, number, day, employee_id, unit_id, state, state_since, version, created_at)
SELECT '{table}', id, name, number, {day}, employee_id, unit_id, 'ready', state_since, 1, state_since FROM {table} WHERE state = 'approved' ORDER BY id
"""
FILLED = {"course": "begins_on", "certification": "certified_on"}


def upgrade() -> None:
    op.create_table(
        "myasn_package",
        sa.Column("subject_type", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by", sa.String(length=200), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by", sa.String(length=200), nullable=True),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('ready', 'sent', 'accepted', 'withdrawn')", name=op.f("ck_myasn_package_state")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_myasn_package_employee_id_employee")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_myasn_package_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_myasn_package")),
    )
    with op.batch_alter_table("myasn_package", schema=None) as batch:
        batch.create_index(batch.f("ix_myasn_package_day"), ["day"], unique=False)
        batch.create_index(batch.f("ix_myasn_package_employee_id"), ["employee_id"], unique=False)
        batch.create_index(batch.f("ix_myasn_package_state"), ["state"], unique=False)
        batch.create_index(batch.f("ix_myasn_package_unit_id"), ["unit_id"], unique=False)
        batch.create_index(
            "uq_myasn_package_subject", ["subject_type", "subject_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
        )
    for table, day in FILLED.items():
        op.execute(FILL.format(table=table, day=day))


def downgrade() -> None:
    op.drop_table("myasn_package")
