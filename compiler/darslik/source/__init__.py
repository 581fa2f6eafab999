"""Files of a course folder, as text with positions."""
