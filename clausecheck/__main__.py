"""`python -m clausecheck`."""

from clausecheck.cli.main import main

if __name__ == "__main__":
    main()
