"""Names to mentions: brackets, combination products, strength, route and status."""
