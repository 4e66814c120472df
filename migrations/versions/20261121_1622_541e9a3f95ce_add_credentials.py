"""courses, certifications, and their code lists"""

import sqlalchemy as sa
from alembic import op

revision = "541e9a3f95ce"
down_revision = "c4d81f0a9b37"
branch_labels = None
depends_on = None


BEFORE = ("golongan_pns", "golongan_pppk", "agama", "jenjang_jf", "kedudukan_hukum", "jenis_kompetensi")
ADDED = ("jenis_diklat", "jenis_kursus", "rumpun_jabatan")


def upgrade() -> None:
    allow(*BEFORE, *ADDED)
    op.create_table(
        "certification",
        sa.Column("certified_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("front_title", sa.String(length=60), nullable=True),
        sa.Column("back_title", sa.String(length=60), nullable=True),
        sa.Column("reminded_at", sa.Integer(), nullable=True),
        sa.Column("classification", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organiser", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("number_key", sa.String(length=100), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'returned', 'approved', 'rejected', 'deleted')", name=op.f("ck_certification_state")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_certification_validity")),
        sa.ForeignKeyConstraint(["certificate_id"], ["document.id"], name=op.f("fk_certification_certificate_id_document")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_certification_employee_id_employee")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_certification_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certification")),
        sa.UniqueConstraint("certificate_id", name=op.f("uq_certification_certificate_id")),
    )
    with op.batch_alter_table("certification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certification_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certification_number_key"), ["number_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_certification_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_certification_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certification_valid_until"), ["valid_until"], unique=False)

    op.create_table(
        "course",
        sa.Column("course_form", sa.String(length=32), nullable=False),
        sa.Column("course_kind", sa.String(length=32), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("jp", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column("classification", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organiser", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("number_key", sa.String(length=100), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'returned', 'approved', 'rejected', 'deleted')", name=op.f("ck_course_state")),
        sa.CheckConstraint("ends_on >= begins_on", name=op.f("ck_course_days")),
        sa.CheckConstraint("jp > 0", name=op.f("ck_course_jp")),
        sa.ForeignKeyConstraint(["certificate_id"], ["document.id"], name=op.f("fk_course_certificate_id_document")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_course_employee_id_employee")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_course_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("certificate_id", name=op.f("uq_course_certificate_id")),
    )
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_course_form"), ["course_form"], unique=False)
        batch_op.create_index(batch_op.f("ix_course_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_course_number_key"), ["number_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_course_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_course_unit_id"), ["unit_id"], unique=False)

    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_sha256"), ["sha256"], unique=False)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM code WHERE code_list IN :added").bindparams(sa.bindparam("added", ADDED, expanding=True)))
    allow(*BEFORE)
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_sha256"))

    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_course_unit_id"))
        batch_op.drop_index(batch_op.f("ix_course_state"))
        batch_op.drop_index(batch_op.f("ix_course_number_key"))
        batch_op.drop_index(batch_op.f("ix_course_employee_id"))
        batch_op.drop_index(batch_op.f("ix_course_course_form"))

    op.drop_table("course")
    with op.batch_alter_table("certification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certification_valid_until"))
        batch_op.drop_index(batch_op.f("ix_certification_unit_id"))
        batch_op.drop_index(batch_op.f("ix_certification_state"))
        batch_op.drop_index(batch_op.f("ix_certification_number_key"))
        batch_op.drop_index(batch_op.f("ix_certification_employee_id"))

    op.drop_table("certification")


def allow(*lists: str) -> None:
    """Let the table of codes hold these lists and no others."""
    with op.batch_alter_table("code") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_code_code_list"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_code_code_list"), f"code_list IN ({', '.join(repr(each) for each in lists)})")
