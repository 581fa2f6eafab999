"""Package tree → deterministic zip, read back and verified."""
