"""`diff`: what a proposal changes."""

COMMANDS = {}
