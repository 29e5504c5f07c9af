"""The market day as a calendar file."""

from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from community.views.market import CalendarView


def market_ics(view: CalendarView, now: datetime) -> bytes:
    """An .ics file with one event, in local time with its zone; a reminder the evening before. now: aware UTC."""
    calendar = Calendar()
    calendar.add("prodid", "-//hehuo//market//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if view.cancelled else "PUBLISH")
    event = Event()
    event.add("uid", view.uid)
    event.add("dtstamp", now)
    event.add("dtstart", view.starts)
    event.add("dtend", view.ends)
    event.add("summary", f"合伙人大集 · {view.title_host}")
    event.add("location", view.place)
    event.add("status", "CANCELLED" if view.cancelled else "CONFIRMED")
    if view.rain_place:
        event.add("description", f"雨天改到：{view.rain_place}")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "明天有合伙人大集")
    alarm.add("trigger", timedelta(hours=-14))
    event.add_component(alarm)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
