import { Button, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { signOut, useMe } from '../api/session';
import { YourIdeas } from '../features/idea/YourIdeas';
import { IconSignOut } from '../ui/icons';
import { PageHeader } from '../ui/PageHeader';
import { PersonLine } from '../ui/PersonLine';
import { Section } from '../ui/Section';
import { SortTabs } from '../ui/SortTabs';

/** The reader: who they are here, how the page looks, and the way out. */
export function MePage() {
  const { t } = useTranslation('shell');
  const me = useMe();
  // Stopping the transitions would take a style element, which the content security policy forbids.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <>
      <PageHeader
        title={t('me.title')}
        meta={
          <PersonLine person={me.person}>
            {me.roles.map((role) => t(`me.role.${role}`)).join(', ')} · {me.email}
          </PersonLine>
        }
      />
      <Section title={t('me.scheme')}>
        <SortTabs
          label={t('me.scheme')}
          value={colorScheme}
          onChange={setColorScheme}
          options={[
            { value: 'auto', label: t('me.auto') },
            { value: 'light', label: t('me.light') },
            { value: 'dark', label: t('me.dark') },
          ]}
        />
      </Section>
      <Section>
        <Button leftSection={<IconSignOut size={16} />} onClick={() => void signOut()}>
          {t('me.signOut')}
        </Button>
      </Section>
      {/* Last, because it grows while it loads. */}
      <YourIdeas />
    </>
  );
}
