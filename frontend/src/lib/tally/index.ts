// The recount: what a decision's record says is checked and counted again here, in the browser. Heavy; import it lazily:
//
//   const { verifyRecord, findReceipt } = await import('../../lib/tally');
//   const verification = await verifyRecord(new Uint8Array(await response.arrayBuffer()));
//
// A file that is no record (broken zip, missing file, too big) is thrown as FileError; a record that was changed comes
// back with ok: false and the first difference. The sentences of steps, differences and errors are in i18n `recount`.
import type { FoundBallot, Verification } from './types';

export { BallotError } from './ballots';
export { readBlt } from './blt';
export { count } from './count';
export { check, readCsv, type Imported } from './csv';
export { FileError, type FileReason } from './fileError';
export { verifyRecord } from './record';
export { inOrder } from './shortlist';
export { textOf } from './zip';
export type * from './types';

/** The ballot with this receipt, in whichever round it was cast. Spaces and capitals do not matter. */
export function findReceipt(verification: Verification, receiptHex: string): FoundBallot | undefined {
  const receipt = receiptHex.replace(/\s/g, '').toLowerCase();
  for (const round of verification.rounds) {
    const index = round.ballots.findIndex((ballot) => ballot.receipt === receipt);
    if (index >= 0) return { round, index, ballot: round.ballots[index]! };
  }
  return undefined;
}
