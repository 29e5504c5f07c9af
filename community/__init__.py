"""Words and rules of the neighbourhood: enums, value objects, facts, frozen views, transitions, calendars.

No framework, no I/O and no clock in this room: everything here is a pure function of its arguments.
"""
