import { Button, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../../../api/session';
import type { FoundBallot, Verification } from '../../../../lib/tally';
import { IconDone, IconWarning } from '../../../../ui/icons';
import { useKept } from '../../ballot/kept';
import type { Decision } from '../../queries';
import { inWords } from '../numbers';
import { Marks } from './Marks';
import classes from './RecountCard.module.css';

type Props = {
  decision: Decision;
  /** The recount, once there is one. */
  found: Verification | undefined;
  recount: () => Promise<Verification | undefined>;
  title: (id: string) => string;
};

type Looked = { receipt: string; own: boolean; ballot?: FoundBallot; unopened: boolean };

const receiptShape = /^[0-9a-f]{64}$/;

/** The reader's own ballot among all the others: found by the receipt, shown to nobody unless they ask. */
export function OwnBallots({ decision, found, recount, title }: Props) {
  const { t } = useTranslation('outcome');
  const me = useMe().person.id;
  const [kept] = useKept(me, decision.id);
  const [looked, setLooked] = useState<Looked>();
  const [shown, setShown] = useState(false);
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState<string>();
  const file = useRef<HTMLInputElement>(null);

  const look = async (receipt: string, own: boolean) => {
    setShown(false);
    const verification = found ?? (await recount());
    if (!verification) return; // the card says why
    const { findReceipt } = await import('../../../../lib/tally');
    const unopened = verification.rounds.every(({ ballots }) => ballots.length === 0);
    setLooked({ receipt, own, unopened, ballot: findReceipt(verification, receipt) });
  };
  const lookFor = (text: string) => {
    const receipt = text.replace(/\s/g, '').toLowerCase();
    if (!receiptShape.test(receipt)) return setWrong(t('receipt.shape'));
    setWrong(undefined);
    void look(receipt, false);
  };
  const read = async (picked: File | undefined) => {
    if (!picked) return;
    try {
      const { receipt } = JSON.parse(await picked.text()) as { receipt?: unknown };
      if (typeof receipt !== 'string') throw new TypeError('no receipt');
      setTyped(receipt);
      lookFor(receipt);
    } catch {
      setWrong(t('receipt.fileBad'));
    }
  };

  return (
    <div className={classes.own}>
      <h3>{t('receipt.title')}</h3>
      {kept.sent && (
        <>
          <p className={classes.text}>{t('receipt.kept')}</p>
          <Button fullWidth onClick={() => void look(kept.sent!.receipt, true)}>
            {t('receipt.find')}
          </Button>
        </>
      )}
      <details className={classes.steps}>
        <summary>{t(kept.sent ? 'receipt.other' : 'receipt.any')}</summary>
        <form
          className={classes.other}
          onSubmit={(event) => {
            event.preventDefault();
            lookFor(typed);
          }}
        >
          <TextInput
            label={t('receipt.paste')}
            description={t('receipt.pasteHint')}
            value={typed}
            error={wrong}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <div className={classes.acts}>
            <Button type="submit" disabled={typed.trim() === ''}>
              {t('receipt.look')}
            </Button>
            <Button variant="subtle" onClick={() => file.current?.click()}>
              {t('receipt.file')}
            </Button>
            <input
              ref={file}
              type="file"
              accept="application/json,.json"
              hidden
              onChange={(event) => {
                void read(event.currentTarget.files?.[0]);
                event.currentTarget.value = ''; // the same file can be taken again
              }}
            />
          </div>
        </form>
      </details>
      <div role="status" className={classes.status}>
        {looked && <Verdict looked={looked} decision={decision} />}
      </div>
      {looked?.ballot && (
        <>
          <button type="button" className="tk-link" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {t(shown ? 'receipt.hide' : 'receipt.show')}
          </button>
          {shown && (
            <>
              <Marks
                body={looked.ballot.ballot.record.b}
                title={(id) => looked.ballot?.round.names[id] ?? title(id)}
              />
              {looked.own && <p className={classes.text}>{t('receipt.nobodyElse')}</p>}
            </>
          )}
        </>
      )}
    </div>
  );
}

function Verdict({ looked, decision }: { looked: Looked; decision: Decision }) {
  const { t } = useTranslation('outcome');
  const { ballot, own, unopened } = looked;
  if (!ballot) {
    if (unopened) return <p className={classes.text}>{t('receipt.unopened')}</p>;
    return (
      <p className={own ? classes.wrong : classes.text}>
        {own && <IconWarning size={16} />}
        {t(own ? 'receipt.missingOwn' : 'receipt.missing')}
      </p>
    );
  }
  const { round } = ballot;
  const count = round.ballots.length;
  const number = inWords(t, count);
  const told =
    round.id === decision.id || round.kind === 'main'
      ? t('receipt.found', { count, number })
      : t('receipt.foundIn', { count, number, round: t(`kind.${round.kind}`) });
  return (
    <p className={classes.same}>
      <IconDone size={16} />
      {told}
    </p>
  );
}
