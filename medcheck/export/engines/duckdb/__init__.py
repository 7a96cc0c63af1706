"""The engine on one machine: DuckDB."""
