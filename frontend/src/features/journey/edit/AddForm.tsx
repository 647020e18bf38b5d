import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { idempotencyKey } from '../../../api/client';
import { useDraft } from '../../../lib/draft';
import { IconPlus } from '../../../ui/icons';
import classes from './Editor.module.css';

type AddProps = {
  label: string;
  /** What stands in the empty field; the label, where that is short. */
  short?: string;
  act: string;
  draftKey: string;
  onAdd: (name: string, key: string) => Promise<unknown>;
};

/** A name and a button; what was typed stays until the server has it. */
export function AddForm({ label, short = label, act, draftKey, onAdd }: AddProps) {
  const draft = useDraft(draftKey, '');
  const name = draft.value;
  const [key, setKey] = useState(idempotencyKey);
  const [error, setError] = useState<string>();
  const add = async () => {
    if (name.trim() === '') return;
    try {
      await onAdd(name.trim(), key);
      draft.clear();
      setKey(idempotencyKey());
      setError(undefined);
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : String(cause));
    }
  };
  return (
    <form
      className={classes.add}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <TextInput
        size="xs"
        className={classes.addName}
        aria-label={label}
        placeholder={short}
        maxLength={100}
        value={name}
        error={error}
        onChange={(event) => draft.set(event.currentTarget.value)}
      />
      <Button size="xs" type="submit" leftSection={<IconPlus size={14} />} disabled={name.trim() === ''}>
        {act}
      </Button>
    </form>
  );
}
