"""Figures over a whole course: completion statistics, their charts and exports."""
