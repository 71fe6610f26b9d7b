"""What every program starts with: the config file, texts, the clock, dates, log records."""
