"""What is kept: tables, migrations, and questions and writes by noun."""
