"""add guests of webinars: a registration without a record of the agency, and the mails that leave for them"""

import sqlalchemy as sa
from alembic import op

import app.kernel.db

revision = "7d20b4c8e915"
down_revision = "3f7b9d52c8e1"
branch_labels = None
depends_on = None

STANDS = sa.text("guest AND email <> '–' AND state <> 'cancelled'")


def upgrade() -> None:
    with op.batch_alter_table("webinar") as table:
        table.add_column(sa.Column("guests", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("registration") as table:
        table.add_column(sa.Column("guest", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("consented_at", app.kernel.db.UtcDateTime(), nullable=True))
        table.alter_column("employee_id", existing_type=sa.Integer(), nullable=True)
        table.alter_column("unit_id", existing_type=sa.Integer(), nullable=True)
        table.create_check_constraint(
            op.f("ck_registration_guest"),
            "guest = (employee_id IS NULL) AND guest = (unit_id IS NULL) AND guest = (consented_at IS NOT NULL)",
        )
    op.create_index(
        "uq_registration_webinar_guest",
        "registration",
        ["webinar_id", "email"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )
    with op.batch_alter_table("attendance") as table:
        table.alter_column("employee_id", existing_type=sa.Integer(), nullable=True)
        table.alter_column("unit_id", existing_type=sa.Integer(), nullable=True)
        table.create_unique_constraint(op.f("uq_attendance_session_id_registration_id"), ["session_id", "registration_id"])
    op.create_table(
        "guest_mail",
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("title", sa.String(320), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("progress", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", app.kernel.db.UtcDateTime(), nullable=False),
        sa.Column("lease", sa.String(32), nullable=True),
        sa.Column("leased_until", app.kernel.db.UtcDateTime(), nullable=True),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("sent_at", app.kernel.db.UtcDateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", app.kernel.db.UtcDateTime(), nullable=False),
        sa.CheckConstraint("progress IN ('waiting', 'sending', 'sent', 'stuck', 'given_up')", name=op.f("ck_guest_mail_progress")),
        sa.CheckConstraint("(progress = 'sending') = (lease IS NOT NULL AND leased_until IS NOT NULL)", name=op.f("ck_guest_mail_lease")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_guest_mail_registration_id_registration")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_mail")),
        sa.UniqueConstraint("key", name=op.f("uq_guest_mail_key")),
    )
    op.create_index("ix_guest_mail_due", "guest_mail", ["progress", "due_at"])
    op.create_index(op.f("ix_guest_mail_registration_id"), "guest_mail", ["registration_id"])


def downgrade() -> None:
    op.drop_table("guest_mail")
    guests = "(SELECT id FROM registration WHERE guest)"
    op.execute(f"DELETE FROM attendance WHERE registration_id IN {guests}")
    op.execute(f"DELETE FROM zoom_person WHERE registration_id IN {guests}")
    op.execute("DELETE FROM registration WHERE guest")
    with op.batch_alter_table("attendance") as table:
        table.drop_constraint(op.f("uq_attendance_session_id_registration_id"), type_="unique")
        table.alter_column("employee_id", existing_type=sa.Integer(), nullable=False)
        table.alter_column("unit_id", existing_type=sa.Integer(), nullable=False)
    op.drop_index("uq_registration_webinar_guest", table_name="registration")
    with op.batch_alter_table("registration") as table:
        table.drop_constraint(op.f("ck_registration_guest"), type_="check")
        table.alter_column("employee_id", existing_type=sa.Integer(), nullable=False)
        table.alter_column("unit_id", existing_type=sa.Integer(), nullable=False)
        table.drop_column("consented_at")
        table.drop_column("guest")
    with op.batch_alter_table("webinar") as table:
        table.drop_column("guests")
