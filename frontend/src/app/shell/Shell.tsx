import { useHotkeys } from '@mantine/hooks';
import { useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Company, Me } from '../../api/session';
import { Notices } from '../../ui/Notices';
import { slots } from '../slots';
import { Banners } from './Banners';
import { PhoneBar } from './PhoneBar';
import { PhoneTop } from './PhoneTop';
import { Rail } from './Rail';
import classes from './Shell.module.css';

const CommandPalette = lazy(() => import('./CommandPalette'));
const KeysHelp = lazy(() => import('./KeysHelp'));

type Dialog = 'search' | 'newIdea' | 'keys';

type Props = { me: Me; company: Company; children: ReactNode };

/** Rail or bar, banners, dialogs that open from anywhere, and the page. */
export function Shell({ me, company, children }: Props) {
  const { t } = useTranslation('shell');
  const [dialog, setDialog] = useState<Dialog | null>(null);
  // A dialog's code is fetched when it is first asked for, and stays, so that it can close in its own time.
  const [asked, setAsked] = useState<ReadonlySet<Dialog>>(new Set());
  const open = (next: Dialog) => {
    setAsked((before) => new Set(before).add(next));
    setDialog(next);
  };
  const close = () => setDialog(null);
  const openNewIdea = slots.newIdea ? () => open('newIdea') : undefined;

  useHotkeys([['mod+K', () => open('search')]], []);
  useHotkeys([
    ['c', () => openNewIdea?.()],
    // With and without Shift, because keyboards differ in where they keep the question mark.
    ['shift+?', () => open('keys')],
    ['?', () => open('keys')],
    ['/', () => open('search')],
  ]);

  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const first = useRef(true);
  useEffect(() => {
    // A new page starts at its top for the keyboard and the screen reader too.
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = path === undefined;
  }, [path]);

  const NewIdea = slots.newIdea;
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#main">
        {t('skip')}
      </a>
      <Rail me={me} company={company} onSearch={() => open('search')} onNewIdea={openNewIdea} />
      <PhoneTop me={me} onSearch={() => open('search')} />
      <div className={classes.column}>
        <Banners />
        <main ref={main} id="main" tabIndex={-1} className={classes.main}>
          <Suspense fallback={null}>{children}</Suspense>
        </main>
      </div>
      <PhoneBar me={me} onNewIdea={openNewIdea} />
      <Notices />
      <Suspense fallback={null}>
        {asked.has('search') && (
          <CommandPalette
            opened={dialog === 'search'}
            onClose={close}
            search={slots.search}
            onNewIdea={openNewIdea}
            onKeys={() => open('keys')}
          />
        )}
        {asked.has('keys') && <KeysHelp opened={dialog === 'keys'} onClose={close} />}
        {NewIdea && asked.has('newIdea') && <NewIdea opened={dialog === 'newIdea'} onClose={close} />}
      </Suspense>
    </div>
  );
}
