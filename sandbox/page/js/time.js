// Everything is told in Asia/Shanghai, which has had no summer time since 1991: +08:00 always.
const ZONE = "Asia/Shanghai";
const OFFSET = 8 * 3600 * 1000;
export const DAY = 24 * 3600 * 1000;

const format = (options) => {
  const formatter = new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, ...options });
  return (ms) => formatter.format(new Date(ms));
};

export const clockTime = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
export const exactTime = format({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const day = format({ month: "long", day: "numeric" });
const weekday = format({ weekday: "short" });
export const dayName = (ms) => `${day(ms)} ${weekday(ms)}`;

const shifted = (ms) => new Date(ms + OFFSET); // its UTC fields read as Shanghai's

export const dayKey = (ms) => shifted(ms).toISOString().slice(0, 10);

/** Shanghai's day and time to the minute: "2026-11-21T09:30". */
export const toInput = (ms) => shifted(ms).toISOString().slice(0, 16);
export const fromInput = (value) => `${value}:00+08:00`;

/** The ISO moment of 08:00 on the day after today ("明早"). */
export const tomorrowAtEight = (ms) => `${dayKey(ms + DAY)}T08:00:00+08:00`;

/** The ISO moment of the next Saturday's 08:00 after now. */
export function saturdayAtEight(ms) {
  let days = (6 - shifted(ms).getUTCDay() + 7) % 7;
  if (days === 0 && toInput(ms).slice(11) >= "08:00") days = 7;
  return `${dayKey(ms + days * DAY)}T08:00:00+08:00`;
}

/** The sandbox's time now: it ticks in real time from what the world last said. */
export const worldNow = (world) => Date.parse(world.now) + (Date.now() - world.fetchedAt);
