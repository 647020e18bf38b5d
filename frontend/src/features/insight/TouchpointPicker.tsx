import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { touchpointsQuery, type Touchpoint } from './queries';

export type Place = { id: string; title: string };

type Props = {
  value: Place | null;
  onChange: (next: Place | null) => void;
  label?: string;
  /** For the screen reader, where no label is shown. */
  name?: string;
  placeholder?: string;
  error?: string;
  disabled?: boolean;
  /** Opens at once, with the focus: for a picker that a button has opened. */
  open?: boolean;
  onLeave?: () => void;
  clearable?: boolean;
};

/** A touchpoint by its name, grouped by stage. */
export function TouchpointPicker(props: Props) {
  const {
    value,
    onChange,
    label,
    name,
    placeholder,
    error,
    disabled,
    open,
    onLeave,
    clearable = true,
  } = props;
  const { t } = useTranslation('insight');
  const all = useQuery(touchpointsQuery);
  const groups = grouped(all.data ?? [], value);
  return (
    <Select
      label={label}
      aria-label={label ? undefined : name}
      placeholder={placeholder ?? t('place.search')}
      data={groups}
      value={value?.id ?? null}
      onChange={(id) => {
        const chosen = groups.flatMap((group) => group.items).find((each) => each.value === id);
        onChange(chosen ? { id: chosen.value, title: chosen.label } : null);
      }}
      searchable
      clearable={clearable}
      clearButtonProps={{ 'aria-label': t('place.clear') }}
      disabled={disabled}
      defaultDropdownOpened={open}
      ref={open ? focus : undefined}
      onBlur={onLeave}
      maxDropdownHeight={280}
      nothingFoundMessage={
        all.isPending ? t('place.loading') : all.isError ? t('place.failed') : t('place.none')
      }
      error={error}
    />
  );
}

/** What a button has opened has the focus. */
const focus = (field: HTMLInputElement | null) => field?.focus();

type Group = { group: string; items: { value: string; label: string }[] };

/** Touchpoints under their stages; a stage carries its map's name where there are several maps. */
function grouped(all: readonly Touchpoint[], value: Place | null): Group[] {
  const maps = new Set(all.map((each) => each.journey.id));
  const groups = new Map<string, Group>();
  for (const { id, name, stage, journey } of all) {
    const group = groups.get(stage.id) ?? {
      group: maps.size > 1 ? `${journey.title} · ${stage.title}` : stage.title,
      items: [],
    };
    groups.set(stage.id, group);
    group.items.push({ value: id, label: name });
  }
  const list = [...groups.values()];
  // What is chosen has a name even while the list is on its way.
  if (value && !all.some((each) => each.id === value.id)) {
    list.unshift({ group: '', items: [{ value: value.id, label: value.title }] });
  }
  return list;
}
