import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconConcept } from '../../ui/icons';
import classes from './IdeaList.module.css';

type Props = { count: number; onGrow: () => void; onCancel: () => void };

/** The bar of a facilitator who chooses the ideas a concept grows from. */
export function Choosing({ count, onGrow, onCancel }: Props) {
  const { t } = useTranslation('idea');
  return (
    <div className={classes.choosing}>
      <span role="status" className={classes.chosen}>
        {t('chosen', { count })}
      </span>
      <Button variant="subtle" onClick={onCancel}>
        {t('cancel')}
      </Button>
      <Button
        variant="filled"
        disabled={count === 0}
        leftSection={<IconConcept size={16} />}
        onClick={onGrow}
      >
        {t('grow')}
      </Button>
    </div>
  );
}
