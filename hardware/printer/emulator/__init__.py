"""An ESC/POS printer without hardware: bytes in, one picture per cut out, faults on demand.

Run it with ``python -m hardware.printer.emulator``. It shares no code with the driver, so that a fault in
one of them shows.
"""
