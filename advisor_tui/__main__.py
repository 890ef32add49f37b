"""`python -m advisor_tui`."""

from advisor_tui.cli.main import main

if __name__ == "__main__":
    main()
