"""Reports for front ends. The rendering is `assistant.report`: a report is part of the answer's contract."""

from __future__ import annotations

from assistant.report import report_html, report_markdown, write_report

__all__ = ["report_html", "report_markdown", "write_report"]
