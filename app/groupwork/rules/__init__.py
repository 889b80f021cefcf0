"""The pure part of group work."""
