"""A study leave: one person, one programme, one first day."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.approval import Flowing
from app.kernel.db import Model, Stamped
from app.organisation.models import OfEmployee
from app.study_leave.workflow import STUDY_LEAVE_FLOW


class StudyLeave(OfEmployee, Flowing, Stamped, Model):
    __tablename__ = "study_leave"
    __workflow__ = STUDY_LEAVE_FLOW

    programme: Mapped[str] = mapped_column(String(200))
    begins_on: Mapped[date]
