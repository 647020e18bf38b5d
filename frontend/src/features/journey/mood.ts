import { locale } from '../../i18n';
import type { Mood } from './queries';

/** The mean sentiment, −2 to 2; undefined without an insight. */
export function meanOf({ count, sum }: Mood): number | undefined {
  return count === 0 ? undefined : sum / count;
}

/** "+0.4", "−1.6", "0.0": the sign is always there, and a real minus. */
export function signed(value: number, digits = 1): string {
  const rounded = Number(value.toFixed(digits));
  const text = new Intl.NumberFormat(locale(), {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(Math.abs(rounded));
  return rounded === 0 ? text : (rounded < 0 ? '−' : '+') + text;
}

/** The colour of a mean or of one sentiment; what is nearly nothing is grey. */
export function toneOf(value: number): 'n2' | 'n1' | '0' | 'p1' | 'p2' {
  const strength = Math.abs(value);
  if (strength < 0.25) return '0';
  if (value < 0) return strength < 1.5 ? 'n1' : 'n2';
  return strength < 1.5 ? 'p1' : 'p2';
}

/** A figure of a metric: "31 %", "4.1", at most one decimal. */
export function figure(value: number, unit = ''): string {
  const text = new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(value).replace('-', '−');
  return unit ? `${text} ${unit}` : text;
}

/** How much a metric has changed: "+2", "−0.3", "0". */
export function change(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return rounded > 0 ? `+${figure(rounded)}` : figure(rounded);
}

/** "August", with the year when it is not this one. */
export function monthOf(day: string): string {
  const at = new Date(day);
  const year = at.getFullYear() === new Date().getFullYear() ? undefined : 'numeric';
  return new Intl.DateTimeFormat(locale(), { month: 'long', year }).format(at);
}
