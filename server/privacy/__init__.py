"""What is held about people: one list, by which it is told and by which it is deleted."""
