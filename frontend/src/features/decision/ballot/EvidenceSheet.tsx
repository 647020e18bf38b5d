import { Drawer } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Concept } from '../queries';
import { Evidence } from './Evidence';

type Props = { id: string; title: string; held: Concept | undefined; onClose: () => void };

/** The evidence on a phone: a sheet over the ballot, which stays where it is. */
export default function EvidenceSheet({ id, title, held, onClose }: Props) {
  const { t } = useTranslation(['decision', 'ui']);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="bottom"
      size="85%"
      title={t('cast.evidence')}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <Evidence id={id} title={title} held={held} />
    </Drawer>
  );
}
