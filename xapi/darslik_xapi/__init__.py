"""Learning records over xAPI."""
