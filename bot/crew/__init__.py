"""The parts of the program, a file each with `build(means) -> Crew`; each is imported only where it is to run."""
