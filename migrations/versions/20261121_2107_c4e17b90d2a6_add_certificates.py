"""Certificates: their templates, BKPSDM's own events with participants, what was issued, and requests for corrections."""

import sqlalchemy as sa
from alembic import op

revision = "c4e17b90d2a6"
down_revision = "c4a9e17d5b20"
branch_labels = None
depends_on = None

VALID, ASKED = sa.text("state = 'valid'"), sa.text("state = 'asked'")


def upgrade() -> None:
    op.create_table(
        "certificate_template",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("heading", sa.String(length=60), nullable=False),
        sa.Column("opening", sa.String(length=100), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.Column("signatory_title", sa.String(length=200), nullable=True),
        sa.Column("signatory_name", sa.String(length=200), nullable=True),
        sa.Column("signatory_rank", sa.String(length=100), nullable=True),
        sa.Column("signatory_nip", sa.String(length=18), nullable=True),
        sa.Column("background_id", sa.Integer(), nullable=True),
        sa.Column("logo_id", sa.Integer(), nullable=True),
        sa.Column("signature_id", sa.Integer(), nullable=True),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("heading_at", "name_at", "body_at", "signature_x", "signature_at", "qr_x", "qr_at")
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], ["document.id"], name=op.f(f"fk_certificate_template_{name}_document"))
            for name in ("background_id", "logo_id", "signature_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_template")),
        *(
            sa.UniqueConstraint(name, name=op.f(f"uq_certificate_template_{name}"))
            for name in ("name", "background_id", "logo_id", "signature_id")
        ),
    )
    op.create_table(
        "learning_event",
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("jp", sa.Integer(), nullable=False),
        sa.Column("organiser", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("outline", sa.Text(), nullable=True),
        sa.Column("template_id", sa.Integer(), nullable=True),
        *_flowing(),
        sa.CheckConstraint("ends_on >= begins_on", name=op.f("ck_learning_event_days")),
        sa.CheckConstraint("jp >= 0 AND jp <= 999", name=op.f("ck_learning_event_jp")),
        sa.CheckConstraint("state IN ('prepared', 'validated', 'called_off')", name=op.f("ck_learning_event_state")),
        sa.ForeignKeyConstraint(
            ["template_id"], ["certificate_template.id"], name=op.f("fk_learning_event_template_id_certificate_template")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_event")),
    )
    _index("learning_event", "begins_on", "state", "template_id")
    op.create_table(
        "event_participant",
        sa.Column("event_id", sa.Integer(), nullable=False),
        *_of_employee(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *_people("event_participant"),
        sa.ForeignKeyConstraint(["event_id"], ["learning_event.id"], name=op.f("fk_event_participant_event_id_learning_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_participant")),
        sa.UniqueConstraint("event_id", "employee_id", name=op.f("uq_event_participant_event_id_employee_id")),
    )
    _index("event_participant", "employee_id", "unit_id")
    op.create_table(
        "certificate",
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("occasion_kind", sa.String(length=32), nullable=False),
        sa.Column("occasion_id", sa.Integer(), nullable=False),
        sa.Column("printed_name", sa.String(length=320), nullable=False),
        sa.Column("nip", sa.String(length=18), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("jp", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("frozen_data", sa.Text(), nullable=False),
        sa.Column("frozen_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_key", sa.String(length=64), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        *_of_employee(),
        *_flowing(),
        sa.CheckConstraint("revision >= 0", name=op.f("ck_certificate_revision")),
        sa.CheckConstraint("state IN ('valid', 'revoked', 'replaced')", name=op.f("ck_certificate_state")),
        *_people("certificate"),
        sa.ForeignKeyConstraint(["replaces_id"], ["certificate.id"], name=op.f("fk_certificate_replaces_id_certificate")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("code", name=op.f("uq_certificate_code")),
        sa.UniqueConstraint("file_key", name=op.f("uq_certificate_file_key")),
        sa.UniqueConstraint("number", "revision", name=op.f("uq_certificate_number_revision")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_certificate_replaces_id")),
    )
    _index("certificate", "employee_id", "file_sha256", "issued_on", "state", "unit_id")
    op.create_index(
        "uq_certificate_occasion",
        "certificate",
        ["occasion_kind", "occasion_id", "employee_id"],
        unique=True,
        sqlite_where=VALID,
        postgresql_where=VALID,
    )
    op.create_table(
        "certificate_correction",
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("front_title", sa.String(length=60), nullable=True),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("back_title", sa.String(length=100), nullable=True),
        sa.Column("wish", sa.String(length=1000), nullable=False),
        *_of_employee(),
        *_flowing(),
        sa.CheckConstraint("state IN ('asked', 'accepted', 'refused')", name=op.f("ck_certificate_correction_state")),
        *_people("certificate_correction"),
        sa.ForeignKeyConstraint(["about_id"], ["certificate.id"], name=op.f("fk_certificate_correction_about_id_certificate")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_correction")),
    )
    _index("certificate_correction", "about_id", "employee_id", "state", "unit_id")
    op.create_index(
        "uq_certificate_correction_about",
        "certificate_correction",
        ["about_id"],
        unique=True,
        sqlite_where=ASKED,
        postgresql_where=ASKED,
    )


def _flowing() -> tuple[sa.Column, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )


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
    for table in ("certificate_correction", "certificate", "event_participant", "learning_event", "certificate_template"):
        op.drop_table(table)
