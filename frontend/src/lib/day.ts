/** Midnight, here, of a day of the calendar (YYYY-MM-DD): a date without a time must not slip into the day before. */
export function dayOf(day: string): Date {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date);
}

/** A day of the calendar (YYYY-MM-DD), here. */
export function toDay(at: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
