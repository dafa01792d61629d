"""What keeps the program from starting, and what is wrong with a setting."""


class BrokenStart(Exception):
    """The program cannot start; the text is the one line that says why and what to do."""


class WrongSetting(ValueError):
    """A value that cannot be used; the text is the remedy, and repeats no part of the value."""
