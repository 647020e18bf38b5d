import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../../../api/problem';
import { useMe } from '../../../../api/session';
import { loadTexts } from '../../../../i18n';
import type { Verification } from '../../../../lib/tally';
import { ErrorNote } from '../../../../ui/ErrorNote';
import { IconDone, IconRecount, IconWarning } from '../../../../ui/icons';
import type { Decision } from '../../queries';
import { chosenOf } from '../figures';
import { Hash } from '../Hash';
import { inWords } from '../numbers';
import { recordQuery } from '../queries';
import type { Titled } from '../titled';
import { OwnBallots } from './OwnBallots';
import classes from './RecountCard.module.css';
import { Steps, WhatDiffers } from './Steps';

type Props = Titled & {
  decision: Decision;
  /** Whether the reader may have the record: with very few ballots only the panel. */
  mayRead: boolean;
};

/** Count it yourself: the record is fetched once, checked and counted again in this browser. */
export default function RecountCard({ decision, result, title, mayRead }: Props) {
  const { t } = useTranslation('outcome');
  const cache = useQueryClient();
  const me = useMe().person.id;
  const [found, setFound] = useState<Verification>();
  const [error, setError] = useState<unknown>();
  const [running, setRunning] = useState(false);
  // A round that followed from a decision is in that decision's record.
  const whole = decision.parent?.id ?? decision.id;
  const record = recordQuery(whole, result.chain_head || (decision.chain_head ?? ''));
  const chosen = chosenOf(result).length;
  const onPanel = decision.panel.some(({ id }) => id === me);

  /** What the record says, counted here; undefined when it could not be. */
  const recount = async (): Promise<Verification | undefined> => {
    setRunning(true);
    setError(undefined);
    try {
      // Both are fetched once and stay: after that it needs no connection.
      const [bytes, tally] = await Promise.all([
        cache.fetchQuery(record),
        import('../../../../lib/tally'),
        loadTexts('recount'),
      ]);
      const verification = await tally.verifyRecord(bytes);
      setFound(verification);
      return verification;
    } catch (cause) {
      setError(cause);
      return undefined;
    } finally {
      setRunning(false);
    }
  };
  const download = async () => {
    setError(undefined);
    try {
      const bytes = await cache.fetchQuery(record);
      const address = URL.createObjectURL(new Blob([bytes], { type: 'application/zip' }));
      const link = document.createElement('a');
      link.href = address;
      link.download = `talkoot-record-${whole}.zip`;
      link.click();
      URL.revokeObjectURL(address);
    } catch (cause) {
      setError(cause);
    }
  };

  return (
    <section className={classes.card} aria-labelledby="recount">
      <h2 id="recount">{t('recount.title')}</h2>
      {!mayRead ? (
        <p className={classes.text}>{t('recount.panelOnly')}</p>
      ) : (
        <>
          <p className={classes.text}>
            {chosen > 0
              ? t('recount.text', { count: chosen, number: inWords(t, chosen) })
              : t('recount.textNone')}
          </p>
          {result.few && <p className={classes.warning}>{t('recount.panelWarning')}</p>}
          <Button
            fullWidth
            leftSection={<IconRecount size={16} />}
            loading={running}
            onClick={() => void recount()}
          >
            {t(found ? 'recount.again' : 'recount.act')}
          </Button>
          <div role="status" className={classes.status}>
            {running && <span className="tk-hidden">{t('recount.running')}</span>}
            {!running && found?.ok && (
              <p className={classes.same}>
                <IconDone size={16} />
                {t('recount.same', { seconds: Math.max(0.01, found.ms / 1000).toFixed(2) })}
              </p>
            )}
          </div>
          {!running && found && !found.ok && (
            <div className={classes.differs} role="alert">
              <p className={classes.wrong}>
                <IconWarning size={16} />
                {t('recount.differs')}
              </p>
              {found.difference && <WhatDiffers difference={found.difference} />}
            </div>
          )}
          {error !== undefined && (
            <ErrorNote
              title={t(
                error instanceof Problem
                  ? 'recount.recordFailed'
                  : error instanceof Error && error.name === 'FileError'
                    ? 'recount.unreadable'
                    : 'recount.failed',
              )}
              error={error instanceof Problem ? error : undefined}
            />
          )}
          {found && <Steps verification={found} />}
          {found?.ok && <p className={classes.note}>{t('recount.offline')}</p>}
          <p>
            <button type="button" className="tk-link" onClick={() => void download()}>
              {t('recount.download')}
            </button>
          </p>
          <Hash hex={result.chain_head} name="sha-256" />
          {onPanel && <OwnBallots decision={decision} found={found} recount={recount} title={title} />}
        </>
      )}
    </section>
  );
}
