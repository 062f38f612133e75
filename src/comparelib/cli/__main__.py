"""`python -m comparelib.cli`, for machines where the script is not on the path."""

from comparelib.cli import main

if __name__ == "__main__":  # the processes of a pool import this module too
    main()
