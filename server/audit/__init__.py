"""What proves that a hall's log is whole, for whoever asks: reads only, also beside a running server."""
