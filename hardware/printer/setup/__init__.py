"""Setting a printer up by somebody who knows its address and nothing else. Import what is needed from its module."""
