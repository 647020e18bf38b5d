import { useTranslation } from 'react-i18next';
import type { Count, Judgement, LotteryDraw, Result, RoundRecount } from '../../lib/tally';
import { DataTable } from './DataTable';
import classes from './Recount.module.css';

type Titled = { title: (id: string) => string };

/** One round in plain tables: every figure of every count, the lotteries, the votes. */
export function Figures({ round, titles }: { round: RoundRecount; titles: Record<string, string> }) {
  const { t } = useTranslation('recount');
  const title = (id: string) => round.names[id] ?? titles[id] ?? id;
  const methods = ['pairwise', 'approval', 'star', 'dots', 'stv', 'objection'] as const;
  const method = methods.find((each) => each === round.method);
  return (
    <div className={classes.figures}>
      <h3 className={classes.round}>
        {t(`round.${round.kind}`)}
        {method && round.kind !== 'objection' && (
          <span className={classes.quiet}> · {t(`method.${method}`)}</span>
        )}
        {round.kind === 'objection' && (
          <span className={classes.quiet}> · {round.candidates.map(title).join(', ')}</span>
        )}
      </h3>
      {round.counts.map((count) => (
        <CountFigures
          key={count.cycle}
          count={count}
          seats={round.seats}
          several={round.counts.length > 1}
          title={title}
        />
      ))}
      {round.judgement && <Votes judgement={round.judgement} />}
      {round.lotteries.map((draw) => (
        <Lottery key={draw.round} draw={draw} title={title} />
      ))}
    </div>
  );
}

function CountFigures({
  count,
  seats,
  several,
  title,
}: Titled & { count: Count; seats: number; several: boolean }) {
  const { t } = useTranslation('recount');
  return (
    <>
      {several && (
        <h4 className={classes.cycle}>
          {t('cycle', { cycle: count.cycle })}
          {count.withdrawn.length > 0 && (
            <>
              {' '}
              <span className={classes.quiet}>
                {t('withdrawn', { names: count.withdrawn.map(title).join(', ') })}
              </span>
            </>
          )}
        </h4>
      )}
      <ResultFigures result={count.result} seats={seats} title={title} />
    </>
  );
}

/** The figures a result has, whichever its method. */
export function ResultFigures({ result, seats, title }: Titled & { result: Result; seats: number }) {
  const { t } = useTranslation('recount');
  const { electable = [], counted = 0, abstained = 0 } = result;
  const elected = new Set(result.winners);
  const tied = new Set(result.tied);
  const figures = (['totals', 'fives', 'score', 'wins', 'losses', 'net'] as const).filter(
    (key) => result[key],
  );
  const order = result.ranking?.flat() ?? [
    ...electable.filter((id) => elected.has(id)),
    ...electable.filter((id) => tied.has(id)),
    ...electable.filter((id) => !elected.has(id) && !tied.has(id)),
  ];
  const meta = [
    t(`status.${result.status}`),
    t('meta.participants', { count: result.participants }),
    ...(result.counted === undefined
      ? []
      : [t('meta.counted', { count: counted }), t('meta.abstained', { count: abstained })]),
    t('meta.seats', { count: seats }),
    ...(result.quota === undefined ? [] : [t('meta.quota', { count: result.quota })]),
  ];
  return (
    <>
      <p className={classes.meta}>{meta.join(' · ')}</p>
      {electable.length > 0 && (
        <DataTable
          caption={t('table.caption')}
          head={[t('table.concept'), ...figures.map((key) => t(`table.${key}`)), t('table.outcome')]}
          rows={order.map((id) => [
            title(id),
            ...figures.map((key) => result[key]![id] ?? 0),
            t(elected.has(id) ? 'table.elected' : tied.has(id) ? 'table.tied' : 'table.left'),
          ])}
          strong={order.flatMap((id, index) => (elected.has(id) ? [index] : []))}
          words={[figures.length + 1]}
        />
      )}
      {result.rounds && (
        <DataTable
          caption={t('table.rounds')}
          head={[t('table.seat'), t('table.winner'), t('table.runnerUp'), t('table.for'), t('table.against')]}
          rows={result.rounds.map((round, index) => [
            String(index + 1),
            title(round.winner),
            title(round.runner_up),
            round.for,
            round.against,
          ])}
          words={[1, 2]}
        />
      )}
      {result.rounds === null && electable.length > seats && (
        <p className={classes.quiet}>{t('table.branched')}</p>
      )}
      {result.stages && result.stages.length > 0 && electable.length > 0 && (
        <DataTable
          caption={t('table.stages')}
          head={[
            t('table.concept'),
            ...result.stages.map(({ action, candidate }) =>
              action === 'first' ? t('table.first') : t(`table.${action}`, { name: title(candidate ?? '') }),
            ),
          ]}
          rows={electable.map((id) => [title(id), ...result.stages!.map(({ totals }) => totals[id] ?? '')])}
        />
      )}
      {result.lots && result.lots.length > 0 && (
        <>
          <p className={classes.meta}>{t('table.lots')}</p>
          <ol className={classes.lots}>
            {result.lots.map(({ among, drawn }, index) => (
              <li key={index}>
                {t('table.lot', { among: among.map(title).join(', '), drawn: title(drawn) })}
              </li>
            ))}
          </ol>
        </>
      )}
      {(['pairwise', 'paths'] as const).map(
        (key) =>
          result[key] &&
          electable.length > 1 && (
            <details key={key} className={classes.matrix}>
              <summary>{t(`table.${key}`)}</summary>
              <DataTable
                caption={t(`table.${key}`)}
                quietCaption
                head={[t('table.concept'), ...electable.map(title)]}
                rows={electable.map((id, x) => [
                  title(id),
                  ...result[key]![x]!.map((value, y) => (x === y ? '·' : value)),
                ])}
              />
            </details>
          ),
      )}
    </>
  );
}

function Votes({ judgement }: { judgement: Judgement }) {
  const { t } = useTranslation('recount');
  const statuses = ['upheld', 'dismissed', 'inquorate', 'adopted', 'not_adopted', 'objections'] as const;
  const status = statuses.find((each) => each === judgement.status)!;
  return (
    <>
      <p className={classes.meta}>
        {t(`status.${status}`)} · {t('meta.participants', { count: judgement.participants })}
      </p>
      {status !== 'inquorate' && (
        <DataTable
          caption={t('table.votes')}
          head={[t('table.choice'), t('table.votes')]}
          rows={(['uphold', 'dismiss', 'abstain'] as const).map((choice) => [
            t(`choice.${choice}`),
            judgement.counts[choice] ?? 0,
          ])}
        />
      )}
    </>
  );
}

function Lottery({ draw, title }: Titled & { draw: LotteryDraw }) {
  const { t } = useTranslation('recount');
  const order = Object.entries(draw.tickets).sort(([, a], [, b]) => (a < b ? -1 : 1));
  const drawn = new Set(draw.winners);
  return (
    <>
      <DataTable
        caption={t('table.lottery')}
        head={[t('table.concept'), t('table.ticket'), t('table.outcome')]}
        rows={order.map(([id, ticket]) => [title(id), ticket, drawn.has(id) ? t('table.drawn') : ''])}
        strong={order.flatMap(([id], index) => (drawn.has(id) ? [index] : []))}
        words={[1, 2]}
        codes={[1]}
      />
      <p className={classes.code}>{t('table.lotterySeed', { seed: draw.seed })}</p>
    </>
  );
}
