import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { notify } from '../../ui/notices';
import { Honest } from './Honest';
import { Proxies } from './Proxies';
import { useRemindPanel, type Decision } from './queries';
import classes from './RoundFoot.module.css';

const ExtendDialog = lazy(() => import('./ExtendDialog'));
const ProxyDialog = lazy(() => import('./ProxyDialog'));

/** What belongs to an open round beside the ballot: what was entered for others, how it stays honest, the facilitator's three acts. */
export function RoundFoot({ decision }: { decision: Decision }) {
  return (
    <div className={classes.foot}>
      <Proxies decision={decision} />
      <Honest decision={decision} />
      <Tools decision={decision} />
    </div>
  );
}

function Tools({ decision }: { decision: Decision }) {
  const { t } = useTranslation('decision');
  const [asked, setAsked] = useState<'extend' | 'remind' | 'proxy' | null>(null);
  const remind = useRemindPanel(decision.id);
  const { can } = decision;
  const mayExtend = can.includes('decision.extend') && decision.kind === 'main' && !decision.extended_from;
  const mayRemind = can.includes('decision.remind');
  const mayEnter = can.includes('proxy.enter') && decision.method !== 'objection';
  if (!mayExtend && !mayRemind && !mayEnter) return null;
  const close = () => setAsked(null);
  const onRemind = () =>
    remind.mutate(undefined, {
      onSuccess: () => {
        close();
        notify(t('remind.done'));
      },
    });
  return (
    <section className={classes.tools} aria-labelledby="round-tools">
      <h2 id="round-tools" className={classes.title}>
        {t('tools')}
      </h2>
      <div className={classes.acts}>
        {mayExtend && <Button onClick={() => setAsked('extend')}>{t('extend.act')}</Button>}
        {mayRemind && <Button onClick={() => setAsked('remind')}>{t('remind.act')}</Button>}
        {mayEnter && <Button onClick={() => setAsked('proxy')}>{t('proxy.act')}</Button>}
      </div>
      <ConfirmDialog
        opened={asked === 'remind'}
        onClose={close}
        title={t('remind.title')}
        text={t('remind.text')}
        act={t('remind.do')}
        busy={remind.isPending}
        error={remind.error?.message}
        onAct={onRemind}
      />
      <Suspense fallback={null}>
        {asked === 'extend' && <ExtendDialog decision={decision} onClose={close} />}
        {asked === 'proxy' && <ProxyDialog decision={decision} onClose={close} />}
      </Suspense>
    </section>
  );
}
