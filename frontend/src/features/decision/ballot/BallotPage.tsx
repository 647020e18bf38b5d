import { Button, Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../../api/session';
import { day, weekdayTime, writtenDate } from '../../../lib/dates';
import { useDraft } from '../../../lib/draft';
import { useNow } from '../../../lib/now';
import { IconActions, IconLock } from '../../../ui/icons';
import { DecisionHeader } from '../DecisionHeader';
import { candidatesQuery, useCastBallot, type Decision } from '../queries';
import { ProxyForMe } from '../Proxies';
import { RoundFoot } from '../RoundFoot';
import { RoundNote } from '../RoundNote';
import classes from './BallotPage.module.css';
import { Board } from './Board';
import { Evidence } from './Evidence';
import { budgetOf, filledOf, isEmpty, marksOf, untouched, type Filled } from './filled';
import { HowCounted } from './HowCounted';
import { useKept } from './kept';
import { ballotRecord, randomHex, receiptOf, type Marks } from './receipt';
import { ReceiptCard } from './ReceiptCard';
import { drawnOrder } from './tiers';
import { useWhy } from './why';
import { WhyCard } from './WhyCard';
import { WhyList } from './WhyList';

const loadReview = () => import('./Review');
const loadSheet = () => import('./EvidenceSheet');
const Review = lazy(loadReview);
const EvidenceSheet = lazy(loadSheet);

/** The ballot of a member of the panel: sort or tick beside the evidence, read it once more, send it. */
export default function BallotPage({ decision }: { decision: Decision }) {
  const { t } = useTranslation('decision');
  const me = useMe().person.id;
  const now = useNow();
  const wide = useMediaQuery('(min-width: 48em)', undefined, { getInitialValueInEffect: false });
  const [kept, keep] = useKept(me, decision.id);
  const draft = useDraft(`ballot.${decision.id}`, untouched);
  const cast = useCastBallot(decision.id);
  const why = useWhy(decision, kept, keep);
  const [changing, setChanging] = useState(false);
  const [reviewed, setReviewed] = useState<'marks' | 'abstain' | null>(null);
  const [sheet, setSheet] = useState<string | null>(null);

  const ids = decision.candidates.map((candidate) => candidate.id).join(' ');
  const order = useMemo(() => drawnOrder(ids.split(' '), `${me}.${decision.id}`), [ids, me, decision.id]);
  const titles = new Map(decision.candidates.map((candidate) => [candidate.id, candidate.title]));
  const title = (id: string) => titles.get(id) ?? id;
  const concepts = useInfiniteQuery(candidatesQuery(decision.challenge.id));
  const held = new Map(concepts.data?.pages.flatMap((page) => page.items).map((each) => [each.id, each]));
  const [focused, setFocused] = useState(order[0] ?? '');
  const evidence = useRef<HTMLHeadingElement>(null);

  const { method } = decision;
  // What an earlier version of the page kept may lack a part.
  const filled: Filled = { ...untouched, ...draft.value };
  const marks = marksOf(method, filled, order);
  const empty = isEmpty(method, filled);
  const sending = cast.isPending;
  const waiting = sending && (cast.isPaused || cast.failureCount > 0);

  const latest = useRef(draft.value);
  useEffect(() => {
    latest.current = draft.value;
  });
  const send = async (chosen: Marks) => {
    const editKey = kept.editKey ?? randomHex(32);
    keep({ editKey }); // before it is sent: without it the ballot could never be changed
    const nonce = randomHex(16);
    const record = ballotRecord(decision.id, method, chosen, nonce);
    const own = await receiptOf(record);
    const sent = draft.value;
    try {
      const { receipt } = await cast.mutateAsync({ ...chosen, nonce, edit_key: editKey });
      keep({ sent: { marks: chosen, record, receipt, same: own === receipt } });
      setReviewed(null);
      // Whoever has gone on sorting while the ballot was on its way keeps that, and may send it as a change.
      const moved = JSON.stringify(latest.current) !== JSON.stringify(sent);
      if (!moved) draft.clear();
      setChanging(moved);
      void why.send();
    } catch {
      // The review shows what the server said; the ballot stays on the screen and on this device.
    }
  };

  useEffect(() => {
    if (!waiting) return;
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', stay); // a ballot that has not left yet goes with the page
    return () => removeEventListener('beforeunload', stay);
  }, [waiting]);

  useEffect(() => {
    // Fetched ahead: a ballot that was sorted in a tunnel must still open its review and its evidence.
    void Promise.all([loadReview(), loadSheet()]).catch(() => {});
  }, []);

  if (decision.voted && !changing) {
    return (
      <>
        <DecisionHeader decision={decision} short={t('ballot')} />
        <RoundNote decision={decision} />
        <ProxyForMe decision={decision} />
        <ReceiptCard
          decision={decision}
          sent={kept.sent}
          title={title}
          onChange={
            kept.editKey
              ? () => {
                  if (kept.sent) draft.set(filledOf(method, kept.sent.marks));
                  setChanging(true);
                }
              : undefined
          }
        />
        {decision.can.includes('reason.write') && <WhyCard why={why} order={order} title={title} />}
        <RoundFoot decision={decision} />
      </>
    );
  }

  const closes = new Date(decision.closes_at);
  // Within the week its day is enough; "Sun 16:00" a week ahead would be taken for today.
  const until = closes.getTime() - now < 6 * day ? weekdayTime(closes) : writtenDate(closes);
  const act = waiting ? t('cast.waiting') : decision.voted ? t('cast.change') : t('cast.send');
  const readEvidence = (id: string) => {
    setFocused(id);
    if (wide) requestAnimationFrame(() => evidence.current?.focus());
    else setSheet(id);
  };
  const backToCard = () =>
    document.querySelector<HTMLElement>(`[data-card="${CSS.escape(focused)}"]`)?.focus();
  const shared = { order, title, held, focused, onFocus: setFocused, onEvidence: readEvidence };
  const { dots, cap } = budgetOf(decision);
  const says = t(`cast.${method}`, { seats: decision.seats, of: order.length, dots, cap });

  return (
    <>
      <DecisionHeader decision={decision} short={t('ballot')} says={says} />
      <RoundNote decision={decision} />
      <ProxyForMe decision={decision} />
      <div className={classes.frame}>
        <div className={classes.board}>
          <Board
            {...shared}
            decision={decision}
            filled={filled}
            wide={wide}
            onFill={(change) => draft.set({ ...filled, ...change })}
          />
          <div className={classes.send} data-replaces-tabs>
            <Button
              variant="filled"
              size="md"
              className={classes.sendButton}
              disabled={empty || waiting}
              onClick={() => setReviewed('marks')}
            >
              {act}
            </Button>
            <div className={classes.secret}>
              <IconLock size={14} />
              <p className={classes.secretLong}>
                {t('cast.secret')}
                <br />
                {t('cast.until', { date: until })}
              </p>
              <p className={classes.secretShort}>{t('cast.secretShort', { date: until })}</p>
            </div>
            <BallotMenu
              onAbstain={method === 'objection' ? undefined : () => setReviewed('abstain')}
              onClear={empty ? undefined : draft.clear}
              onBack={changing ? () => setChanging(false) : undefined}
            />
          </div>
          {draft.kept && <p className={classes.note}>{t('cast.draftKept')}</p>}
          <HowCounted method={method} />
          <RoundFoot decision={decision} />
        </div>
        {wide && (
          <EvidenceColumn onBack={backToCard}>
            <Evidence id={focused} title={title(focused)} held={held.get(focused)} heading={evidence} />
          </EvidenceColumn>
        )}
      </div>
      <Suspense fallback={null}>
        {sheet && (
          <EvidenceSheet
            id={sheet}
            title={title(sheet)}
            held={held.get(sheet)}
            onClose={() => setSheet(null)}
          />
        )}
        {reviewed && (
          <Review
            method={method}
            marks={reviewed === 'abstain' ? { abstain: true } : marks}
            placing={filled.placing}
            order={order}
            title={title}
            closes={writtenDate(closes)}
            act={act}
            sending={sending && !waiting}
            waiting={waiting}
            error={cast.error ?? undefined}
            why={decision.can.includes('reason.write') && <WhyList why={why} order={order} title={title} />}
            onClose={() => setReviewed(null)}
            onSend={(chosen) => void send(chosen)}
          />
        )}
      </Suspense>
    </>
  );
}

function EvidenceColumn({ children, onBack }: { children: ReactNode; onBack: () => void }) {
  const { t } = useTranslation('decision');
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- E leads back to the card from wherever in the column the focus is
    <aside
      className={classes.evidence}
      aria-label={t('cast.evidence')}
      onKeyDown={(event) => {
        if (event.key !== 'e' && event.key !== 'E' && event.key !== 'Escape') return;
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        onBack();
      }}
    >
      {children}
    </aside>
  );
}

type MenuProps = { onAbstain?: () => void; onClear?: () => void; onBack?: () => void };

function BallotMenu({ onAbstain, onClear, onBack }: MenuProps) {
  const { t } = useTranslation(['decision', 'ui']);
  if (!onAbstain && !onClear && !onBack) return null;
  return (
    <Menu>
      <Menu.Target>
        <Button variant="subtle" className={classes.menu} aria-label={t('cast.actions')}>
          <IconActions size={18} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {onAbstain && <Menu.Item onClick={onAbstain}>{t('cast.abstain')}</Menu.Item>}
        {onClear && <Menu.Item onClick={onClear}>{t('cast.clear')}</Menu.Item>}
        {onBack && <Menu.Item onClick={onBack}>{t('ui:cancel')}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}
