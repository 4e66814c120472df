"""activities on accepted plans, and the reports they ask for"""

import sqlalchemy as sa
from alembic import op

revision = "9ff2221bf05f"
down_revision = "d5e8f1a3c702"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "realisation",
        sa.Column("plan_row_id", sa.Integer(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("material", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("cost", sa.Numeric(precision=15, scale=2), nullable=False),
        sa.Column("frequency", sa.String(length=16), nullable=False),
        sa.Column("slots", sa.Integer(), nullable=False),
        sa.Column("filed", sa.Integer(), nullable=False),
        sa.Column("jp", sa.Numeric(precision=9, scale=2), nullable=False),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "frequency IN ('sekali', 'perhari', 'perminggu', 'perbulan', 'pertahun')", name=op.f("ck_realisation_frequency")
        ),
        sa.CheckConstraint("state != 'closed' OR filed = slots", name=op.f("ck_realisation_complete")),
        sa.CheckConstraint("state IN ('running', 'closed', 'cancelled')", name=op.f("ck_realisation_state")),
        sa.CheckConstraint("cost >= 0", name=op.f("ck_realisation_cost")),
        sa.CheckConstraint("course_id IS NULL OR filed = slots", name=op.f("ck_realisation_course")),
        sa.CheckConstraint("ends_on >= begins_on", name=op.f("ck_realisation_period")),
        sa.CheckConstraint("filed BETWEEN 0 AND slots", name=op.f("ck_realisation_filed")),
        sa.CheckConstraint("jp >= 0", name=op.f("ck_realisation_jp")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_realisation_course_id_course")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_realisation_employee_id_employee")),
        sa.ForeignKeyConstraint(["plan_row_id"], ["plan_row.id"], name=op.f("fk_realisation_plan_row_id_plan_row")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_realisation_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_realisation")),
        sa.UniqueConstraint("course_id", name=op.f("uq_realisation_course_id")),
    )
    with op.batch_alter_table("realisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_realisation_begins_on"), ["begins_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_realisation_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_realisation_next_due_on"), ["next_due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_realisation_plan_row_id"), ["plan_row_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_realisation_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_realisation_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_realisation_standing",
            ["plan_row_id"],
            unique=True,
            sqlite_where=sa.text("state != 'cancelled'"),
            postgresql_where=sa.text("state != 'cancelled'"),
        )

    op.create_table(
        "activity_report",
        sa.Column("realisation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("jp", sa.Numeric(precision=6, scale=2), nullable=True),
        sa.Column("with_certificate", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("certificate_number", sa.String(length=100), nullable=True),
        sa.Column("certificate_id", sa.Integer(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(certificate_id IS NOT NULL) = with_certificate", name=op.f("ck_activity_report_certificate_file")),
        sa.CheckConstraint("(certificate_number IS NOT NULL) = with_certificate", name=op.f("ck_activity_report_certificate_number")),
        sa.CheckConstraint(
            "(filed_at IS NULL) = (jp IS NULL) AND (filed_at IS NULL) = (description IS NULL)", name=op.f("ck_activity_report_filed")
        ),
        sa.CheckConstraint("ends_on >= begins_on", name=op.f("ck_activity_report_period")),
        sa.CheckConstraint("filed_at IS NOT NULL OR NOT with_certificate", name=op.f("ck_activity_report_certificate")),
        sa.CheckConstraint("jp >= 0", name=op.f("ck_activity_report_jp")),
        sa.ForeignKeyConstraint(["certificate_id"], ["document.id"], name=op.f("fk_activity_report_certificate_id_document")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_activity_report_employee_id_employee")),
        sa.ForeignKeyConstraint(["realisation_id"], ["realisation.id"], name=op.f("fk_activity_report_realisation_id_realisation")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_activity_report_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_report")),
        sa.UniqueConstraint("certificate_id", name=op.f("uq_activity_report_certificate_id")),
        sa.UniqueConstraint("realisation_id", "number", name=op.f("uq_activity_report_realisation_id_number")),
    )
    with op.batch_alter_table("activity_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_report_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_activity_report_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_activity_report_unit_id"), ["unit_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("activity_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_report_unit_id"))
        batch_op.drop_index(batch_op.f("ix_activity_report_employee_id"))
        batch_op.drop_index(batch_op.f("ix_activity_report_due_on"))

    op.drop_table("activity_report")
    with op.batch_alter_table("realisation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_realisation_standing", sqlite_where=sa.text("state != 'cancelled'"), postgresql_where=sa.text("state != 'cancelled'")
        )
        batch_op.drop_index(batch_op.f("ix_realisation_unit_id"))
        batch_op.drop_index(batch_op.f("ix_realisation_state"))
        batch_op.drop_index(batch_op.f("ix_realisation_plan_row_id"))
        batch_op.drop_index(batch_op.f("ix_realisation_next_due_on"))
        batch_op.drop_index(batch_op.f("ix_realisation_employee_id"))
        batch_op.drop_index(batch_op.f("ix_realisation_begins_on"))

    op.drop_table("realisation")
