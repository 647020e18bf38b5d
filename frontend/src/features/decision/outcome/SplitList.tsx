import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../../api/session';
import { ConfirmDialog } from '../../../ui/ConfirmDialog';
import { DepartmentTag } from '../../../ui/DepartmentTag';
import { ErrorNote } from '../../../ui/ErrorNote';
import { notify } from '../../../ui/notices';
import { Section } from '../../../ui/Section';
import { useKept } from '../ballot/kept';
import type { Decision } from '../queries';
import { counted, standing } from './figures';
import { listed } from './numbers';
import page from './OutcomePage.module.css';
import { reasonsQuery, useSecondRound, useSignReasons, type Reason } from './queries';
import classes from './SplitList.module.css';
import type { Titled } from './titled';

const atFirst = 6; // concepts shown before the rest is asked for

/** Where the panel is split, most divided first, and why, in words without a name unless their author wants it. */
export default function SplitList({ decision, result, title }: Titled & { decision: Decision }) {
  const { t } = useTranslation('outcome');
  const reasons = useQuery(reasonsQuery(decision.id));
  const [all, setAll] = useState(false);
  const { disagreement = {} } = result;
  const given = reasons.data?.items ?? [];
  const discussing = decision.state === 'discussion';
  const concepts = counted(result)
    .filter((id) => disagreement[id] !== undefined)
    .sort((a, b) => (disagreement[b] ?? 0) - (disagreement[a] ?? 0));
  // Figures may be the panel's alone; the words are for everyone.
  for (const { concept } of given) if (!concepts.includes(concept)) concepts.push(concept);
  if (concepts.length === 0) return null;
  const again = [...new Set([...result.split, ...result.tied])];
  const shown = all || discussing ? concepts : concepts.slice(0, atFirst);
  return (
    <Section title={t('split.title')} hint={t('split.hint')}>
      {discussing && <SecondRound decision={decision} result={result} title={title} concepts={again} />}
      {result.split.length === 0 && result.disagreement && (
        <p className={classes.none}>{t('split.noneSplit')}</p>
      )}
      <ul className={classes.list}>
        {shown.map((id) => (
          <li key={id} className={classes.row}>
            <div className={classes.line}>
              <Link to="/concepts/$id" params={{ id }} className={page.link}>
                <span className={classes.name}>{title(id)}</span>
              </Link>
              {disagreement[id] !== undefined && <Degree thousandths={disagreement[id]} />}
            </div>
            <Words reasons={given.filter(({ concept }) => concept === id)} decision={decision} concept={id} />
          </li>
        ))}
      </ul>
      {shown.length < concepts.length && (
        <button type="button" className="tk-link" onClick={() => setAll(true)}>
          {t('split.all', { count: concepts.length - shown.length })}
        </button>
      )}
      {reasons.isError && (
        <ErrorNote title={t('split.failed')} error={reasons.error} onRetry={() => void reasons.refetch()} />
      )}
      {given.length > 0 && <SignReasons decision={decision} reasons={given} />}
    </Section>
  );
}

/** How divided the panel is, as a small bar and in words. */
function Degree({ thousandths }: { thousandths: number }) {
  const { t } = useTranslation('outcome');
  return (
    <span className={classes.degree} title={t('split.of', { count: thousandths })}>
      <span className={classes.track} aria-hidden="true">
        <span
          className={classes.bar}
          data-split={thousandths >= 500 || undefined}
          style={{ width: `${thousandths / 10}%` }}
        />
      </span>
      <span className={classes.standing}>{t(`split.${standing(thousandths)}`)}</span>
    </span>
  );
}

type WordsProps = { reasons: readonly Reason[]; decision: Decision; concept: string };

function Words({ reasons, decision, concept }: WordsProps) {
  const { t } = useTranslation('outcome');
  const me = useMe().person.id;
  const [kept] = useKept(me, decision.id);
  if (reasons.length === 0) return null;
  const own = kept.reasons?.[concept]?.trim();
  return (
    <ul className={classes.reasons}>
      {reasons.map(({ id, words, person }) => (
        <li key={id} className={classes.reason}>
          <p className={classes.words}>{words}</p>
          <p className={classes.who}>
            {person ? (
              <>
                {person.name} <DepartmentTag name={person.department} />
              </>
            ) : (
              t(own !== undefined && own === words.trim() ? 'split.yours' : 'split.anonymous')
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}

/** The author's own choice: the key in this browser puts the name under what it wrote. */
function SignReasons({ decision, reasons }: { decision: Decision; reasons: readonly Reason[] }) {
  const { t } = useTranslation('outcome');
  const me = useMe().person.id;
  const [kept] = useKept(me, decision.id);
  const [asking, setAsking] = useState(false);
  const sign = useSignReasons(decision.id);
  const own = Object.values(kept.reasons ?? {}).map((words) => words.trim());
  const unsigned = reasons.filter(({ person, words }) => !person && own.includes(words.trim()));
  const { reasonKey } = kept;
  if (!reasonKey || unsigned.length === 0 || !decision.can.includes('reason.sign')) return null;
  return (
    <div className={classes.sign}>
      <p>{t('split.signText', { count: unsigned.length })}</p>
      <Button onClick={() => setAsking(true)}>{t('split.sign')}</Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('split.signTitle')}
        text={t('split.signConfirm')}
        act={t('split.sign')}
        busy={sign.isPending}
        error={sign.error?.message}
        onAct={() =>
          sign.mutate(reasonKey, {
            onSuccess: () => {
              setAsking(false);
              notify(t('split.signed'));
            },
          })
        }
      />
    </div>
  );
}

/** The facilitator's one act between the rounds, and what it can change. */
function SecondRound({
  decision,
  result,
  title,
  concepts,
}: Titled & { decision: Decision; concepts: string[] }) {
  const { t } = useTranslation('outcome');
  const [asking, setAsking] = useState(false);
  const open = useSecondRound(decision.id);
  const stay = result.winners.filter((id) => !concepts.includes(id));
  const left = result.seats - stay.length;
  const list = listed(stay.map(title));
  const changes = [
    t('split.changes', { count: left }),
    stay.length > 0 && t(stay.length === 1 ? 'split.stayOne' : 'split.stay', { list }),
  ]
    .filter(Boolean)
    .join(' ');
  return (
    <div className={classes.second}>
      <p>{changes}</p>
      {decision.can.includes('decision.second_round') && concepts.length > 0 && (
        <>
          <Button variant="filled" onClick={() => setAsking(true)}>
            {t('split.open', { count: concepts.length })}
          </Button>
          <ConfirmDialog
            opened={asking}
            onClose={() => setAsking(false)}
            title={t('split.openTitle')}
            text={`${t('split.openText', { list: listed(concepts.map(title)) })} ${changes}`}
            act={t('split.open', { count: concepts.length })}
            busy={open.isPending}
            error={open.error?.message}
            onAct={() =>
              open.mutate(undefined, {
                onSuccess: () => {
                  setAsking(false);
                  notify(t('split.opened'));
                },
              })
            }
          />
        </>
      )}
    </div>
  );
}
