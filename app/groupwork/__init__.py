"""Group work: roles and tasks, the worksheet, sessions and attendance, submissions, marks by peers and tutors."""
