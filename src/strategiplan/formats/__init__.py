"""How a plan travels: reports for machines, schemas for editors, files to begin with."""
