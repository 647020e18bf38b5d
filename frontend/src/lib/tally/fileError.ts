/** Why a file cannot be read. Its sentence is `t('recount:error.' + reason, values)`. */
export type FileReason =
  | 'not_zip'
  | 'too_big'
  | 'too_many'
  | 'path'
  | 'twice'
  | 'missing'
  | 'text'
  | 'json'
  | 'shape'
  | 'empty'
  | 'kind'
  | 'line';

/** A file that is no record, or breaks off. `values` has what the sentence names: `file`, `figure`, `line`, and `cause`,
 * which is a key itself: `t('recount:cause.' + cause, values)`. */
export class FileError extends Error {
  constructor(
    readonly reason: FileReason,
    readonly values: Record<string, string | number> = {},
  ) {
    super([reason, ...Object.values(values)].join(' '));
    this.name = 'FileError';
  }
}
