"""`python -m darslik`."""

from darslik.cli import main

if __name__ == "__main__":
    main()
