"""Who belongs to the campaign: people, branches, the roles they hold, the roster as a whole."""
