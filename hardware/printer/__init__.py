"""Ticket printers: layout, driver, and an emulated printer. Import what is needed from its module."""
