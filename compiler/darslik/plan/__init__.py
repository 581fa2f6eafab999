"""`Course` → `Plan`: what every target needs, with ids fixed, defaults filled, languages side by side."""
