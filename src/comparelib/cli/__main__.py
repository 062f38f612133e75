"""`python -m comparelib.cli`, for machines where the script is not on the path."""

from comparelib.cli import main

main()
