import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/session';
import { ErrorNote } from '../../ui/ErrorNote';
import { notify } from '../../ui/notices';
import { RichText, words } from '../../ui/RichText';
import { useRemoveProxy, type Decision } from './queries';
import classes from './Proxies.module.css';

/** The ballots entered for absent members: for whom, by whom and why, for everybody to see; never what is on them. */
export function Proxies({ decision }: { decision: Decision }) {
  const { t } = useTranslation('decision');
  const me = useMe().person.id;
  const remove = useRemoveProxy(decision.id);
  if (decision.proxies.length === 0) return null;
  return (
    <section className={classes.proxies} aria-labelledby="proxies">
      <h2 id="proxies" className={classes.title}>
        {t('proxy.list')}
      </h2>
      <ul className={classes.list}>
        {decision.proxies.map(({ person, entered_by: by, reason }) => (
          <li key={person.id} className={classes.entry}>
            <span className={classes.words}>
              <RichText text={t('proxy.entry', words({ person: person.name, by: by.name, reason }))} />
            </span>
            {decision.state === 'open' && (person.id === me || by.id === me) && (
              <Button
                variant="subtle"
                aria-label={t('proxy.removeOf', { name: person.name })}
                loading={remove.isPending && remove.variables === person.id}
                onClick={() => remove.mutate(person.id, { onSuccess: () => notify(t('proxy.removed')) })}
              >
                {t('proxy.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {remove.error && <ErrorNote title={t('proxy.removeFailed')} error={remove.error} />}
    </section>
  );
}

/** Tells a member that somebody has entered a ballot for them, and which of the two counts. */
export function ProxyForMe({ decision }: { decision: Decision }) {
  const { t } = useTranslation('decision');
  const me = useMe().person.id;
  const entered = decision.proxies.find(({ person }) => person.id === me);
  if (!entered) return null;
  const values = { by: entered.entered_by.name, reason: entered.reason };
  return <p className={classes.mine}>{t(decision.voted ? 'proxy.replaced' : 'proxy.forYou', values)}</p>;
}
