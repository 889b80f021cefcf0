"""Marks by criteria: what a marker gives a piece of work, in draft and final, with every state it had."""
