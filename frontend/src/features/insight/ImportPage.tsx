type Props = { id: string | undefined; onOpen: (id: string | undefined) => void };

export function ImportPage(_: Props) {
  return null;
}
