"""All lines of a patient together."""
