"""What changed between a package that learners have and a course as it is now, and what they will notice."""
