"""What if: a day's waits under another plan, replayed from the log by the hall's own rules. Pure, but for what reads
the log (`reader`) and what runs beside it (`__main__`)."""
