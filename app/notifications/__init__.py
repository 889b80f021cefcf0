"""Messages to people: templates, the outbox, delivery. Gets address, language and zone as values."""
