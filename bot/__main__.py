"""The `hehuo` command."""


def main() -> None:
    """Entry point."""
