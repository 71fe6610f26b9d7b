"""Signs that are played: a BX card and an E1.31 panel, each told apart from its driver's own code."""
