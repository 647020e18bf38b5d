import { ActionIcon, Button, Textarea, TextInput } from '@mantine/core';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idempotencyKey } from '../../api/client';
import { IconDelete, IconDown, IconPlus, IconUp } from '../../ui/icons';
import classes from './ThemesEditor.module.css';
import type { ThemeFields } from './form';

type Props = { themes: readonly ThemeFields[]; onChange: (next: ThemeFields[]) => void; error?: string };

const most = 30;

/** The themes of a challenge: name, what each means, and their order, moved by buttons. */
export function ThemesEditor({ themes, onChange, error }: Props) {
  const { t: f } = useTranslation('challengeForm');
  const hintId = useId();
  const list = useRef<HTMLOListElement>(null);
  const [said, setSaid] = useState('');
  const change = (key: string, part: Partial<ThemeFields>) =>
    onChange(themes.map((theme) => (theme.key === key ? { ...theme, ...part } : theme)));
  const focus = (index: number, part: string) =>
    requestAnimationFrame(() =>
      list.current?.children[index]?.querySelector<HTMLElement>(`[data-part="${part}"]`)?.focus(),
    );
  const nameOf = (theme: ThemeFields) => theme.name.trim() || f('form.themeUnnamed');
  const move = (index: number, by: 1 | -1) => {
    const theme = themes[index]!;
    const to = index + by;
    onChange(themes.toSpliced(index, 1).toSpliced(to, 0, theme));
    setSaid(f('form.themeMoved', { name: nameOf(theme), n: to + 1, of: themes.length }));
    // The focus goes with the theme; at an end the button there is off, so the other one takes it.
    const end = by === -1 ? 0 : themes.length - 1;
    focus(to, (by === -1) === (to !== end) ? 'up' : 'down');
  };
  return (
    <fieldset className={classes.themes} aria-describedby={hintId}>
      <legend className={classes.legend}>{f('form.themes')}</legend>
      <p id={hintId} className={classes.hint}>
        {f('form.themesHint')}
      </p>
      <ol ref={list} className={classes.list}>
        {themes.map((theme, index) => (
          <li key={theme.key} className={classes.row}>
            <div className={classes.fields}>
              <TextInput
                data-part="name"
                aria-label={f('form.theme', { n: index + 1 })}
                placeholder={f('form.themeName')}
                maxLength={100}
                value={theme.name}
                onChange={(event) => change(theme.key, { name: event.currentTarget.value })}
              />
              <Textarea
                aria-label={f('form.themeAbout', { n: index + 1 })}
                placeholder={f('form.themeAboutHint')}
                autosize
                minRows={1}
                maxRows={6}
                maxLength={2000}
                value={theme.about}
                onChange={(event) => change(theme.key, { about: event.currentTarget.value })}
              />
            </div>
            <div className={classes.acts}>
              <ActionIcon
                data-part="up"
                variant="subtle"
                size="lg"
                aria-label={f('form.themeUp', { name: nameOf(theme) })}
                disabled={index === 0}
                onClick={() => move(index, -1)}
              >
                <IconUp size={16} />
              </ActionIcon>
              <ActionIcon
                data-part="down"
                variant="subtle"
                size="lg"
                aria-label={f('form.themeDown', { name: nameOf(theme) })}
                disabled={index === themes.length - 1}
                onClick={() => move(index, 1)}
              >
                <IconDown size={16} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                size="lg"
                aria-label={f('form.themeRemove', { name: nameOf(theme) })}
                onClick={() => {
                  onChange(themes.filter((each) => each.key !== theme.key));
                  focus(Math.max(0, index - 1), 'name');
                }}
              >
                <IconDelete size={16} />
              </ActionIcon>
            </div>
          </li>
        ))}
      </ol>
      <p role="status" className="tk-hidden">
        {said}
      </p>
      {error && (
        <p role="alert" className={classes.mistake}>
          {error}
        </p>
      )}
      {themes.length < most && (
        <Button
          leftSection={<IconPlus size={16} />}
          onClick={() => {
            onChange([...themes, { key: idempotencyKey(), name: '', about: '' }]);
            focus(themes.length, 'name');
          }}
        >
          {f('form.themeAdd')}
        </Button>
      )}
    </fieldset>
  );
}
