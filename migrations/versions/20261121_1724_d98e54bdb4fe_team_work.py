"""Team works: seats in teams with the letter that proves them, under a code that is given once."""

import sqlalchemy as sa
from alembic import op

revision = "d98e54bdb4fe"
down_revision = "7ca0a6d5ac7c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team_work",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("letter_on", sa.Date(), nullable=False),
        sa.Column("validity", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("coverage", sa.String(length=16), nullable=False),
        sa.Column("seat", sa.String(length=16), nullable=False),
        sa.Column("proof_url", sa.String(length=1000), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("link_state", sa.String(length=16), nullable=True),
        sa.Column("link_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link_tries", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("coverage IN ('LINTAS', 'INTERNAL')", name=op.f("ck_team_work_coverage")),
        sa.CheckConstraint("link_state IN ('open', 'sign_in', 'unreachable')", name=op.f("ck_team_work_link_state")),
        sa.CheckConstraint("seat IN ('KETUA', 'ANGGOTA')", name=op.f("ck_team_work_seat")),
        sa.CheckConstraint("state IN ('unapproved', 'approved', 'withdrawn', 'deleted')", name=op.f("ck_team_work_state")),
        sa.CheckConstraint("validity IN ('BERLAKU', 'TIDAK_BERLAKU')", name=op.f("ck_team_work_validity")),
        sa.CheckConstraint("(link_state IS NULL) = (link_checked_at IS NULL)", name=op.f("ck_team_work_link_checked")),
        sa.CheckConstraint("link_tries >= 0", name=op.f("ck_team_work_link_tries")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_team_work_employee_id_employee")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_team_work_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_work")),
        sa.UniqueConstraint("code", name=op.f("uq_team_work_code")),
    )
    with op.batch_alter_table("team_work", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_work_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_team_work_letter_on"), ["letter_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_team_work_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_team_work_unit_id"), ["unit_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("team_work", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_work_unit_id"))
        batch_op.drop_index(batch_op.f("ix_team_work_state"))
        batch_op.drop_index(batch_op.f("ix_team_work_letter_on"))
        batch_op.drop_index(batch_op.f("ix_team_work_employee_id"))

    op.drop_table("team_work")
