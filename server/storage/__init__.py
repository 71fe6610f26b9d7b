"""The hall's log and the tables beside it, in SQLite or PostgreSQL by one URL."""
