"""LED signs: what they should show, the drivers that tell them, and the emulators beside the drivers."""
