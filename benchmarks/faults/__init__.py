"""Faults that we cause on purpose, and the check that nothing which was acknowledged is gone afterwards."""
