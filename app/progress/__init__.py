"""What comes next for each person: home pages and the course page."""
