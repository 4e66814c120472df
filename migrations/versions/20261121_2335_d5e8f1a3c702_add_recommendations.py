"""recommendations of trainings held elsewhere, and the letters that answer them"""

import sqlalchemy as sa
from alembic import op

from app.kernel.db import append_only_ddl

revision = "d5e8f1a3c702"
down_revision = "5d1c84a0e7b3"
branch_labels = None
depends_on = None

LIVING = sa.text("state IN ('draft', 'sent', 'accepted')")


def upgrade() -> None:
    op.create_table(
        "recommendation",
        sa.Column("plan_row_id", sa.Integer(), nullable=True),
        sa.Column("development_path", sa.String(length=16), nullable=False),
        sa.Column("form", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("organiser", sa.String(length=200), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("cost", sa.Numeric(precision=15, scale=2), nullable=False),
        sa.Column("funding", sa.String(length=16), nullable=False),
        sa.Column("proposal_letter_id", sa.Integer(), nullable=False),
        sa.Column("call_letter_id", sa.Integer(), nullable=False),
        *_of_employee(),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_stamped(),
        sa.CheckConstraint("state IN ('draft', 'sent', 'accepted', 'rejected', 'deleted')", name=op.f("ck_recommendation_state")),
        sa.CheckConstraint("development_path IN ('klasikal', 'nonklasikal')", name=op.f("ck_recommendation_development_path")),
        sa.CheckConstraint("funding IN ('tanpa', 'pd', 'bkpsdm')", name=op.f("ck_recommendation_funding")),
        sa.CheckConstraint("ends_on >= begins_on", name=op.f("ck_recommendation_period")),
        sa.CheckConstraint("cost >= 0", name=op.f("ck_recommendation_cost")),
        sa.CheckConstraint("(funding = 'tanpa') = (cost = 0)", name=op.f("ck_recommendation_paid")),
        sa.ForeignKeyConstraint(["plan_row_id"], ["plan_row.id"], name=op.f("fk_recommendation_plan_row_id_plan_row")),
        sa.ForeignKeyConstraint(["proposal_letter_id"], ["document.id"], name=op.f("fk_recommendation_proposal_letter_id_document")),
        sa.ForeignKeyConstraint(["call_letter_id"], ["document.id"], name=op.f("fk_recommendation_call_letter_id_document")),
        *_people("recommendation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sa.UniqueConstraint("proposal_letter_id", name=op.f("uq_recommendation_proposal_letter_id")),
        sa.UniqueConstraint("call_letter_id", name=op.f("uq_recommendation_call_letter_id")),
    )
    _index("recommendation", "begins_on", "employee_id", "state", "unit_id")
    op.create_index(
        "uq_recommendation_plan_row", "recommendation", ["plan_row_id"], unique=True, sqlite_where=LIVING, postgresql_where=LIVING
    )
    op.create_table(
        "recommendation_letter",
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("printed_name", sa.String(length=320), nullable=False),
        sa.Column("nip", sa.String(length=18), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("organiser", sa.String(length=200), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("frozen_data", sa.Text(), nullable=False),
        sa.Column("frozen_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_key", sa.String(length=64), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        *_of_employee(),
        *_stamped(),
        sa.CheckConstraint("verdict IN ('accepted', 'rejected')", name=op.f("ck_recommendation_letter_verdict")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_recommendation_letter_recommendation_id_recommendation")
        ),
        *_people("recommendation_letter"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_letter")),
        *(
            sa.UniqueConstraint(name, name=op.f(f"uq_recommendation_letter_{name}"))
            for name in ("recommendation_id", "number", "code", "file_key")
        ),
    )
    _index("recommendation_letter", "employee_id", "issued_on", "unit_id")
    for statement in append_only_ddl("recommendation_letter", op.get_bind().dialect.name):
        op.execute(statement)


def _stamped() -> tuple[sa.Column, ...]:
    return (sa.Column("id", sa.Integer(), nullable=False), sa.Column("created_at", sa.DateTime(timezone=True), nullable=False))


def _of_employee() -> tuple[sa.Column, ...]:
    return (sa.Column("employee_id", sa.Integer(), nullable=False), sa.Column("unit_id", sa.Integer(), nullable=False))


def _people(table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return (
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f(f"fk_{table}_employee_id_employee")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f(f"fk_{table}_unit_id_unit")),
    )


def _index(table: str, *names: str) -> None:
    for name in names:
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name], unique=False)


def downgrade() -> None:
    op.drop_table("recommendation_letter")
    op.drop_table("recommendation")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS recommendation_letter_refuse()")
