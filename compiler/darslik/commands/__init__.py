"""Commands of the command line, one module each: `command` is what `cli.py` adds."""
