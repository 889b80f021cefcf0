"""e-Campus: cohort courses that end in a certificate."""
