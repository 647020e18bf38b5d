import type { Json } from './types';

/** Sorts by code point, as canonical JSON does; the language's own order is by UTF-16 unit. */
export function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

const lone = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Canonical JSON: keys sorted by code point, no whitespace, whole numbers only. Throws on what has no such form. */
export function canon(value: Json): string {
  switch (typeof value) {
    case 'number':
      if (!Number.isSafeInteger(value) || Object.is(value, -0))
        throw new RangeError(`${value} is no whole number`);
      return String(value);
    case 'string':
      if (lone.test(value)) throw new RangeError('half a character');
      return JSON.stringify(value);
    case 'boolean':
      return String(value);
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map(canon).join(',')}]`;
      return `{${Object.keys(value)
        .sort(byCodePoint)
        .map((key) => `${canon(key)}:${canon(value[key]!)}`)
        .join(',')}}`;
    default:
      throw new RangeError(`${typeof value} has no canonical form`);
  }
}
