"""Between the hall's own words (`server.domain`) and the wire's (`wire.messages`), by subject as the wire has them.

A rename on either side stops here, so the protocol never changes by accident.
"""
