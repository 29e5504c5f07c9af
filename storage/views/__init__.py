"""Loading views: `load(session, wanted) -> View | None` for each card; None where there is nothing to show."""
