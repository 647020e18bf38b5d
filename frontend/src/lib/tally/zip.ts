import { unzipSync } from 'fflate';
import { FileError } from './fileError';

/** A record of forty concepts and thousands of ballots is a few MiB; what is far beyond that is meant to hurt. */
export const limits = { bytes: 64 * 1024 * 1024, entries: 500 };

const id = '[A-Za-z0-9_.-]{1,64}';
const path = new RegExp(`^(?:${id}/){0,8}${id}$`);

/** The files of a zip by their path. Bounds what a hostile one may cost, and refuses paths that mean two things. */
export function readZip(bytes: Uint8Array): Map<string, Uint8Array> {
  if (bytes.length > limits.bytes) throw new FileError('too_big', { limit: limits.bytes / 1024 / 1024 });
  const seen = new Set<string>();
  let total = 0;
  let entries = 0;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (++entries > limits.entries) throw new FileError('too_many', { limit: limits.entries });
        const folder = name.endsWith('/');
        const plain = folder ? name.slice(0, -1) : name;
        if (
          !path.test(plain) ||
          plain.split('/').some((part) => part === '.' || part === '..' || part === '__proto__')
        ) {
          throw new FileError('path', { file: name.slice(0, 200) });
        }
        if (seen.has(plain)) throw new FileError('twice', { file: plain });
        seen.add(plain);
        // What is unpacked never grows beyond the size that is stated here: the library takes it for the buffer.
        total += originalSize;
        if (total > limits.bytes) throw new FileError('too_big', { limit: limits.bytes / 1024 / 1024 });
        return !folder;
      },
    });
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError('not_zip');
  }
  if (entries === 0) throw new FileError('not_zip');
  return new Map(Object.entries(files));
}

/** The text of a file. */
export function textOf(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FileError('text', { file });
  }
}
