"""Shapes of group work over HTTP."""
