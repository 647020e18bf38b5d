import { locale } from '../i18n';

/** A number as people write it: at most one decimal, two below ten where they say something. */
export function written(value: number): string {
  const digits = Math.abs(value) >= 10 ? 1 : 2;
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value);
}

/** A value with its unit: "68.5 %", "620 calls", "4.1". */
export function withUnit(value: number, unit: string): string {
  return unit === '' ? written(value) : `${written(value)}\u00a0${unit}`;
}

/** What somebody typed into a field for a number, with a decimal point or a comma; undefined when it is none. */
export function typed(words: string): number | undefined {
  const plain = words
    .replace(/[\s\u00a0\u202f]/g, '')
    .replace('−', '-')
    .replace(',', '.');
  if (!/^-?\d+(\.\d*)?$|^-?\.\d+$/.test(plain)) return undefined;
  return Number(plain);
}
