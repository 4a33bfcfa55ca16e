// @ts-check
// How long ago, in the words of a shop.

import { today } from "./files.js";

const DAY = 86_400_000; // ms

export const days = (at) => Math.floor((Date.now() - new Date(at).getTime()) / DAY);
export const isTime = (at) => Boolean(at) && !Number.isNaN(days(at));
/** Whether the clock was ahead then, or has been set back since: nobody knows how long ago that was. */
export const isAhead = (at) => days(at) < -1;

/** 今天 14:03, 3 天前, or the day. */
export function when(at) {
  const time = new Date(at);
  if (today(time) === today())
    return `今天 ${[time.getHours(), time.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":")}`;
  return !isAhead(at) && days(at) <= 30 ? `${Math.max(1, days(at))} 天前` : today(time);
}
