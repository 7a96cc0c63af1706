"""The clinical logic: pure functions from mentions and the rows of the tables to what the review says."""
