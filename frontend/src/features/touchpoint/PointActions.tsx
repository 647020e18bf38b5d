import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { IconCheck, IconEdit, IconMerge } from '../../ui/icons';
import { notify } from '../../ui/notices';
import { showPoint, updateStickingPoint, type StickingPoint } from './queries';

type Props = { point: StickingPoint; onEdit: () => void; onMerge: () => void };
type Status = 'raised' | 'confirmed' | 'dismissed';

/** What its author and the facilitators may do with a sticking point. */
export function PointActions({ point, onEdit, onMerge }: Props) {
  const { t } = useTranslation('touchpoint');
  const queryClient = useQueryClient();
  const [dismissing, setDismissing] = useState(false);
  const judge = useMutation({
    mutationFn: ({ version, status }: { version: number; status: Status }) =>
      updateStickingPoint(point.id, version, { status }),
    onSuccess: (changed, { status }) => {
      const before = point.status as Status;
      showPoint(queryClient, changed);
      setDismissing(false);
      notify(t(`point.now.${status}`), () => judge.mutate({ version: changed.version, status: before }));
    },
    onError: (error, { status }) => {
      if (status !== 'dismissed') notify(error.message);
    },
  });
  const may = (act: string) => point.can.includes(`sticking_point.${act}`);
  const set = (status: Status) => judge.mutate({ version: point.version, status });
  return (
    <>
      {may('confirm') && point.status !== 'confirmed' && (
        <Button
          leftSection={<IconCheck size={16} />}
          loading={judge.isPending}
          onClick={() => set('confirmed')}
        >
          {t('point.confirm')}
        </Button>
      )}
      {may('merge') && (
        <Button leftSection={<IconMerge size={16} />} onClick={onMerge}>
          {t('point.merge')}
        </Button>
      )}
      {may('edit') && (
        <Button variant="subtle" leftSection={<IconEdit size={16} />} onClick={onEdit}>
          {t('point.edit')}
        </Button>
      )}
      {may('confirm') && point.status !== 'dismissed' && (
        <Button variant="subtle" onClick={() => setDismissing(true)}>
          {t('point.dismiss')}
        </Button>
      )}
      <ConfirmDialog
        opened={dismissing}
        onClose={() => {
          judge.reset();
          setDismissing(false);
        }}
        title={t('point.dismissTitle')}
        text={t('point.dismissText')}
        act={t('point.dismiss')}
        busy={judge.isPending}
        error={judge.error ? judge.error.message : undefined}
        onAct={() => set('dismissed')}
      />
    </>
  );
}
