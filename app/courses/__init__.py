"""Courses: definitions as data, editions, groups, enrolments, sessions."""
