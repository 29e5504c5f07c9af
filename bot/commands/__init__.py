"""Commands of `hehuo`, a file each, found by their being here.

Such a file has `add(app)`, which registers its command on the typer app. It imports nothing heavy until the command
runs: `hehuo --help` imports them all.
"""
