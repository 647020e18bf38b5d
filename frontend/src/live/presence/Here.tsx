import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/session';
import { useLiveState } from '../../lib/liveState';
import { type, usePresence, type Place } from './presence';
import classes from './Here.module.css';

/**
 * "7 are reading · Aino is writing", while somebody else is on the page. It stands beside the way here and takes no room of its own,
 * so nothing moves when it comes and goes; it is read out only by who goes there. What is typed into any text of the page is told as
 * typing: that it is, never what.
 */
export default function Here({ kind, id }: Place) {
  const { t } = useTranslation('presence');
  const me = useMe().person.id;
  const live = useLiveState().state === 'live';
  const presence = usePresence(kind, id);

  useEffect(() => {
    const typed = ({ target }: Event) => {
      if (!(target instanceof HTMLTextAreaElement) || !target.closest('main')) return;
      type({ kind, id }, target.closest<HTMLElement>('[data-field]')?.dataset.field);
    };
    document.addEventListener('input', typed);
    return () => document.removeEventListener('input', typed);
  }, [kind, id]);

  if (!live || !presence || presence.reading < 2) return null;
  const others = presence.people.filter((person) => person.id !== me);
  const more = presence.reading - 1 - others.length;
  const names = others.map(({ name }) => name).join(', ');
  const writing = (presence.typing ?? []).filter((person) => person.id !== me);
  const [first] = writing;
  const place = writing.length === 1 && first?.field && headingOf(first.field);
  return (
    <div className={classes.here}>
      <p className={classes.line} title={more > 0 ? t('more', { names, count: more }) : names}>
        {t('reading', { count: presence.reading })}
        {first && (
          <>
            {' · '}
            <strong className={classes.writing}>
              {place
                ? t('writingIn', { name: first.name, place })
                : t('writing', { count: writing.length, name: first.name })}
            </strong>
          </>
        )}
      </p>
    </div>
  );
}

/** What the page itself calls one of its parts; a name it does not know is nobody's. */
function headingOf(field: string): string | undefined {
  const part = document.querySelector(`main [data-field="${CSS.escape(field)}"] h2`);
  return part?.textContent ?? undefined;
}
