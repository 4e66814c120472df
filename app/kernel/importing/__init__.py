"""Spreadsheets in: a file is uploaded, its columns are recognised, every row is judged before any is written, and a batch can be undone.

A feature declares an `Import`: a table of columns, and a Target that finds, judges and writes its records by the rules of its screens.
"""

from app.kernel.importing.table import Change, Column, Import, Row, RowTarget, Target, Written, register_import, used_elsewhere

__all__ = ["Change", "Column", "Import", "Row", "RowTarget", "Target", "Written", "register_import", "used_elsewhere"]
