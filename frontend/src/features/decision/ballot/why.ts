import { useDraft } from '../../../lib/draft';
import { useWriteReason, type Decision } from '../queries';
import type { Kept } from './kept';
import { randomHex } from './receipt';

/** The reasons a member gives for a round: what is written, and what the server has. */
export type Why = {
  words: (concept: string) => string;
  write: (concept: string, words: string) => void;
  /** Concepts whose words the server does not have yet. */
  unsent: string[];
  /** How many the server has. */
  sent: number;
  /** What is written is kept on this device. */
  kept: boolean;
  /** Sends what is unsent and answers whether all of it has arrived; the rest stays written. */
  send: () => Promise<boolean>;
  sending: boolean;
  error: Error | null;
};

/**
 * Reasons go out apart from the ballot, under a key of their own that this browser makes and keeps: nothing joins the
 * two, and with the key their author can sign them after the close.
 */
export function useWhy(decision: Pick<Decision, 'id'>, kept: Kept, keep: (more: Kept) => boolean): Why {
  const draft = useDraft<Record<string, string>>(`why.${decision.id}`, none);
  const writing = useWriteReason(decision.id);
  const held = kept.reasons ?? none;
  const unsent = Object.keys(draft.value)
    .filter((concept) => (draft.value[concept] ?? '').trim() !== (held[concept] ?? ''))
    .sort();
  const send = async () => {
    if (unsent.length === 0) return true;
    const reasonKey = kept.reasonKey ?? randomHex(32);
    keep({ reasonKey }); // before it is used: without it the reason could be neither changed nor signed
    let reasons = { ...held };
    try {
      for (const concept of unsent) {
        const words = (draft.value[concept] ?? '').trim();
        await writing.mutateAsync({ concept, words, key: reasonKey });
        const { [concept]: _before, ...others } = reasons;
        reasons = words === '' ? others : { ...others, [concept]: words };
        keep({ reasons });
      }
      draft.clear();
      return true;
    } catch {
      return false; // The error is shown beside the words, which are still there.
    }
  };
  return {
    words: (concept) => draft.value[concept] ?? held[concept] ?? '',
    write: (concept, words) => draft.set({ ...draft.value, [concept]: words }),
    unsent,
    sent: Object.keys(held).length,
    kept: draft.kept,
    send,
    sending: writing.isPending,
    error: writing.error,
  };
}

const none: Record<string, string> = {};
