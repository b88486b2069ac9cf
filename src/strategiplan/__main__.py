"""`python -m strategiplan`."""

from strategiplan.cli import main

main()
