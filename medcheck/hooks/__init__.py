"""CDS Hooks: what a record system asks at a moment of its work, answered with at most one card."""
