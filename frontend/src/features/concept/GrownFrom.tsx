import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DepartmentTag } from '../../ui/DepartmentTag';
import { IconPlus } from '../../ui/icons';
import { Section } from '../../ui/Section';
import classes from './GrownFrom.module.css';
import { kindIcon, placeOf, sourceKinds } from './kinds';
import type { Concept, Source } from './queries';
import type { InsightSlot } from './SourcePicker';

const SourcesDialog = lazy(() => import('./SourcesDialog'));

const few = 5;

type Props = { concept: Concept; insights?: InsightSlot };

/** The sources of a concept, each with its author and department: ideas, sticking points, customers' words. */
export function GrownFrom({ concept, insights }: Props) {
  const { t } = useTranslation('concept');
  const [all, setAll] = useState(false);
  const [changing, setChanging] = useState(false);
  const place = ({ kind }: Source) => sourceKinds.indexOf(kind);
  const sources = concept.sources.toSorted((a, b) => place(a) - place(b));
  const more = sources.length - few;
  return (
    <div className={classes.grown} id="concept-sources" tabIndex={-1}>
      <Section title={t('grownFrom')} hint={t('credited')}>
        <ul className={classes.list}>
          {(all ? sources : sources.slice(0, few)).map((source) => {
            const Icon = kindIcon[source.kind];
            const { kind, title, author } = source;
            return (
              <li key={source.id} className={classes.row}>
                <Icon size={16} className={classes.icon} />
                <Link
                  to={placeOf(source)}
                  className={classes.link}
                  data-cut={kind === 'insight' || undefined}
                >
                  <span className="tk-hidden">{t(`sources.one.${kind}`)}: </span>
                  {kind === 'insight' ? `“${title}”` : title}
                </Link>
                <span className={classes.author}>
                  <span className={classes.name}>{author.name}</span>
                  <span className={classes.department}>
                    <DepartmentTag name={author.department} />
                  </span>
                </span>
              </li>
            );
          })}
        </ul>
        <div className={classes.foot}>
          {!all && more > 0 && (
            <button type="button" className="tk-link" onClick={() => setAll(true)}>
              {t('moreSources', { count: more })}
            </button>
          )}
          {concept.can.includes('concept.edit') && (
            <Button
              size="compact-md"
              data-edit
              leftSection={<IconPlus size={16} />}
              onClick={() => setChanging(true)}
            >
              {t('sources.add')}
            </Button>
          )}
        </div>
      </Section>
      <Suspense fallback={null}>
        {changing && (
          <SourcesDialog concept={concept} insights={insights} onClose={() => setChanging(false)} />
        )}
      </Suspense>
    </div>
  );
}
