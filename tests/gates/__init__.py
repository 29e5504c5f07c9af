"""The gates. Each of their processes is thrifty from its start."""

from tests import thrift

thrift.begin()
