"""The digital archive: its documents, everybody's score, and the code lists of categories, documents and labels."""

import sqlalchemy as sa
from alembic import op

revision = "5e0b7c31a9d4"
down_revision = "3d9a51c7e0b4"
branch_labels = None
depends_on = None


BEFORE = (
    "golongan_pns",
    "golongan_pppk",
    "agama",
    "jenjang_jf",
    "kedudukan_hukum",
    "jenis_kompetensi",
    "jenis_diklat",
    "jenis_kursus",
    "rumpun_jabatan",
)
ADDED = ("kategori_arsip", "dokumen_arsip", "label_arsip")


def upgrade() -> None:
    allow(*BEFORE, *ADDED)
    op.create_table(
        "archive_document",
        sa.Column("document_type", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.String(length=200), nullable=True),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'returned', 'approved', 'rejected', 'deleted')", name=op.f("ck_archive_document_state")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_archive_document_employee_id_employee")),
        sa.ForeignKeyConstraint(["file_id"], ["document.id"], name=op.f("fk_archive_document_file_id_document")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_archive_document_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_document")),
        sa.UniqueConstraint("file_id", name=op.f("uq_archive_document_file_id")),
    )
    for name in ("document_type", "employee_id", "state", "unit_id"):
        op.create_index(op.f(f"ix_archive_document_{name}"), "archive_document", [name])
    op.create_table(
        "archive_score",
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column("main", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column("conditional", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("points >= 0 AND main >= 0 AND conditional >= 0", name=op.f("ck_archive_score_points")),
        sa.CheckConstraint("missing >= 0 AND waiting >= 0", name=op.f("ck_archive_score_numbers")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_archive_score_employee_id_employee"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_score")),
        sa.UniqueConstraint("employee_id", name=op.f("uq_archive_score_employee_id")),
    )
    for name in ("computed_at", "level", "points"):
        op.create_index(op.f(f"ix_archive_score_{name}"), "archive_score", [name])


def downgrade() -> None:
    op.drop_table("archive_score")
    op.drop_table("archive_document")
    op.execute(sa.text("DELETE FROM code WHERE code_list IN :added").bindparams(sa.bindparam("added", ADDED, expanding=True)))
    allow(*BEFORE)


def allow(*lists: str) -> None:
    """Let the table of codes hold these lists and no others."""
    with op.batch_alter_table("code") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_code_code_list"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_code_code_list"), f"code_list IN ({', '.join(repr(each) for each in lists)})")
