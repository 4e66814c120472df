"""Rows in, a file out: one neutral Sheet, written as Excel, CSV or PDF; and letters from HTML templates.

The engines know no feature, no query and no request. The caller chooses the rows (already inside `visible(actor)`), the columns and the
letterhead; every value is formatted here, by its column's kind.
"""

from app.kernel.export.letter import render_letter
from app.kernel.export.sheet import ExportColumn, Kind, Letterhead, Progress, Sheet
from app.kernel.export.table_csv import write_csv
from app.kernel.export.table_pdf import write_pdf
from app.kernel.export.table_xlsx import write_xlsx

__all__ = ["ExportColumn", "Kind", "Letterhead", "Progress", "Sheet", "render_letter", "write_csv", "write_pdf", "write_xlsx"]
