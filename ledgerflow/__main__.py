"""`python -m ledgerflow`: the command line without an installed script."""

from ledgerflow.cli.app import main

if __name__ == "__main__":
    main()
