"""Tables of group work."""
