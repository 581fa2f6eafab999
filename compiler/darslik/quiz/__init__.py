"""Quizzes: what is drawn from banks, and how the keys of exams are kept out of sight."""
