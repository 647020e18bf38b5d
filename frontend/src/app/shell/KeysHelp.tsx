import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './KeysHelp.module.css';

const keys = [
  ['search', ['Ctrl', 'K']],
  ['newIdea', ['c']],
  ['next', ['j']],
  ['previous', ['k']],
  ['open', ['Enter']],
  ['support', ['s']],
  ['send', ['Ctrl', 'Enter']],
  ['close', ['Esc']],
  ['help', ['?']],
] as const;

/** The list of keys behind "?". */
export default function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('shell');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('keys.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <dl className={classes.list}>
        {keys.map(([name, presses]) => (
          <div key={name} className={classes.row}>
            <dt>{t(`keys.${name}`)}</dt>
            <dd className={classes.presses}>
              {presses.map((press) => (
                <kbd key={press} className="tk-kbd">
                  {press}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
