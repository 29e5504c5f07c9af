"""What people can do: a file each, one transaction each. An action is a plain function whose first argument is a Tx."""
