"""Shapes of essays over HTTP."""
