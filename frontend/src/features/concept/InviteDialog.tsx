import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { ErrorNote } from '../../ui/ErrorNote';
import { notify } from '../../ui/notices';
import { PersonLine } from '../../ui/PersonLine';
import classes from './InviteDialog.module.css';
import { PersonSearch } from './PersonSearch';
import { useAuthors, type Concept } from './queries';

type Props = { concept: Concept; onClose: () => void };

/** Asks a colleague to write the concept with its owner; who was asked so far stands below and can be taken out. */
export default function InviteDialog({ concept, onClose }: Props) {
  const { t } = useTranslation(['concept', 'ui']);
  const { invite, remove } = useAuthors(concept.id);
  const fields: Readonly<Record<string, string>> = invite.error instanceof Problem ? invite.error.fields : {};
  const error = remove.error ?? (fields.person ? null : invite.error);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('authors.inviteTitle')}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <p className={classes.hint}>{t('authors.inviteHint')}</p>
      <PersonSearch
        focusFirst
        error={fields.person}
        onChoose={(person) =>
          invite.mutate(person.id, {
            onSuccess: () => notify(t('authors.invited', { name: person.name })),
          })
        }
      />
      {error && <ErrorNote title={t('authors.failed')} error={error} />}
      {concept.coauthors.length > 0 && (
        <>
          <h3 className={classes.label}>{t('authors.list')}</h3>
          <ul className={classes.list}>
            {concept.coauthors.map(({ person, state }) => (
              <li key={person.id} className={classes.row}>
                <PersonLine person={person}>{t(`authors.state.${state}`)}</PersonLine>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={t(state === 'invited' ? 'authors.takeBack' : 'authors.remove', {
                    name: person.name,
                  })}
                  loading={remove.isPending && remove.variables === person.id}
                  onClick={() => remove.mutate(person.id)}
                >
                  {t('authors.removeShort')}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Modal>
  );
}
