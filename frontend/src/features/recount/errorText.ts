import type { TFunction } from 'i18next';
import type { FileError } from '../../lib/tally';

type Values = Record<string, string | number>;

/** A sentence whose key comes from the recount; the key is one of the texts, which the tests see to. */
export const say = (t: TFunction<'recount'>, key: string, values: Values = {}): string =>
  (t as unknown as (key: string, values: Values) => string)(key, values);

/** Why a file cannot be counted, in one sentence. */
export function errorText(t: TFunction<'recount'>, { reason, values }: FileError): string {
  if (reason !== 'line') return say(t, `error.${reason}`, values);
  const cause = say(t, `cause.${values.cause}`, values);
  return say(t, values.file === undefined ? 'error.line' : 'error.lineIn', { ...values, cause });
}

/** Seconds as they are read: no more digits than matter. */
export const seconds = (ms: number) => Math.max(0.01, ms / 1000).toFixed(2);
