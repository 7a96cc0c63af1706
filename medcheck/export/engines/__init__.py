"""Engines list the distinct lines of an export, join the answers back and write; no rule stands here."""
