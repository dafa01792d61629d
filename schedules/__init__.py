"""What falls due by the calendar: the tick and the families of reminder rules."""
