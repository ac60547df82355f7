"""What every step needs and no step owns: clock, settings, database, errors, log, web."""
