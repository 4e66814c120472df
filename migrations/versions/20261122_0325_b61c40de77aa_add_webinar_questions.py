"""add webinar questions"""

import sqlalchemy as sa
from alembic import op

revision = "b61c40de77aa"
down_revision = "c4a1f27be930"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "webinar_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=500), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("choices", sa.Text(), nullable=True),
        sa.Column("must_answer", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('teks', 'pilihan', 'skala')", name=op.f("ck_webinar_question_kind")),
        sa.CheckConstraint("position BETWEEN 1 AND 999", name=op.f("ck_webinar_question_position")),
        sa.CheckConstraint("(kind = 'pilihan') = (choices IS NOT NULL)", name=op.f("ck_webinar_question_choices")),
        sa.ForeignKeyConstraint(["session_id"], ["webinar_session.id"], name=op.f("fk_webinar_question_session_id_webinar_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webinar_question")),
    )
    op.create_index(op.f("ix_webinar_question_session_id"), "webinar_question", ["session_id"])
    with op.batch_alter_table("attendance") as batch_op:
        batch_op.add_column(sa.Column("answers", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("attendance") as batch_op:
        batch_op.drop_column("answers")
    op.drop_table("webinar_question")
