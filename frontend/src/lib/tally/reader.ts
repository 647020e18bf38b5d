import { canon } from './canon';
import { FileError } from './fileError';
import type { Json } from './types';

const idPattern = /^[A-Za-z0-9_.-]{1,64}$/;

export const isId = (value: unknown): value is string => typeof value === 'string' && idPattern.test(value);

/** Where a value is that canonical JSON cannot hold: a fraction, half a character, a tower of lists. */
function strange(value: Json, path: string, depth = 0): string | undefined {
  if (depth > 64) return path;
  if (typeof value !== 'object' || value === null) {
    try {
      canon(value);
      return undefined;
    } catch {
      return path;
    }
  }
  for (const [key, inner] of Object.entries(value)) {
    const at = Array.isArray(value) ? `${path}[${key}]` : path ? `${path}.${key}` : key;
    const found = strange(key, at) ?? strange(inner, at, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Takes parsed JSON apart. What is missing or of another kind is a FileError that names it. */
export class Reader {
  private constructor(
    readonly file: string,
    readonly path: string,
    readonly value: Json | undefined,
  ) {}

  static parse(file: string, text: string): Reader {
    let value: Json;
    try {
      value = JSON.parse(text) as Json;
    } catch {
      throw new FileError('json', { file });
    }
    const figure = strange(value, '');
    if (figure !== undefined) throw new FileError('shape', { file, figure });
    return new Reader(file, '', value);
  }

  private wrong(): never {
    throw new FileError('shape', { file: this.file, figure: this.path || '(all)' });
  }

  /** A member of an object. */
  at(key: string): Reader {
    const { value } = this;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return this.wrong();
    return new Reader(
      this.file,
      this.path ? `${this.path}.${key}` : key,
      Object.hasOwn(value, key) ? value[key] : undefined,
    );
  }

  /** The same, where leaving it out is fine. */
  maybe<T>(key: string, read: (reader: Reader) => T): T | undefined {
    const member = this.at(key);
    return member.value === undefined || member.value === null ? undefined : read(member);
  }

  json(): Json {
    return this.value === undefined ? this.wrong() : this.value;
  }

  text(): string {
    return typeof this.value === 'string' ? this.value : this.wrong();
  }

  id(): string {
    return isId(this.value) ? this.value : this.wrong();
  }

  /** Lower-case hexadecimal digits of so many bytes, or of any number. */
  hex(bytes?: number): string {
    const text = this.text();
    const fits = /^([0-9a-f]{2})*$/.test(text) && (bytes === undefined || text.length === 2 * bytes);
    return fits ? text : this.wrong();
  }

  whole(): number {
    const { value } = this;
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : this.wrong();
  }

  list(): Reader[] {
    if (!Array.isArray(this.value)) return this.wrong();
    return this.value.map((each, index) => new Reader(this.file, `${this.path}[${index}]`, each));
  }

  ids(): string[] {
    const ids = this.list().map((each) => each.id());
    return new Set(ids).size === ids.length ? ids : this.wrong();
  }

  entries(): [string, Reader][] {
    const { value } = this;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return this.wrong();
    return Object.keys(value).map((key) => [key, this.at(key)]);
  }
}
