"""Reads of group work."""
