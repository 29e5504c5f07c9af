"""A street to try hehuo in, as data, and what raises it in the sandbox."""
