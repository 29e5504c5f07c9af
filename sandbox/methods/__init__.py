"""The Bot API methods that the sandbox serves, a file per theme. Importing this package registers them all."""
