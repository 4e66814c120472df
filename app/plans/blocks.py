"""The blocks of the page of a whole plan (T10): one form for each row, added and removed without losing what was typed, also where no script runs."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from flask import request
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.ledger.rules import Line
from app.plans.forms import PlanBlockForm, PlanRowForm
from app.plans.models import PlanRow
from app.plans.queries import form_rule, forms_of
from app.plans.rules import Path, convert_jp
from app.plans.services import WrittenRow
from app.reference.models import Training
from app.reference.queries import choices, training_groups
from app.reference.rules import CodeList

FORM_OF_KIND = {"manajerial": "KL02", "teknis": "KL03", "fungsional": "KL04", "sosial_kultural": "KL05"}
"""In which form a training of the catalogue is planned at first, by its kind of competence."""
OTHER_FORM = "KL12"
MOST = 40
"""So many blocks fit on one page."""


def blocks_for(rows: Sequence[PlanRow]) -> list[PlanBlockForm]:
    """A block for each row, or an empty one."""
    found = [PlanBlockForm(formdata=None, prefix=f"b{number}", obj=row, record_id=row.id) for number, row in enumerate(rows)]
    return _numbered(found or [PlanBlockForm(formdata=None, prefix="b0")])


def blocks_sent() -> list[PlanBlockForm]:
    """The blocks of the page that was sent, as they were typed."""
    numbers = [text for text in request.form.getlist("block") if text.isascii() and text.isdecimal() and len(text) < 6]
    return _numbered([PlanBlockForm(prefix=f"b{number}") for number in dict.fromkeys(numbers[:MOST])])


def with_one_more(blocks: list[PlanBlockForm], **values: Any) -> list[PlanBlockForm]:
    """The same and an empty one behind them; at most as many as fit."""
    if len(blocks) >= MOST:
        return blocks
    number = max((block.number for block in blocks), default=-1) + 1
    return _numbered([*blocks, PlanBlockForm(formdata=None, prefix=f"b{number}", **values)])


def with_training(blocks: list[PlanBlockForm], training: Training) -> list[PlanBlockForm]:
    """The same and a block with a training of the catalogue; a single block in which nothing stands makes room for it."""
    kept = [] if len(blocks) == 1 and blocks[0].is_blank else blocks
    form = FORM_OF_KIND.get(training.competence_kind, OTHER_FORM)
    return with_one_more(
        kept, training_id=training.id, subject=training.title, form=form, reason=_("Closes a gap to the standard of the job.")
    )


def ids_of(texts: Iterable[Any], rows: Sequence[PlanRow]) -> set[int]:
    """The ids among `texts` that belong to `rows`."""
    return {row.id for row in rows} & {int(text) for text in map(str, texts) if text.isascii() and text.isdecimal() and len(text) < 10}


def conversions() -> dict[str, tuple[str, str]]:
    """Of each form what its JP are counted by and how many, for the bar that follows the typing."""
    found = {row.code: form_rule(row.code) for path in Path for row in forms_of(path)}
    return {key: (rule.counting.value, str(rule.worth or "")) for key, rule in found.items() if rule}


def offer(blocks: Sequence[PlanRowForm], rows: Sequence[PlanRow | None], paths: Sequence[Path] = tuple(Path)) -> None:
    """Fill in the choices of each form, those of `paths`; what its row (None for a new one) has already is offered too."""
    forms = [SelectChoice(row.code, row.label, optgroup=str(path.label)) for path in paths for row in forms_of(path)]
    known: dict[int | None, list[SelectChoice]] = {}
    for block, row in zip(blocks, rows, strict=True):
        keep = row.training_id if row else None
        if keep not in known:
            known[keep] = [SelectChoice(pk, title, optgroup=kind) for kind, trainings in training_groups(keep) for pk, title in trainings]
        block.form.choices = forms
        block.training_id.choices = known[keep]
        block.fund.choices = choices(CodeList.FUND_SOURCE, row.fund if row else None)


def written(block: PlanBlockForm) -> WrittenRow:
    """What the service is to write of a valid block."""
    values = {name: value for name, value in block.content().items() if name != "record_id"}
    return WrittenRow(block.known_record, block.known_version, block.submission_key, values)


def jp_of(block: PlanBlockForm) -> Decimal:
    """The JP of a block as far as it is typed: the number, or what its form makes of its days; 0 where neither is known yet."""
    if block.jp.data is not None:
        return Decimal(block.jp.data)
    rule, first, last = form_rule(block.form.data), block.begins_on.data, block.ends_on.data
    if rule is None or first is None or last is None or last < first:
        return Decimal(0)
    return convert_jp(rule.counting, rule.worth, first, last) or Decimal(0)


def lines_of(blocks: Sequence[PlanBlockForm], employee_id: int) -> list[Line]:
    """The blocks whose days and JP are typed, as lines of a book."""
    found = []
    for place, block in enumerate(blocks, start=1):
        first, last, jp = block.begins_on.data, block.ends_on.data, jp_of(block)
        if first and last and first <= last and jp > 0:
            title = block.subject.data or _("Training %(number)s", number=place)
            found.append(Line(employee_id, first, last, jp, False, PlanRow.__tablename__, block.known_record or 0, title))
    return found


def _numbered(blocks: list[PlanBlockForm]) -> list[PlanBlockForm]:
    for block in blocks:
        block.number = int(block.record_id.name.removeprefix("b").partition("-")[0])
    return blocks
