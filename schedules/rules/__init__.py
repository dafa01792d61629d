"""The families of reminder rules: each tells, from the calendar alone, what is due."""
