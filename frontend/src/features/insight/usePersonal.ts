import { useDebouncedValue } from '@mantine/hooks';
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { checkQuery, type Personal, type PersonalChoice } from './queries';

/** The fields of an insight that may hold personal data. */
export const personalFields = ['quote', 'source', 'note'] as const;
export type PersonalField = (typeof personalFields)[number];
export type Texts = Record<PersonalField, string>;

export type Finding = Personal['findings'][number] & { field: PersonalField };

const pause = 500; // ms after the last key

/**
 * Watches what is typed for names, mail addresses and phone numbers. Findings that may stay are remembered by their
 * words, so that a new one is named again.
 */
export function usePersonal(texts: Texts) {
  const queryClient = useQueryClient();
  const [asked] = useDebouncedValue(JSON.stringify(personalFields.map((field) => texts[field])), pause);
  const words = JSON.parse(asked) as string[];
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  // Each text once: two fields may hold the same words.
  const checked = [...new Set(words.filter((text) => text.trim().length > 2))];
  const checks = useQueries({ queries: checked.map((text) => checkQuery(text)) });
  const findings = personalFields.flatMap((field, index) =>
    (checks[checked.indexOf(words[index]!)]?.data?.findings ?? [])
      // The words may have gone on since they were sent.
      .filter((each) => texts[field].slice(each.start, each.end) === each.text)
      .map((each) => ({ ...each, field })),
  );

  const checkNow = () =>
    Promise.all(
      personalFields.map((field) =>
        texts[field].trim() === ''
          ? { findings: [], masked: texts[field] }
          : queryClient.fetchQuery(checkQuery(texts[field])),
      ),
    );

  return {
    findings,
    open: findings.filter((each) => !kept.has(each.text)),
    /** The texts with everything found replaced; asks the server where it has not answered yet. */
    masked: async (): Promise<Texts> => {
      const [quote, source, note] = await checkNow();
      return { quote: quote!.masked, source: source!.masked, note: note!.masked };
    },
    keep: () => setKept(new Set([...kept, ...findings.map((each) => each.text)])),
    /** What to tell the server: that everything found may stay, or nothing, so that it names what it finds. */
    choice: async (): Promise<PersonalChoice | undefined> => {
      if (kept.size === 0) return undefined;
      const found = (await checkNow()).flatMap((check) => check.findings);
      return found.length > 0 && found.every((each) => kept.has(each.text)) ? 'keep' : undefined;
    },
  };
}
