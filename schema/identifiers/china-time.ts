/** Today in China as YYYY-MM-DD; the country keeps one time, UTC+8, all year. */
export function todayInChina(): string {
  const day = Math.floor((Date.now() + 8 * 3_600_000) / 86_400_000);
  if (day !== known.day) known = { day, text: new Date(day * 86_400_000).toISOString().slice(0, 10) };
  return known.text;
}

/** Asked with every request, and the same for a day. */
let known = { day: 0, text: '1970-01-01' };
