"""What every feature stands on: database, clock, errors, permissions, the web's edge, scheduler, logs."""
