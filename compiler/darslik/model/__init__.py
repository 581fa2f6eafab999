"""What the author wrote, typed and frozen."""
