import { Modal, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { writtenDate } from '../../lib/dates';
import { levelOf, ratings, textFields, wordsOf } from './canvas';
import classes from './Compare.module.css';
import type { ConceptVersion } from './queries';
import WordDiff from './WordDiff';

type Props = { versions: readonly ConceptVersion[]; onClose: () => void };

/** Any two versions side by side: what was taken out and what was added, word by word. */
export default function Compare({ versions, onClose }: Props) {
  const { t } = useTranslation(['concept', 'ui']);
  const [older, setOlder] = useState(versions[1]?.version ?? 0);
  const [newer, setNewer] = useState(versions[0]?.version ?? 0);
  const find = (number: number) => versions.find(({ version }) => version === number)?.canvas;
  const [was, is] = [find(older), find(newer)];
  const options = versions.map((each) => ({
    value: String(each.version),
    label: t('versionBy', {
      version: each.version,
      name: each.editor.name,
      date: writtenDate(new Date(each.created_at)),
    }),
  }));
  const changed = (['title', ...textFields] as const)
    .map((field) => ({ field, older: wordsOf(was, field), newer: wordsOf(is, field) }))
    .filter((text) => text.older !== text.newer);
  const rated = ratings.filter((rating) => was?.[rating] !== is?.[rating]);
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('compareTitle')}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <div className={classes.choose}>
        <NativeSelect
          label={t('older')}
          data={options}
          value={String(older)}
          onChange={(event) => setOlder(Number(event.currentTarget.value))}
        />
        <NativeSelect
          label={t('newer')}
          data={options}
          value={String(newer)}
          onChange={(event) => setNewer(Number(event.currentTarget.value))}
        />
      </div>
      {changed.length + rated.length === 0 && <p>{t('same')}</p>}
      {was && is && (
        <dl className={classes.fields}>
          {changed.map((text) => (
            <div key={text.field}>
              <dt>{t(`field.${text.field}`)}</dt>
              <dd>
                <WordDiff older={text.older} newer={text.newer} />
              </dd>
            </div>
          ))}
          {rated.map((rating) => (
            <div key={rating}>
              <dt>{t(`field.${rating}`)}</dt>
              <dd>
                <del>{t(`level.${levelOf(was[rating])}`)}</del> <ins>{t(`level.${levelOf(is[rating])}`)}</ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Modal>
  );
}
