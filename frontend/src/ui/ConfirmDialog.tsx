import { lazy, Suspense, useState } from 'react';

const ConfirmModal = lazy(() => import('./ConfirmModal'));

export type ConfirmProps = {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What will happen and whether it can be undone. */
  text: string;
  /** The verb on the button: "Open the ballot", never "OK". */
  act: string;
  onAct: () => void;
  bad?: boolean;
  busy?: boolean;
  /** What the server said against it. */
  error?: string;
};

/** Asks before something that cannot be undone. The dialog's code is fetched when it first opens. */
export function ConfirmDialog(props: ConfirmProps) {
  const [asked, setAsked] = useState(false);
  if (props.opened && !asked) setAsked(true);
  if (!asked) return null;
  return (
    <Suspense fallback={null}>
      <ConfirmModal {...props} />
    </Suspense>
  );
}
