/** Today in China as YYYY-MM-DD; the country keeps one time, UTC+8, all year. */
export function todayInChina(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}
