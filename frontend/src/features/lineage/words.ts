import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Node } from './queries';

/** The statuses with a word of their own; a newer server's is shown as it is. */
const known = [
  'open',
  'grown',
  'hidden',
  'merged',
  'raised',
  'confirmed',
  'dismissed',
  'draft',
  'discussion',
  'second_round',
  'runoff',
  'proposed',
  'objections',
  'adopted',
  'not_adopted',
  'no_consensus',
  'inquorate',
  'decided',
  'under_way',
  'done',
  'stopped',
  'better',
  'worse',
  'same',
] as const;

/** What a thing of the graph is called. */
export function useNodeText() {
  const { t } = useTranslation('lineage');
  return useMemo(
    () => ({
      title: (node: Node) => (node.count ? t('moreInsights', { count: node.count }) : node.title),
      status: (node: Node) => {
        const status = known.find((each) => each === node.status);
        return status ? t(`status.${status}`) : (node.status ?? '');
      },
    }),
    [t],
  );
}
