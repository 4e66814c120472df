"""who decides in whose place, and both names in the history of a step"""

import sqlalchemy as sa
from alembic import op

revision = "4c81e2f07a6d"
down_revision = "d81b6e0f4c52"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("step_history", sa.Column("in_place_of", sa.String(length=220), nullable=True))
    op.create_table(
        "acting_officer",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("letter_number", sa.String(length=100), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('plh', 'plt')", name=op.f("ck_acting_officer_kind")),
        sa.CheckConstraint("role IN ('supervisor', 'opd_admin')", name=op.f("ck_acting_officer_role")),
        sa.CheckConstraint("officer_id <> deputy_id", name=op.f("ck_acting_officer_two_people")),
        sa.CheckConstraint("ends_on >= begins_on", name=op.f("ck_acting_officer_period")),
        sa.ForeignKeyConstraint(["officer_id"], ["employee.id"], name=op.f("fk_acting_officer_officer_id_employee")),
        sa.ForeignKeyConstraint(["deputy_id"], ["employee.id"], name=op.f("fk_acting_officer_deputy_id_employee")),
        sa.ForeignKeyConstraint(["ended_by"], ["ab_user.id"], name=op.f("fk_acting_officer_ended_by_ab_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acting_officer")),
    )
    for name in ("officer_id", "deputy_id", "ends_on"):
        op.create_index(op.f(f"ix_acting_officer_{name}"), "acting_officer", [name], unique=False)


def downgrade() -> None:
    op.drop_table("acting_officer")
    op.drop_column("step_history", "in_place_of")
