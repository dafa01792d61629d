"""Progress of a member, a branch and the school, and the records behind it."""
