"""Reads workbooks as the office sees them: XLSX, XLS, ODS, CSV, tables saved as a web page."""
