"""What a learner did, as the runtime keeps it in an LMS: read, written and reckoned with outside of a browser."""
