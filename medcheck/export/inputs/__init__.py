"""The files of an export: readers of each kind, profiles of their columns, and the files that name their codes."""
