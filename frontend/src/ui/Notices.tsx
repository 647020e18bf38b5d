import { useTranslation } from 'react-i18next';
import { IconClose } from './icons';
import { dismissNotice, useNotices } from './notices';
import classes from './Notices.module.css';

/** Where the sentences of `notify` appear; the shell shows it once. */
export function Notices() {
  const { t } = useTranslation();
  const notices = useNotices();
  return (
    <div role="status" className={classes.place}>
      {notices.map((notice) => (
        <div key={notice.id} className={classes.notice}>
          <span className={classes.text}>{notice.text}</span>
          {notice.undo && (
            <button
              type="button"
              className="tk-link"
              onClick={() => {
                notice.undo?.();
                dismissNotice(notice.id);
              }}
            >
              {t('undo')}
            </button>
          )}
          <button
            type="button"
            className={classes.close}
            aria-label={t('close')}
            onClick={() => dismissNotice(notice.id)}
          >
            <IconClose size={16} />
          </button>
        </div>
      ))}
    </div>
  );
}
