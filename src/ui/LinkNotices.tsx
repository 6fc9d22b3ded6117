// What of the link could not be used, in words, with what was done about it.

import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { variants } from '../attention/variants';
import { noticesStore } from '../state/notices';
import { linkKeys } from '../state/linkKeys';
import type { LinkNotice } from '../state/readKeys';
import { exact } from './quantity';

/** What the page calls the setting that a key of the link stands for. */
function settingName(t: TFunction, key: string): string {
  const entry = linkKeys.find((known) => known.key === key);
  if (entry?.type === 'integer') return t(`fields.${entry.field}`);
  const variant = variants.find(({ id }) => id === key);
  if (variant) return t('modes.label', { variant: variant.name });
  return t(`notices.keys.${key}`, { defaultValue: key });
}

/** Numbers with their separators, variants by their names, words as they are. */
function readable(t: TFunction, key: string, text: string): string {
  if (linkKeys.some((entry) => entry.key === key && entry.type === 'list')) {
    const names = text.split('.').map((id) => variants.find((v) => v.id === id)?.name ?? id);
    return names.join(t('listComma'));
  }
  return text.trim() !== '' && Number.isInteger(Number(text)) ? exact(Number(text)) : text;
}

function noticeText(
  t: TFunction,
  { code, key, value, used = '', choices = [], pin }: LinkNotice,
): string {
  const setting = settingName(t, key);
  return t(`notices.${code}`, {
    key: pin === undefined ? setting : t('notices.ofPin', { letter: pin, setting }),
    value: readable(t, key, value),
    used: readable(t, key, used),
    choices: choices.join(t('listComma')),
  });
}

export function LinkNotices() {
  const { t } = useTranslation();
  const notices = useStore(noticesStore, (s) => s.notices);
  if (notices.length === 0) return null;
  return (
    <section className="notice" aria-labelledby="link-notices">
      <h2 id="link-notices">{t('notices.title')}</h2>
      <ul data-kind="chosen">
        {notices.map((notice) => (
          <li key={`${notice.pin} ${notice.key} ${notice.code} ${notice.value}`}>
            {noticeText(t, notice)}
          </li>
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
