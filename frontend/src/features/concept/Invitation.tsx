import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '../../ui/ErrorNote';
import { notify } from '../../ui/notices';
import { RichText, words } from '../../ui/RichText';
import classes from './Invitation.module.css';
import { useAuthors, type Concept } from './queries';

/** For somebody who was asked to write the concept with its owner, until they have answered. */
export function Invitation({ concept }: { concept: Concept }) {
  const { t } = useTranslation('concept');
  const { answer } = useAuthors(concept.id);
  if (!concept.can.includes('author.answer')) return null;
  return (
    <section className={classes.banner} aria-label={t('authors.inviteTitle')}>
      <div className={classes.words}>
        <p>
          <RichText
            text={t('authors.asked', words({ name: concept.owner.name }))}
            b={(name) => <strong>{name}</strong>}
          />
        </p>
        <p className={classes.hint}>{t('authors.askedHint')}</p>
        {answer.error && <ErrorNote title={t('authors.failed')} error={answer.error} />}
      </div>
      <div className={classes.acts}>
        <Button
          variant="filled"
          loading={answer.isPending && answer.variables}
          onClick={() => answer.mutate(true, { onSuccess: () => notify(t('authors.joined')) })}
        >
          {t('authors.accept')}
        </Button>
        <Button disabled={answer.isPending} onClick={() => answer.mutate(false)}>
          {t('authors.decline')}
        </Button>
      </div>
    </section>
  );
}
