import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { RichText, words } from '../../../ui/RichText';
import { Section } from '../../../ui/Section';
import { counted, shortVotes } from '../outcome/figures';
import { listed } from '../outcome/numbers';
import type { Titled } from '../outcome/titled';
import { flowOf, near, slotsOf, type Column } from './flow';
import classes from './Flow.module.css';
import { Pictured } from './Pictured';
import { Place } from './Place';
import { Scroll } from './Scroll';

const bar = 14; // px, the width of a concept's block in a column
const step = 104; // from one column to the next
const head = 54; // above the blocks, for the stage's name
const perQuota = 44; // the height that elects: votes are drawn to its scale

/** How the votes flowed through the stages of a single transferable vote. */
export default function Flow({ result, title }: Titled) {
  const { t } = useTranslation('outcome');
  const columns = flowOf(result);
  const { quota = 0, counted: ballots = 0, lots = [], lookbacks = 0 } = result;
  if (columns.length < 1 || quota === 0) {
    return (
      <Section title={t('flow.title')}>
        <p className={classes.note}>{t('flow.noStages')}</p>
      </Section>
    );
  }
  const ids = counted(result);
  const elected = new Set(result.winners);
  const name = (id: string | null) => (id === null ? t('flow.nowhere') : title(id));
  const stageName = ({ action, candidate }: Column) =>
    action === 'first' ? t('flow.first') : t(`flow.${action}`, { title: title(candidate ?? '') });

  return (
    <>
      <Pictured
        title={t('flow.title')}
        hint={t('flow.hint', { count: ballots, quota })}
        picture={
          <>
            <Drawing
              columns={columns}
              ids={ids}
              quota={quota}
              name={name}
              summary={t('flow.summary', {
                count: columns.length,
                list: listed(result.winners.map(title)),
              })}
              elected={elected}
              t={t}
              stageName={stageName}
            />
            <p className={classes.note}>
              {t('flow.key')} {t('flow.known')}
            </p>
          </>
        }
        table={
          <>
            <thead>
              <tr>
                <th scope="col">{t('picture.concept')}</th>
                {columns.map((column, index) => (
                  <th key={index} scope="col">
                    {index + 1}. {stageName(column)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {ids.map((id) => (
                <tr key={id}>
                  <th scope="row">{title(id)}</th>
                  {columns.map(({ blocks, elected: now }, index) => (
                    <td key={index}>
                      {result.stages?.[index]?.totals[id] ?? blocks[id]?.votes}
                      {now.includes(id) && ` ${t('flow.elected')}`}
                    </td>
                  ))}
                </tr>
              ))}
              <tr>
                <th scope="row">{t('flow.nowhere')}</th>
                {columns.map(({ spent }, index) => (
                  <td key={index}>{spent.toFixed(5)}</td>
                ))}
              </tr>
            </tbody>
          </>
        }
      >
        <details className={classes.words}>
          <summary>{t('flow.words')}</summary>
          <ol className={classes.stages}>
            {columns.map((column, index) => (
              <li key={index}>
                <span className={classes.number}>{index + 1}</span>
                <span>
                  <Told column={column} name={name} t={t} />
                </span>
              </li>
            ))}
          </ol>
        </details>
      </Pictured>
      {(lots.length > 0 || lookbacks > 0) && (
        <Section title={t('flow.lots')}>
          <ul className={classes.lots}>
            {lots.map((lot, index) => (
              <li key={index}>
                <RichText
                  text={t(
                    lot.step === 'surplus' ? 'flow.lotSurplus' : 'flow.lotExclusion',
                    words({ list: listed(lot.among.map(title)), drawn: title(lot.drawn) }),
                  )}
                />
              </li>
            ))}
            {lots.length > 0 && <li>{t('flow.lotsHow')}</li>}
            {lookbacks > 0 && <li>{t('flow.lookbacks', { count: lookbacks })}</li>}
          </ul>
        </Section>
      )}
    </>
  );
}

type ToldProps = { column: Column; name: (id: string | null) => string; t: TFunction<'outcome'> };

/** One stage as a sentence. */
function Told({ column: { action, candidate, moves, elected }, name, t }: ToldProps) {
  const flow =
    moves.length === 0
      ? t('flow.moveNone')
      : moves
          .map(({ to, votes }) =>
            to === null
              ? t('flow.moveNowhere', { votes: shortVotes(votes) })
              : t('flow.move', { votes: shortVotes(votes), title: name(to) }),
          )
          .join(', ');
  const key = action === 'surplus' ? 'flow.saySurplus' : 'flow.sayExclude';
  return (
    <>
      {action === 'first' ? (
        t('flow.sayFirst')
      ) : (
        <RichText text={t(key, words({ x: name(candidate ?? ''), moves: flow }))} />
      )}{' '}
      {elected.length > 0 && (
        <RichText
          text={t('flow.reached', words({ count: elected.length, list: listed(elected.map(name)) }))}
        />
      )}
    </>
  );
}

type DrawingProps = {
  columns: Column[];
  ids: string[];
  quota: number;
  name: (id: string | null) => string;
  summary: string;
  elected: ReadonlySet<string>;
  t: TFunction<'outcome'>;
  stageName: (column: Column) => string;
};

/** The drawing itself; the names stay in sight while the stages scroll sideways. */
function Drawing({ columns, ids, quota, name, summary, elected, t, stageName }: DrawingProps) {
  const perVote = perQuota / quota;
  const lines = (id: string) => Math.ceil((name(id).length + 4) / 17);
  const { slots, height } = slotsOf(columns, ids, quota, perVote, lines);
  const width = (columns.length - 1) * step + bar + 64;
  const rows = [...slots.keys()];
  const most = (id: string) => Math.max(...columns.map(({ blocks }) => blocks[id]?.votes ?? 0));
  const left = (index: number) => index * step;
  /** The foot of a row: blocks stand on it. */
  const foot = (id: string | null) => {
    const { top, height: high } = slots.get(id)!;
    return head + top + high - 8;
  };
  const votesAt = (index: number, id: string | null) =>
    id === null ? (columns[index]?.spent ?? 0) : (columns[index]?.blocks[id]?.votes ?? 0);

  return (
    <Scroll label={t('flow.scroll')}>
      <div className={classes.flow}>
        <div className={classes.names} style={{ paddingTop: head }} aria-hidden="true">
          {rows.map((id, index) => (
            <div key={id ?? ''} className={classes.name} style={{ height: slots.get(id)!.height }}>
              {id !== null && <Place number={index + 1} chosen={elected.has(id)} />}
              <span>{name(id)}</span>
            </div>
          ))}
        </div>
        <svg
          className={classes.drawing}
          width={width}
          height={head + height}
          viewBox={`0 0 ${width} ${head + height}`}
          role="img"
          aria-label={summary}
        >
          {columns.map((column, index) => (
            <foreignObject key={index} x={left(index)} y={0} width={step - 10} height={head - 4}>
              <div className={classes.head}>
                <span className={classes.stage}>{t('flow.stage', { stage: index + 1 })}</span>
                <span className={classes.stageName}>{stageName(column)}</span>
              </div>
            </foreignObject>
          ))}
          {columns.map((column, index) => {
            const before = index - 1;
            if (before < 0) return null;
            const [x0, x1] = [left(before) + bar, left(index)];
            // What stays where it is runs on as a pale band.
            const stays = rows.map((id) => {
              const kept = Math.min(votesAt(before, id), votesAt(index, id));
              if (kept <= 0) return null;
              const h = kept * perVote;
              return (
                <rect
                  key={id ?? ''}
                  x={x0}
                  y={foot(id) - h}
                  width={x1 - x0}
                  height={h}
                  className={classes.stay}
                />
              );
            });
            // What moves leaves from the top of its concept's block and lands on the top of its receivers'.
            let taken = 0;
            const moves = column.moves.map(({ from, to, votes }) => {
              const h = votes * perVote;
              const y0 = foot(from) - votesAt(before, from) * perVote + taken;
              taken += h;
              const y1 = foot(to) - votesAt(index, to) * perVote;
              const mid = (x0 + x1) / 2;
              const d = `M${x0} ${y0}C${mid} ${y0} ${mid} ${y1} ${x1} ${y1}V${y1 + h}C${mid} ${y1 + h} ${mid} ${y0 + h} ${x0} ${y0 + h}Z`;
              return <path key={to ?? ''} d={d} className={classes.move} data-action={column.action} />;
            });
            return (
              <g key={index}>
                {stays}
                {moves}
              </g>
            );
          })}
          {columns.map((column, index) => (
            <g key={index}>
              {ids.map((id) => {
                const block = column.blocks[id];
                if (!block) return null;
                const h = block.votes * perVote;
                const y = foot(id) - h;
                const gone = block.standing === 'excluded';
                const leaves = gone && columns[index]?.candidate === id;
                return (
                  <g key={id}>
                    {!gone && near(most(id), quota) && (
                      <line
                        x1={left(index) - 3}
                        x2={left(index) + bar + 3}
                        y1={foot(id) - quota * perVote}
                        y2={foot(id) - quota * perVote}
                        className={classes.quota}
                      />
                    )}
                    {h > 0 && (
                      <rect
                        x={left(index)}
                        y={y}
                        width={bar}
                        height={h}
                        className={classes.block}
                        data-standing={block.standing}
                      />
                    )}
                    {!gone && h === 0 && (
                      <line
                        x1={left(index)}
                        x2={left(index) + bar}
                        y1={foot(id)}
                        y2={foot(id)}
                        className={classes.empty}
                      />
                    )}
                    {!gone && (
                      <text
                        x={left(index) + bar + 5}
                        y={y - 3}
                        className={classes.votes}
                        data-standing={block.standing}
                      >
                        {shortVotes(block.votes)}
                        {column.elected.includes(id) && ` ✓ ${t('flow.elected')}`}
                      </text>
                    )}
                    {leaves && (
                      <text x={left(index)} y={foot(id) - 4} className={classes.votes}>
                        {t('flow.out')}
                      </text>
                    )}
                  </g>
                );
              })}
              {column.spent > 0 && (
                <>
                  <rect
                    x={left(index)}
                    y={foot(null) - column.spent * perVote}
                    width={bar}
                    height={column.spent * perVote}
                    className={classes.block}
                    data-standing="spent"
                  />
                  <text
                    x={left(index) + bar + 5}
                    y={foot(null) - column.spent * perVote - 3}
                    className={classes.votes}
                  >
                    {shortVotes(column.spent)}
                  </text>
                </>
              )}
            </g>
          ))}
        </svg>
      </div>
    </Scroll>
  );
}
