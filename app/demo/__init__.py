"""The demonstration: a course with its cohort, the same course as of today, and a sign-in for every role."""
