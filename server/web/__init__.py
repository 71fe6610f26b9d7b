"""The browser's side of a hall: the console for clerks and the visitor's phone page."""
