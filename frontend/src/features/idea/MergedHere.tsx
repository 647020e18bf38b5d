import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Section } from '../../ui/Section';
import classes from './Merge.module.css';
import type { Idea, Merge } from './queries';
import { UndoMerge } from './UndoMerge';

/** The ideas that live on in this one. */
export function MergedHere({ idea, merges }: { idea: Idea; merges: readonly Merge[] }) {
  const { t } = useTranslation('idea');
  const merged = idea.merged ?? [];
  if (merged.length === 0) return null;
  return (
    <Section title={t('merge.here')} hint={merged.length}>
      <ul className={classes.list}>
        {merged.map((each) => {
          const merge = merges.find(
            (one) => one.state === 'done' && one.source.id === each.id && one.can.includes('merge.undo'),
          );
          return (
            <li key={each.id} className={classes.row}>
              <Link to="/ideas/$id" params={{ id: each.id }} className={classes.title}>
                {each.title}
              </Link>
              {merge && <UndoMerge merge={merge} challenge={idea.challenge.id} />}
            </li>
          );
        })}
      </ul>
      <p className={classes.quiet}>{t('merge.hereHint')}</p>
    </Section>
  );
}
