import { Menu } from '@mantine/core';
import { useDraggable, useDroppable } from '@dnd-kit/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconActions, IconDelete, IconForward, IconMovable } from '../../../ui/icons';
import type { Stage, Touchpoint } from '../queries';
import { AddForm } from './AddForm';
import type { Item, Tools } from './Editor';
import classes from './Editor.module.css';
import { SavedField } from './SavedField';

const texts = ['does', 'feels', 'people', 'systems'] as const;

/** A stage with its touchpoints; both can be named, moved, described and taken away in place. */
export function StageColumn({ stage, tools }: { stage: Stage; tools: Tools }) {
  const { t } = useTranslation('journey');
  const { edits } = tools;
  const item: Item = { kind: 'stage', id: stage.id, name: stage.name };
  const { setNodeRef: goal, isOver } = useDroppable({ id: `stage:${stage.id}` });
  const { setNodeRef: list, isOver: overList } = useDroppable({ id: `list:${stage.id}` });
  return (
    <section
      ref={goal}
      className={classes.stage}
      aria-label={stage.name}
      data-over={isOver || undefined}
      data-lifted={tools.lifted === stage.id || undefined}
      data-flying={tools.dragged === stage.id || undefined}
    >
      <div className={classes.head}>
        <Grip item={item} tools={tools} />
        <SavedField
          draftKey={`journey.stage.${stage.id}`}
          label={t('edit.stageName')}
          of={stage.name}
          required
          maxLength={100}
          value={stage.name}
          version={stage.version}
          save={(name, version) =>
            edits.changeStage.mutateAsync({ stage: { id: stage.id, version }, change: { name } })
          }
          reload={async () => {
            const fresh = (await edits.reload())?.stages.find(({ id }) => id === stage.id);
            return fresh && { value: fresh.name, version: fresh.version };
          }}
        />
        <Acts item={item} tools={tools} />
      </div>
      <div ref={list} className={classes.list} data-over={overList || undefined}>
        <ol className={classes.cards}>
          {stage.touchpoints.map((touchpoint) => (
            <Card key={touchpoint.id} touchpoint={touchpoint} tools={tools} />
          ))}
        </ol>
        <AddForm
          label={t('edit.newTouchpoint', { stage: stage.name })}
          short={t('edit.newShort')}
          act={t('edit.add')}
          draftKey={`journey.newTouchpoint.${stage.id}`}
          onAdd={(name, key) => edits.addTouchpoint.mutateAsync({ stage: stage.id, name, key })}
        />
      </div>
    </section>
  );
}

function Card({ touchpoint, tools }: { touchpoint: Touchpoint; tools: Tools }) {
  const { t } = useTranslation('journey');
  const [open, setOpen] = useState(false);
  const { edits } = tools;
  const { id, name, version } = touchpoint;
  const item: Item = { kind: 'touchpoint', id, name };
  const { setNodeRef: goal, isOver } = useDroppable({ id: `touchpoint:${id}` });
  const field = (key: 'name' | (typeof texts)[number]) => ({
    draftKey: `journey.touchpoint.${id}.${key}`,
    of: name,
    value: touchpoint[key],
    version,
    save: (text: string, from: number) =>
      edits.changeTouchpoint.mutateAsync({ touchpoint: { id, version: from }, change: { [key]: text } }),
    reload: async () => {
      const fresh = (await edits.reload())?.stages
        .flatMap((stage) => stage.touchpoints)
        .find((each) => each.id === id);
      return fresh && { value: fresh[key], version: fresh.version };
    },
  });
  return (
    <li
      ref={goal}
      className={classes.card}
      data-over={(isOver && tools.dragged !== id) || undefined}
      data-lifted={tools.lifted === id || undefined}
      data-flying={tools.dragged === id || undefined}
    >
      <div className={classes.head}>
        <Grip item={item} tools={tools} />
        <SavedField {...field('name')} label={t('edit.touchpointName')} required maxLength={100} />
        <Acts item={item} tools={tools} />
      </div>
      <button
        type="button"
        className={classes.describe}
        aria-label={t('edit.describeOf', { name })}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <IconForward size={14} className={classes.chevron} />
        {t('edit.describe')}
      </button>
      {open && (
        <div className={classes.texts}>
          {texts.map((key) => (
            <SavedField
              key={key}
              {...field(key)}
              label={t(`lane.${key}`)}
              labelled
              multiline
              maxLength={1000}
            />
          ))}
        </div>
      )}
    </li>
  );
}

/** The handle that something is moved by: dragged, or lifted with Space and moved with the arrow keys. */
function Grip({ item, tools }: { item: Item; tools: Tools }) {
  const { t } = useTranslation('journey');
  const { setNodeRef, listeners } = useDraggable({ id: `${item.kind}:${item.id}` });
  return (
    <button
      ref={setNodeRef}
      type="button"
      className={classes.grip}
      {...listeners}
      data-grip={item.id}
      aria-label={t('edit.grip', { name: item.name })}
      aria-describedby="journey-edit-help"
      aria-pressed={tools.lifted === item.id}
      onKeyDown={(event) => tools.onGripKey(event, item)}
    >
      <IconMovable size={16} />
    </button>
  );
}

function Acts({ item, tools }: { item: Item; tools: Tools }) {
  const { t } = useTranslation('journey');
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={classes.acts} aria-label={t('edit.actsOf', { name: item.name })}>
          <IconActions size={16} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconMovable size={16} />} onClick={() => tools.onMoveTo(item)}>
          {t('edit.moveTo')}
        </Menu.Item>
        <Menu.Item leftSection={<IconDelete size={16} />} onClick={() => tools.onRemove(item)}>
          {t('edit.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
