"""when people left the service, and which legal positions end it

Of those who had left before nobody knows the day: it stays empty and is shown so.
"""

import sqlalchemy as sa
from alembic import op

revision = "7d21c5e08f4a"
down_revision = "7d20b4c8e915"
branch_labels = None
depends_on = None

CODE = sa.table(
    "code", sa.column("id", sa.Integer), sa.column("code_list", sa.String), sa.column("code", sa.String), sa.column("data", sa.JSON)
)
ENDING = ("66", "77", "88", "99")
KEY = "berhenti"


def upgrade() -> None:
    with op.batch_alter_table("employee") as table:
        table.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
    _write(lambda code, data: data | {KEY: code in ENDING and data.get("aktif") is not True})


def downgrade() -> None:
    _write(lambda _code, data: {key: value for key, value in data.items() if key != KEY})
    with op.batch_alter_table("employee") as table:
        table.drop_column("ended_on")


def _write(change) -> None:  # type: ignore[no-untyped-def]
    connection = op.get_bind()
    for pk, code, data in connection.execute(
        sa.select(CODE.c.id, CODE.c.code, CODE.c.data).where(CODE.c.code_list == "kedudukan_hukum")
    ).all():
        connection.execute(sa.update(CODE).where(CODE.c.id == pk).values(data=change(code, data)))
