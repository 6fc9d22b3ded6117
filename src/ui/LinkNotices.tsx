// What of the link could not be used, in words, with what was done about it.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { noticesStore } from '../state/notices';

export function LinkNotices() {
  const { t } = useTranslation();
  const notices = useStore(noticesStore, (s) => s.notices);
  if (notices.length === 0) return null;
  return (
    <section className="notice" aria-labelledby="link-notices">
      <h2 id="link-notices">{t('notices.title')}</h2>
      <ul>
        {notices.map(({ code, key, value, used = '', limit = '' }) => (
          <li key={`${key} ${code}`}>{t(`notices.${code}`, { key, value, used, limit })}</li>
        ))}
      </ul>
      <button
        type="button"
        className="button quiet"
        onClick={() => noticesStore.setState({ notices: [] })}
      >
        {t('notices.dismiss')}
      </button>
    </section>
  );
}
