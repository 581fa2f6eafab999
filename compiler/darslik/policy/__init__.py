"""What completes and passes a course, and what each standard holds of it."""
