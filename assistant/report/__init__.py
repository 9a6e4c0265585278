"""A report that a manager can read and a reviewer can audit: one HTML, PDF or Markdown file.

All three come from the same list of sections (`assistant.report.sections`), so they cannot disagree. The
HTML holds its figures and needs neither a network nor a script. docs/report-items.md says which section
answers which item of TARGET 2025 and STROBE.
"""

from __future__ import annotations

from assistant.report.html import report_html
from assistant.report.sections import sections
from assistant.report.write import report_markdown, write_report

__all__ = ["report_html", "report_markdown", "sections", "write_report"]
