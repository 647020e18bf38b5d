import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { locale } from '../../i18n';
import { shortDate } from '../../lib/dates';
import { Avatar } from '../../ui/Avatar';
import { IconCheck, IconClock } from '../../ui/icons';
import type { Commitment } from './queries';
import classes from './Timeline.module.css';
import { barOf, dateOf, daysLate, passed, placeOf, type Lane, type Span } from './timeline';
import { measuredWhen, when } from './when';

type Props = {
  lanes: readonly (Lane & { name: string })[];
  span: Span;
  today: Date;
};

const percent = (part: number) => `${(100 * part).toFixed(3)}%`;

/** Bars between their dates, today's line through them. The state is the bar's filling, not its colour alone. */
export function Timeline({ lanes, span, today }: Props) {
  const { t } = useTranslation('roadmap');
  const now = placeOf(span, today);
  const month = (at: Date, index: number) =>
    new Intl.DateTimeFormat(locale(), {
      month: 'short',
      year: at.getMonth() === 0 && index > 0 ? 'numeric' : undefined,
    }).format(at);
  const last = new Date(span.to.getTime() - 1);
  return (
    <figure className={classes.figure}>
      <figcaption className="tk-hidden">
        {t('picture', { from: shortDate(span.from), to: shortDate(last), today: shortDate(today) })}
      </figcaption>
      <div className={classes.frame}>
        <div className={classes.months} aria-hidden="true">
          {span.months.map((at, index) => (
            <span key={at.getTime()} className={classes.month} style={{ left: percent(placeOf(span, at)) }}>
              {month(at, index)}
            </span>
          ))}
          <span className={classes.today} style={{ left: percent(now) }}>
            {shortDate(today)}
          </span>
        </div>
        {lanes.map((lane) => (
          <section key={lane.key} className={classes.lane} aria-label={lane.name}>
            <div className={classes.head}>
              <h2 className={classes.name}>{lane.name}</h2>
              <p className={classes.count}>{t('commitments', { count: lane.commitments.length })}</p>
            </div>
            <ul className={classes.rows}>
              {span.months.slice(1).map((at) => (
                <li
                  key={at.getTime()}
                  className={classes.rule}
                  style={{ left: percent(placeOf(span, at)) }}
                  aria-hidden="true"
                />
              ))}
              <li className={classes.line} style={{ left: percent(now) }} aria-hidden="true" />
              {lane.commitments.map((commitment) => (
                <Row key={commitment.id} commitment={commitment} span={span} today={today} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      <ul className={classes.legend} aria-label={t('legend')}>
        {(['done', 'under_way', 'decided', 'stopped'] as const).map((status) => (
          <li key={status} className={classes.key}>
            <span className={classes.sample} data-status={status} aria-hidden="true" />
            {t(status === 'done' ? 'doneMeasured' : `status.${status}`)}
          </li>
        ))}
        <li className={classes.key}>
          <span className={classes.diamond} aria-hidden="true" />
          {t('measurementDue')}
        </li>
        <li className={classes.key}>
          <span className={classes.diamond} data-measured aria-hidden="true" />
          {t('measured')}
        </li>
      </ul>
    </figure>
  );
}

type RowProps = { commitment: Commitment; span: Span; today: Date };

const wideEnough = 0.2; // of the span; a title in a shorter bar stands beside it

function Row({ commitment, span, today }: RowProps) {
  const { t } = useTranslation('roadmap');
  const { title, status, owner, effect } = commitment;
  const bar = barOf(span, commitment);
  const late = daysLate(commitment, today);
  const measure = dateOf(effect?.after?.on ?? effect?.measure_on ?? '');
  const told = t('barOf', {
    title,
    status: late > 0 ? t('late', { count: late }) : t(`status.${status}`),
    dates: [when(t, commitment), measuredWhen(t, commitment)].filter(Boolean).join(', '),
    owner: owner?.name ?? t('noOwner'),
  });
  const lateTag = late > 0 && (
    <span className={classes.late}>
      <IconClock size={14} />
      {t('late', { count: late })}
    </span>
  );
  const words = (
    <>
      {status === 'done' && <IconCheck size={16} />}
      <span className={classes.title}>{title}</span>
      {lateTag}
      {owner && <Avatar name={owner.name} picture={owner.picture} />}
    </>
  );
  const start = bar?.start ?? placeOf(span, today);
  const width = bar ? bar.end - bar.start : 0;
  const inside = width >= wideEnough;
  // Words beside a bar go to the side with more room.
  const leftwards = !inside && start > 0.6;
  const place = measure && placeOf(span, measure);
  const end = bar?.end ?? start;
  // The diamond must not lie on words: beside the bar they begin behind it, inside they stay above it.
  const beyond =
    place !== undefined && !inside && !leftwards && place >= end - 0.01 && place < end + 0.2
      ? (place - end + 0.012) / (1 - start)
      : 0;
  return (
    <li id={`commitment-${commitment.id}`} className={classes.row}>
      {place !== undefined && (
        <span
          className={classes.diamond}
          data-measured={effect?.after ? true : undefined}
          data-edge={(inside && place > start && place < end) || undefined}
          style={{ left: percent(place) }}
          aria-hidden="true"
        />
      )}
      <Link
        to="/commitments/$id"
        params={{ id: commitment.id }}
        className={classes.act}
        aria-label={told}
        title={told}
        style={
          inside
            ? { marginLeft: percent(start), width: percent(width) }
            : leftwards
              ? { marginRight: percent(1 - (bar?.end ?? start)) }
              : { marginLeft: percent(start) }
        }
        data-leftwards={leftwards || undefined}
      >
        {bar && (
          <span
            className={classes.bar}
            data-status={status}
            data-late={late > 0 || undefined}
            data-inside={inside || undefined}
            style={inside ? undefined : { width: percent(width / (leftwards ? bar.end || 1 : 1 - start)) }}
            aria-hidden="true"
          >
            {status === 'under_way' && (
              <span className={classes.passed} style={{ width: percent(passed(commitment, today)) }} />
            )}
            {inside && words}
          </span>
        )}
        {!inside && (
          <span
            className={classes.beside}
            style={beyond > 0 ? { marginLeft: percent(beyond) } : undefined}
            aria-hidden="true"
          >
            {words}
            {!bar && <span className={classes.undated}>{t('noDates')}</span>}
          </span>
        )}
      </Link>
    </li>
  );
}
