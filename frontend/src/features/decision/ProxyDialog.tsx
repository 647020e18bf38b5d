import { Button, Checkbox, Modal, NativeSelect, Textarea } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { useMe } from '../../api/session';
import { useDraft } from '../../lib/draft';
import { ErrorNote } from '../../ui/ErrorNote';
import { notify } from '../../ui/notices';
import { Board } from './ballot/Board';
import { isEmpty, marksOf, untouched, type Filled } from './ballot/filled';
import { randomHex } from './ballot/receipt';
import { drawnOrder } from './ballot/tiers';
import classes from './Dialog.module.css';
import { candidatesQuery, useEnterProxy, type Decision } from './queries';

type Entry = { person: string; reason: string; abstains: boolean; filled: Filled };
const nothing: Entry = { person: '', reason: '', abstains: false, filled: untouched };

/** The ballot of somebody absent, entered by a facilitator as they were told it, and for all to see that it was. */
export default function ProxyDialog({ decision, onClose }: { decision: Decision; onClose: () => void }) {
  const { t } = useTranslation(['decision', 'ui']);
  const me = useMe().person.id;
  const entry = useDraft<Entry>(`proxy.${decision.id}`, nothing);
  const concepts = useInfiniteQuery(candidatesQuery(decision.challenge.id));
  const held = new Map(concepts.data?.pages.flatMap((page) => page.items).map((each) => [each.id, each]));
  const enter = useEnterProxy(decision.id);
  const [tried, setTried] = useState(false);
  const [focused, setFocused] = useState('');

  const { person, reason, abstains, filled } = entry.value;
  const set = (change: Partial<Entry>) => entry.set({ ...entry.value, ...change });
  const ids = decision.candidates.map(({ id }) => id);
  const order = drawnOrder(ids, `${me}.${decision.id}`);
  const titles = new Map(decision.candidates.map((each) => [each.id, each.title]));
  const lacks = {
    person: person === '' ? t('proxy.lackWho') : undefined,
    reason: reason.trim() === '' ? t('proxy.lackWhy') : undefined,
    ballot: !abstains && isEmpty(decision.method, filled) ? t('proxy.lackBallot') : undefined,
  };
  const refused = enter.error instanceof Problem ? enter.error.fields : {};
  const choices = decision.panel.filter((each) => each.id !== me);

  const onEnter = async () => {
    setTried(true);
    if (lacks.person || lacks.reason || lacks.ballot) return;
    const marks = abstains ? { abstain: true } : marksOf(decision.method, filled, order);
    try {
      await enter.mutateAsync({ person, proxy: { ...marks, reason: reason.trim(), nonce: randomHex(16) } });
      entry.clear();
      notify(t('proxy.done', { name: choices.find(({ id }) => id === person)?.name ?? '' }));
      onClose();
    } catch {
      // Shown in the dialog; what was filled in stays.
    }
  };
  return (
    <Modal
      opened
      size="xl"
      onClose={onClose}
      title={t('proxy.title')}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <p className={classes.warning}>{t('proxy.warning')}</p>
      <div className={classes.fields}>
        <NativeSelect
          label={t('proxy.who')}
          value={person}
          error={refused.person ?? (tried && lacks.person)}
          onChange={(event) => set({ person: event.currentTarget.value })}
          data={[
            { value: '', label: t('proxy.choose') },
            ...choices.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <Textarea
          label={t('proxy.why')}
          placeholder={t('proxy.whyPlaceholder')}
          maxLength={500}
          autosize
          minRows={1}
          value={reason}
          error={refused.reason ?? (tried && lacks.reason)}
          onChange={(event) => set({ reason: event.currentTarget.value })}
        />
        <div role="group" aria-label={t('proxy.ballot')}>
          <p className={classes.name}>{t('proxy.ballot')}</p>
          <Checkbox
            label={t('proxy.abstain')}
            checked={abstains}
            onChange={(event) => set({ abstains: event.currentTarget.checked })}
          />
        </div>
        {!abstains && (
          <Board
            decision={decision}
            order={order}
            title={(id) => titles.get(id) ?? id}
            held={held}
            focused={focused}
            onFocus={setFocused}
            filled={filled}
            // Rows of buttons: a dialog scrolls, and lanes to drag between need a page.
            wide={false}
            onFill={(change) => set({ filled: { ...filled, ...change } })}
          />
        )}
      </div>
      {tried && lacks.ballot && (
        <p role="alert" className={classes.lacks}>
          {lacks.ballot}
        </p>
      )}
      {enter.error && <ErrorNote title={t('proxy.failed')} error={enter.error} />}
      <div className={classes.acts}>
        <Button onClick={onClose}>{t('ui:cancel')}</Button>
        <Button variant="filled" loading={enter.isPending} onClick={() => void onEnter()}>
          {t('proxy.enter')}
        </Button>
      </div>
    </Modal>
  );
}
